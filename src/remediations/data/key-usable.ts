import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type KeyState, type KeyTable, key } from '../../resources/key.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const TYPE = 'AWS::KMS::Key';
const named = { type: TYPE, id: 'keyId' };
const settings = z.strictObject({});

/** The primary key of several Regions waits for its replicas to be deleted, and can be saved all the same. */
const DOOMED = ['PendingDeletion', 'PendingReplicaDeletion'];

/**
 * A key that is saved from deletion is disabled, so it is enabled in a step of its own. Neither has an undo: no role of ours may disable a
 * key or schedule its deletion (docs/decisions/0027).
 */
export const remediation: Remediation<KeyState, KeyTable, 'CancelKeyDeletion' | 'EnableKey', z.infer<typeof settings>> = {
  id: 'key-usable',
  family: 'data',
  title: 'The key of ML data is neither disabled nor to be deleted',
  severity: 'critical',
  standards: ['KMS.3', 'kms-cmk-not-scheduled-for-deletion', 'ATT&CK T1485'],
  triggers: [
    cloudtrail('kms', { ScheduleKeyDeletion: named, DisableKey: named }),
    configRule(TYPE, ['kms-cmk-not-scheduled-for-deletion']),
    ...securityHub(TYPE, ['KMS.3']),
  ],
  kind: key,
  calls: ['CancelKeyDeletion', 'EnableKey'],
  settings,
  flaw({ status, deletion }) {
    if (status === 'Disabled') return { says: 'it is disabled: nothing under it can be read or written', contained: false };
    if (!DOOMED.includes(status)) return undefined;
    const when = deletion ? `at ${deletion}` : 'once its replicas are';
    return { says: `it will be deleted ${when}, and everything under it is lost then`, contained: false };
  },
  repair({ status }, { name: KeyId }) {
    if (status === 'Disabled')
      return {
        do: 'step',
        call: { api: 'EnableKey', input: { KeyId } },
        effect: 'disruptive',
        expect: { status: 'Enabled' },
        loses: 'that it is disabled: mlwarden may disable no key, its administrators can',
      };
    return {
      do: 'step',
      call: { api: 'CancelKeyDeletion', input: { KeyId } },
      effect: 'disruptive',
      expect: { status: 'Disabled', deletion: null },
      loses: 'the date of its deletion: mlwarden may schedule none, its administrators can, for 7 days ahead at the earliest',
    };
  },
};
