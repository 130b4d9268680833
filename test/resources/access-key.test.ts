import { describe, expect, test } from 'vitest';
import { accessKey, iamAccessKey } from '../../src/resources/access-key.ts';
import { UnknownStatus } from '../../src/resources/status.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();

const at = { account: '111122223333', region: 'us-east-1', at: '2026-11-01T12:00:00Z' };
const Arn = 'arn:aws:iam::111122223333:user/ml/churn-trainer';
const KEY = 'AKIAIOSFODNN7EXAMPLE';
const resource = accessKey(Arn, KEY);
const CreateDate = new Date('2026-01-02T03:04:05Z');
const said = {
  GetUser: () => ({ User: { Arn, Tags: [{ Key: 'Owner', Value: 'ml' }] } }),
  ListAccessKeys: ({ Marker }: { Marker?: string }) =>
    Marker
      ? { AccessKeyMetadata: [{ AccessKeyId: KEY, Status: 'Active', CreateDate }] }
      : { AccessKeyMetadata: [{ AccessKeyId: 'AKIAI44QH8DHBEXAMPLE', Status: 'Inactive', CreateDate }], Marker: 'm' },
  ListAttachedUserPolicies: () => ({ AttachedPolicies: [] }),
};
const gone = () => Promise.reject(refusal('NoSuchEntityException'));

describe('an access key', () => {
  test.each(['churn-trainer', Arn])('is located by its user, %s, with every other of his', async (id) => {
    answer(said);
    const found = await iamAccessKey.locate({ type: 'AWS::IAM::User', id, ...at });
    expect(found.map(({ name }) => name)).toEqual(['AKIAI44QH8DHBEXAMPLE', KEY]);
    expect(found[1]).toEqual(resource);
    expect(resource).toMatchObject({ key: `aws/AWS::IAM::AccessKey/111122223333/aws-global/${KEY.toLowerCase()}`, arn: Arn, name: KEY });
  });

  test('of a user who is gone is nowhere', async () => {
    answer({ GetUser: gone });
    expect(await iamAccessKey.locate({ type: 'AWS::IAM::User', id: 'churn-trainer', ...at })).toEqual([]);
  });

  test('is listed, user by user', async () => {
    answer({ ...said, ListUsers: () => ({ Users: [{ Arn }] }) });
    expect((await all(iamAccessKey.list())).map(({ name }) => name)).toEqual(['AKIAI44QH8DHBEXAMPLE', KEY]);
  });

  const policy = (name: string) => ({ ListAttachedUserPolicies: () => ({ AttachedPolicies: [{ PolicyArn: `arn:aws:iam::${name}` }] }) });
  test.each<[says: string, answers: object, quarantined: boolean, linked: string[]]>([
    ['nothing', {}, false, []],
    ['his tags', { GetUser: () => ({ User: { Arn, Tags: [{ Key: 'sagemaker:domain', Value: 'x' }] } }) }, false, ['sagemaker']],
    ['a policy of his', policy('aws:policy/AmazonSageMakerFullAccess'), false, ['sagemaker']],
    ['nothing, and is in quarantine,', policy('aws:policy/AWSCompromisedKeyQuarantineV3'), true, []],
    ['nothing, and is in a quarantine of old,', policy('aws:policy/AWSCompromisedKeyQuarantine'), true, []],
    ['nothing, and has a policy called after the quarantine,', policy('111122223333:policy/AWSCompromisedKeyQuarantine'), false, []],
  ])('whose user is tied to ML by %s says so', async (_, answers, quarantined, linked) => {
    answer({ ...said, ...answers });
    const state = { user: 'churn-trainer', status: 'Active', quarantined };
    expect(await iamAccessKey.inspect(resource)).toEqual({ born: '2026-01-02T03:04:05.000Z', state, linked });
  });

  test.each<[says: string, answers: object]>([
    ['whose user is gone', { GetUser: gone }],
    ['whose user is another one of his name', { GetUser: () => ({ User: { Arn: Arn.replace('/ml/', '/') } }) }],
    ['that was deleted', { ListAccessKeys: () => ({ AccessKeyMetadata: [] }) }],
    ['whose user is gone a moment later', { ListAccessKeys: gone }],
  ])('%s is not there', async (_, answers) => {
    answer({ ...said, ...answers });
    expect(await iamAccessKey.inspect(resource)).toBeUndefined();
  });

  test('has the owner that its user has', async () => {
    answer(said);
    expect(await iamAccessKey.tags?.(resource)).toEqual({ Owner: 'ml' });
  });

  const LastUsedDate = new Date('2026-10-31T09:00:00Z');
  test.each([
    [{ LastUsedDate, ServiceName: 's3', Region: 'eu-west-1' }, 'last used 2026-10-31, for s3 in eu-west-1'],
    [{ ServiceName: 'N/A', Region: 'N/A' }, 'IAM knows of no use of the key'],
    [undefined, 'IAM knows of no use of the key'],
  ])('of which IAM says %j is told of so', async (AccessKeyLastUsed, says) => {
    answer({ GetAccessKeyLastUsed: () => ({ AccessKeyLastUsed }) });
    const state = { user: 'churn-trainer', status: 'Active', quarantined: false };
    expect(await iamAccessKey.inUse?.read(resource, state, AbortSignal.timeout(1_000))).toEqual([says]);
  });

  test('of a status that nobody foresaw is an error', () =>
    expect(() => iamAccessKey.busy?.({ user: 'u', status: 'Melting', quarantined: false })).toThrow(UnknownStatus));
});
