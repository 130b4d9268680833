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
    expect(await bucket.inspect(resource)).toEqual({ born: 'ever', linked: [], state: {} });
  });

  test('blocks what its block says, and nothing else', async () => {
    answer({ ...nothing, GetPublicAccessBlock: () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }) });
    expect((await bucket.inspect(resource))?.state).toEqual({
      block: { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
    });
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
    ['its name', 'sagemaker-x', '{}', []],
    ['its tags', 'x', '{}', [{ Key: 'sagemaker:project-name', Value: 'churn' }]],
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
