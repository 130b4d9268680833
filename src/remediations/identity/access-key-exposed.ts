import * as z from 'zod/mini';
import { globbed } from '../../engine/glob.ts';
import type { Remediation } from '../../engine/remediation.ts';
import { type AccessKeyState, type AccessKeyTable, iamAccessKey, USER } from '../../resources/access-key.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';

/** Users whose keys are known of and wanted, by name: `ci-*`. */
const settings = z.strictObject({ users: z._default(z.array(z.string().check(z.minLength(1))), []) });

const turned = (UserName: string, AccessKeyId: string, Status: 'Active' | 'Inactive') =>
  ({ api: 'UpdateAccessKey', input: { UserName, AccessKeyId, Status } }) as const;

/**
 * Whatever runs with the key stops at once, and nothing in AWS says what that is, so it is always asked for: a key that AWS itself has seen in
 * public, too, because its user is held off the worst by then. A key that is Inactive stays, as evidence and to be switched on again.
 */
export const remediation: Remediation<AccessKeyState, AccessKeyTable, 'UpdateAccessKey', z.infer<typeof settings>> = {
  id: 'access-key-exposed',
  family: 'identity',
  title: 'No key of an ML user is in the world that is not known of',
  severity: 'high',
  standards: ['ATT&CK T1098.001', 'ATT&CK T1552'],
  triggers: [
    cloudtrail('iam', {
      CreateAccessKey: { type: USER, id: 'userName', answer: 'accessKey.userName' },
      AttachUserPolicy: { type: USER, id: 'userName' },
    }),
  ],
  kind: iamAccessKey,
  calls: ['UpdateAccessKey'],
  settings,
  flaw({ user, status, quarantined }, { settings: { users } }) {
    if (status !== 'Active') return undefined;
    if (quarantined)
      return { says: `AWS has seen a key of ${user} in public and quarantined him, and this one is active`, contained: false };
    if (users.some((known) => globbed(known, user))) return undefined;
    return { says: `${user} has a long-term key, and is not among the users who may`, contained: false };
  },
  repair({ user }, { name }) {
    return {
      do: 'step',
      call: turned(user, name, 'Inactive'),
      effect: 'disruptive',
      expect: { status: 'Inactive' },
      undo: turned(user, name, 'Active'),
      ask: true,
    };
  },
};
