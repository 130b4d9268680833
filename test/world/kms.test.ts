import { describe, expect, test } from 'vitest';
import { kms } from './kms.ts';
import { smallHabitat } from './small-habitat.ts';

const KeyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${KeyId}`;
function world(given: object = {}) {
  const habitat = smallHabitat();
  habitat.stale = false;
  const keys = kms(habitat);
  keys.place({ KeyId, ...given });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = { KeyId }): any =>
    keys.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { habitat, keys, call, state: () => call('DescribeKey').KeyMetadata.KeyState };
}

describe('a key', () => {
  test('is described by id and by ARN, with its tags and its policy', () => {
    const { call } = world({ tags: [{ TagKey: 'team', TagValue: 'ml' }] });
    expect(call('DescribeKey', { KeyId: ARN }).KeyMetadata).toMatchObject({ KeyId, Arn: ARN, KeyState: 'Enabled', Enabled: true });
    expect(call('ListResourceTags')).toEqual({ Tags: [{ TagKey: 'team', TagValue: 'ml' }], Truncated: false });
    expect(JSON.parse(call('GetKeyPolicy').Policy).Statement).toHaveLength(1);
    expect(() => call('DescribeKey', { KeyId: 'x' })).toThrow("Key 'arn:aws:kms:eu-west-1:111122223333:key/x' does not exist");
  });

  test('that will be deleted is neither enabled nor disabled, and is disabled once that is cancelled', () => {
    const { call, state } = world();
    call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    expect(call('DescribeKey').KeyMetadata.DeletionDate).toEqual(new Date('2026-11-30T12:00:00Z'));
    for (const operation of ['EnableKey', 'DisableKey', 'ScheduleKeyDeletion'])
      expect(() => call(operation)).toThrow(`${ARN} is pending deletion.`);
    call('UpdateKeyDescription', { KeyId, Description: 'd' });
    expect(call('DescribeKey').KeyMetadata).toMatchObject({ Description: 'd', DeletionDate: expect.any(Date) });
    call('CancelKeyDeletion');
    expect(call('DescribeKey').KeyMetadata).not.toHaveProperty('DeletionDate');
    expect(state()).toBe('Disabled');
    expect(() => call('CancelKeyDeletion')).toThrow(`${ARN} is not pending deletion.`);
    call('EnableKey');
    expect(state()).toBe('Enabled');
  });

  test('that is primary waits for its replicas, without a date', () => {
    const { call } = world({ MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY', ReplicaKeys: [{ Region: 'us-east-1' }] } });
    call('ScheduleKeyDeletion');
    expect(call('DescribeKey').KeyMetadata).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 30 });
    expect(call('DescribeKey').KeyMetadata).not.toHaveProperty('DeletionDate');
  });

  test('is named by its ARN in what CloudTrail tells of it', () => {
    const { habitat, call } = world();
    call('ScheduleKeyDeletion');
    const detail = { eventName: 'ScheduleKeyDeletion', requestParameters: { keyId: KeyId }, responseElements: { keyId: ARN } };
    expect(habitat.events).toMatchObject([{ source: 'aws.kms', detail }]);
  });

  test('is listed, a hundred a page', () => {
    const { keys, call } = world();
    for (let i = 0; i < 100; i++) keys.place({ KeyId: `k${i}` });
    const { Keys, NextMarker } = call('ListKeys', {});
    expect([Keys.length, call('ListKeys', { Marker: NextMarker }).Keys]).toEqual([100, [{ KeyId: 'k99', KeyArn: expect.any(String) }]]);
  });
});
