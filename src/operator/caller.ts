/** Who is who. A role is known by its full ARN; a session's name says who a person is only where nobody can choose it. */
import { SESSION } from '../engine/approval.ts';

export interface Caller {
  /** The role's full ARN, with its path. Undefined: nobody can tell, so reading and pausing is all. */
  readonly role?: string;
  /** As AWS names whoever called. It stands in the record. */
  readonly arn: string;
  readonly session: string;
  /** The address of the caller, where it is known. */
  readonly from?: string;
}

/** AWS alone makes roles there, and Identity Center puts the user's own name into the session (IAM Identity Center guide, "Referencing permission sets"). */
const IDENTITY_CENTER = /^arn:aws[a-z-]*:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_[^/]+$/;
const ROLE = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

const isPersonal = (caller: Caller): boolean => caller.role !== undefined && IDENTITY_CENTER.test(caller.role);

/** All sessions of one role are one person, unless Identity Center names who it is. */
export const personOf = (caller: Caller): string => (isPersonal(caller) ? caller.session : (caller.role ?? caller.arn));

/**
 * Whether a name on record (an ARN as CloudTrail has it, a session's name, the owner as somebody wrote it) may be the caller. In doubt it is:
 * nobody approves what he may have caused.
 */
export function mayBe(caller: Caller, name: string): boolean {
  const fold = (text: string): string => text.toLowerCase();
  const names = [caller.arn, caller.session, caller.role, personOf(caller)].filter((own) => own !== undefined);
  if (names.some((own) => fold(own) === fold(name))) return true;
  const [, account, role = '', session = ''] = SESSION.exec(name) ?? ROLE.exec(name) ?? [];
  if (account === undefined) return false;
  if (isPersonal(caller) && role.startsWith('AWSReservedSSO_')) return fold(session) === fold(caller.session);
  const [, home, own = ''] = ROLE.exec(caller.role ?? '') ?? [];
  return account === home && fold(role) === fold(own);
}
