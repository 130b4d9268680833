/** Keys as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::KMS::Key';

export function drawKey(draw: Draw, i: number): Drawn {
  const name = `${['aaaa1111', 'bbbb2222', 'cccc3333'][i]}-12ab-34cd-56ef-1234567890ab`;
  const replicas = draw.chance(0.2);
  const KeyState = draw.often([
    [3, 'Enabled'],
    [3, 'Disabled'],
    [3, replicas ? 'PendingReplicaDeletion' : 'PendingDeletion'],
    [1, 'Unavailable'],
  ] as const);
  const Description = draw.chance(0.85) ? 'Data of the SageMaker domain' : 'Backups';
  const MultiRegionConfiguration = { MultiRegionKeyType: 'PRIMARY', ReplicaKeys: [{ Region: 'us-east-1' }] };
  const there = { keys: [{ KeyId: name, KeyState, Description, ...(replicas && { MultiRegionConfiguration }) }] };
  const says = `a key ${name} (${KeyState}${Description === 'Backups' ? ', of no ML' : ''})`;
  const disable = call('kms:DisableKey', { KeyId: name }, 0);
  const schedule = call('kms:ScheduleKeyDeletion', { KeyId: name, PendingWindowInDays: 7 }, 0);
  const arn = `arn:aws:kms:eu-west-1:111122223333:key/${name}`;
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody disables ${name}`, acts: [disable] }),
    () => ({ says: `somebody disables ${name}, every few minutes`, acts: [disable], every: draw.of([4, 7]) * MINUTE, times: 4 }),
    () => ({ says: `somebody has ${name} deleted in a week`, acts: [schedule] }),
    () => ({ says: `a stack that goes has ${name} deleted, again and again`, acts: [schedule], every: 8 * MINUTE, times: 4 }),
    () => ({ says: `somebody saves ${name}`, acts: [call('kms:CancelKeyDeletion', { KeyId: name }, 0)] }),
    () => ({ says: `somebody enables ${name}`, acts: [call('kms:EnableKey', { KeyId: name }, 0)] }),
    () => ({
      says: `${name} has nothing to do with ML any more, and so leaves the scope`,
      acts: [call('kms:UpdateKeyDescription', { KeyId: name, Description: 'Backups' }, 0)],
    }),
    () => ({ says: `Config reports ${name}`, acts: [ruleEvent(TYPE, arn, 'kms-cmk-not-scheduled-for-deletion')] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
