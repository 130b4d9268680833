import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/data/key-usable.ts';
import { type KeyState, keyOf } from '../../../src/resources/key.ts';
import { flaw, step } from '../promise.ts';

const KeyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const seen = (state: KeyState) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: keyOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, KeyId),
  state,
});
const deletion = '2026-11-30T12:00:00.000Z';

describe('a key', () => {
  test.each<[status: string, wrong: RegExp | undefined]>([
    ['Enabled', undefined],
    ['Unavailable', undefined],
    ['PendingImport', undefined],
    ['Disabled', /is disabled/],
    ['PendingReplicaDeletion', /once its replicas are/],
  ])('that is %s', (status, wrong) => {
    const found = flaw(seen({ status }));
    if (wrong) expect(found).toMatchObject({ says: expect.stringMatching(wrong), contained: false });
    else expect(found).toBeUndefined();
  });

  test('that will be deleted says when', () =>
    expect(flaw(seen({ status: 'PendingDeletion', deletion }))?.says).toContain(`deleted at ${deletion}`));

  test.each<KeyState>([{ status: 'PendingDeletion', deletion }, { status: 'PendingReplicaDeletion' }])(
    'that is %j is saved, then enabled, and neither can be taken back by us',
    (state) => {
      const { step: saved, after } = step(seen(state));
      expect(saved).toMatchObject({
        call: { api: 'CancelKeyDeletion', input: { KeyId } },
        effect: 'disruptive',
        loses: expect.stringContaining('the date of its deletion'),
      });
      expect(after).toEqual({ status: 'Disabled' });
      const { step: enabled, after: end } = step(seen(after as KeyState));
      expect(enabled).toMatchObject({ call: { api: 'EnableKey', input: { KeyId } }, effect: 'disruptive', loses: expect.any(String) });
      expect([saved.undo, enabled.undo, flaw(seen(end as KeyState))]).toEqual([undefined, undefined, undefined]);
    },
  );
});
