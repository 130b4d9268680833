import { describe, expect, test } from 'vitest';
import { world } from './small-world.ts';

const user = { UserName: 'churn-trainer' };
const QUARANTINE = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';

describe('a user', () => {
  test('has two keys at most, which go on and off and away', () => {
    const { ours, call } = world();
    ours.users.place({ ...user, keys: { AKIAIOSFODNN7EXAMPLE: {} } });
    const { AccessKey } = call('CreateAccessKey', user);
    expect(AccessKey).toMatchObject({ ...user, Status: 'Active', AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{17}$/) });
    expect(() => call('CreateAccessKey', user)).toThrow('AccessKeysPerUser: 2');
    call('UpdateAccessKey', { ...user, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Inactive' });
    call('DeleteAccessKey', { ...user, AccessKeyId: AccessKey.AccessKeyId });
    expect(call('ListAccessKeys', user).AccessKeyMetadata).toMatchObject([{ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Inactive' }]);
    for (const operation of ['UpdateAccessKey', 'DeleteAccessKey'])
      expect(() => call(operation, { ...user, AccessKeyId: 'AKIANONE' })).toThrow('The Access Key with id AKIANONE cannot be found.');
  });

  test('is told of by his key, and when it was used', () => {
    const { ours, call } = world();
    const lastUsed = { LastUsedDate: new Date('2026-01-01T00:00:00Z'), ServiceName: 's3', Region: 'eu-west-1' };
    ours.users.place({ ...user, keys: { AKIAUSED: { lastUsed }, AKIANEVER: {} } });
    expect(call('GetAccessKeyLastUsed', { AccessKeyId: 'AKIAUSED' })).toMatchObject({ ...user, AccessKeyLastUsed: { ServiceName: 's3' } });
    expect(call('GetAccessKeyLastUsed', { AccessKeyId: 'AKIANEVER' }).AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
    expect(() => call('GetAccessKeyLastUsed', { AccessKeyId: 'AKIANONE' })).toThrow('cannot be found');
  });

  test('is listed without his tags, and shown with them', () => {
    const { ours, call } = world();
    ours.users.place({ ...user, Path: '/ml/', Tags: [{ Key: 'Owner', Value: 'ml' }] });
    expect(call('ListUsers').Users).toMatchObject([{ Arn: 'arn:aws:iam::111122223333:user/ml/churn-trainer' }]);
    expect(call('ListUsers').Users[0].Tags).toBeUndefined();
    expect(call('GetUser', user).User.Tags).toEqual([{ Key: 'Owner', Value: 'ml' }]);
    expect(() => call('GetUser', { UserName: 'nobody' })).toThrow('The user with name nobody cannot be found.');
  });

  test('has policies attached once and detached once', () => {
    const { ours, call } = world();
    ours.users.place(user);
    const attached = { ...user, PolicyArn: QUARANTINE };
    call('AttachUserPolicy', attached);
    call('AttachUserPolicy', attached);
    expect(call('ListAttachedUserPolicies', user).AttachedPolicies).toEqual([
      { PolicyName: 'AWSCompromisedKeyQuarantineV3', PolicyArn: QUARANTINE },
    ]);
    call('DetachUserPolicy', attached);
    expect(() => call('DetachUserPolicy', attached)).toThrow(`Policy ${QUARANTINE} was not found.`);
    expect(() => call('AttachUserPolicy', { ...user, PolicyArn: 'arn:aws:iam::aws:policy/None' })).toThrow('does not exist');
  });
});
