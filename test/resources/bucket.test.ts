import { describe, expect, test } from 'vitest';
import { bucket, bucketOf } from '../../src/resources/bucket.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::S3::Bucket';
const ARN = 'arn:aws:s3:::churn-data';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = bucketOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'churn-data');
const absent = (name: string) => () => Promise.reject(refusal(name));
const nothing = {
  GetPublicAccessBlock: absent('NoSuchPublicAccessBlockConfiguration'),
  GetBucketPolicy: absent('NoSuchBucketPolicy'),
  GetBucketTagging: absent('NoSuchTagSet'),
};

describe('a bucket', () => {
  test.each([ARN, 'churn-data'])('named %s is located where the event says, without asking', async (id) => {
    answer({});
    expect(await bucket.locate({ type: TYPE, id, ...at })).toEqual([resource]);
    expect(resource).toMatchObject({ key: `aws/${TYPE}/111122223333/eu-west-1/churn-data`, arn: ARN, name: 'churn-data' });
  });

  test('keeps the partition of its ARN', async () => {
    const [there] = await bucket.locate({ type: TYPE, id: 'arn:aws-cn:s3:::churn-data', ...at, region: 'cn-north-1' });
    expect(there?.key).toBe(`aws-cn/${TYPE}/111122223333/cn-north-1/churn-data`);
  });

  test('is listed page by page, of this Region alone', async () => {
    const asked: string[] = [];
    answer({
      ListBuckets: ({ BucketRegion, ContinuationToken }: { BucketRegion: string; ContinuationToken?: string }) => {
        asked.push(BucketRegion);
        return ContinuationToken ? { Buckets: [{ Name: 'b' }] } : { Buckets: [{ Name: 'a' }], ContinuationToken: 'n' };
      },
    });
    expect((await all(bucket.list())).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(asked).toEqual(['eu-west-1', 'eu-west-1']);
  });

  test('without anything says nothing of ML, and blocks nothing', async () => {
    answer(nothing);
    expect(await bucket.inspect(resource)).toEqual({ born: 'ever', linked: [], state: { account: '111122223333' } });
  });

  test('blocks what its block says, and nothing else', async () => {
    answer({ ...nothing, GetPublicAccessBlock: () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }) });
    expect((await bucket.inspect(resource))?.state).toEqual({
      account: '111122223333',
      block: { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
    });
  });

  test('has one policy in whatever form S3 gives it back, and nobody in it who was deleted', async () => {
    const OWN = 'arn:aws:iam::111122223333:root';
    const [GONE, PARTNER] = ['AROAEXAMPLEROLEID0001', 'arn:aws:iam::555566667777:root'];
    const given = (Statement: object[]) => ({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
    const within = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } };
    const forms = [
      given([
        { Effect: 'Allow', Principal: { AWS: [PARTNER, GONE, OWN] }, Action: ['s3:List*', 's3:Get*'], Resource: ['*'], Condition: within },
        { Effect: 'Deny', Principal: '*', NotAction: 's3:Get*', Resource: [] },
        { Effect: 'Allow', Principal: { AWS: GONE }, Action: 's3:*', Resource: '*' },
      ]),
      given([
        {
          ...{ Effect: 'Allow', Principal: { AWS: [OWN, PARTNER] }, Action: ['s3:Get*', 's3:List*'], Resource: '*' },
          Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '203.0.113.0/24'] } },
        },
        { Effect: 'Deny', Principal: ['*'], NotAction: ['s3:Get*'], Resource: [] },
      ]),
    ];
    const read: unknown[] = [];
    for (const form of forms) {
      answer({ ...nothing, GetBucketPolicy: () => form });
      read.push((await bucket.inspect(resource))?.state.policy);
    }
    expect(read[0]).toEqual(JSON.parse(`${forms[1]?.Policy}`.replace('["*"]', '"*"').replace('["s3:Get*"]', '"s3:Get*"')));
    expect(read[1]).toEqual(read[0]);
  });

  test('with a policy that nobody can read is not judged', async () => {
    answer({ ...nothing, GetBucketPolicy: () => ({ Policy: 'x' }) });
    await expect(bucket.inspect(resource)).rejects.toThrow('Cannot read the policy document of arn:aws:s3:::churn-data');
  });

  test('is asked for as ours alone', async () => {
    const asked: unknown[] = [];
    const noted = (answered: object) => (input: unknown) => {
      asked.push(input);
      return answered;
    };
    answer({ GetPublicAccessBlock: noted({}), GetBucketPolicy: noted({}), GetBucketTagging: noted({}) });
    await bucket.inspect(resource);
    const named = { Bucket: 'churn-data', ExpectedBucketOwner: '111122223333' };
    expect(asked).toEqual([named, named, named]);
  });

  test.each<[says: string, name: string, Policy: string, TagSet: object[]]>([
    ['its name', 'sagemaker-x', '{"Statement":{}}', []],
    ['its tags', 'x', '{"Statement":{}}', [{ Key: 'sagemaker:project-name', Value: 'churn' }]],
    ['its policy', 'x', '{"Statement":[{"Principal":{"Service":"sagemaker.amazonaws.com"}}]}', []],
  ])('is tied to ML by %s', async (_, name, Policy, TagSet) => {
    answer({ ...nothing, GetBucketPolicy: () => ({ Policy }), GetBucketTagging: () => ({ TagSet }) });
    expect((await bucket.inspect({ ...resource, name }))?.linked).toEqual(['sagemaker']);
  });

  test.each(['GetPublicAccessBlock', 'GetBucketPolicy', 'GetBucketTagging'])('that is gone by %s is not there', async (operation) => {
    answer({ ...nothing, [operation]: absent('NoSuchBucket') });
    expect(await bucket.inspect(resource)).toBeUndefined();
  });

  test('of somebody else is not judged', async () => {
    answer({ ...nothing, GetPublicAccessBlock: absent('AccessDenied') });
    await expect(bucket.inspect(resource)).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }));
  });

  test('has tags for people', async () => {
    answer({ GetBucketTagging: () => ({ TagSet: [{ Key: 'Owner', Value: 'ana' }] }) });
    expect(await bucket.tags?.(resource)).toEqual({ Owner: 'ana' });
  });
});
