/** Who is who. A role is known by its full ARN; a session's name says who a person is only where nobody can choose it. */
import { SESSION } from '../engine/approval.ts';
import type { Word } from '../ledger/desk-items.ts';

export interface Caller {
  /** The role's full ARN, with its path. Undefined: nobody can tell, so reading and pausing is all. */
  readonly role?: string;
  /** As AWS names whoever called. It stands in the record. */
  readonly arn: string;
  readonly session: string;
  /** The role's trust policy lets in users of IAM alone, each under his own name. */
  readonly named?: boolean;
  /** Where the order came in: an address, an execution of SSM, an invocation. */
  readonly from?: string;
}

/** AWS alone makes roles there, and Identity Center puts the user's own name into the session (IAM Identity Center guide, "Referencing permission sets"). */
const IDENTITY_CENTER = /^arn:aws[a-z-]*:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_[^/]+$/;
const ROLE = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

const isPersonal = ({ role, named }: Caller): boolean => role !== undefined && (named || IDENTITY_CENTER.test(role));

/** All sessions of one role are one person, unless Identity Center or the role's trust policy names who it is. */
export const personOf = (caller: Caller): string => (isPersonal(caller) ? caller.session : (caller.role ?? caller.arn));

/**
 * Whether a name on record (an ARN as CloudTrail has it, a session's name, the owner as somebody wrote it) may be the caller. In doubt it is:
 * nobody approves what he may have caused. So whoever is named by a trust policy is also any session of his role: what it demands today it
 * may not have demanded then. A person is himself by another role, too, and as a user.
 */
export function mayBe(caller: Caller, name: string): boolean {
  const fold = (text = ''): string => text.toLowerCase();
  const names = [caller.arn, caller.session, caller.role].filter((own) => own !== undefined);
  if (names.some((own) => fold(own) === fold(name))) return true;
  if (isPersonal(caller) && fold(name.split('/').at(-1)) === fold(caller.session)) return true;
  const [, account, role = ''] = SESSION.exec(name) ?? ROLE.exec(name) ?? [];
  if (account === undefined || (!caller.named && isPersonal(caller) && role.startsWith('AWSReservedSSO_'))) return false;
  const [, home, own = ''] = ROLE.exec(caller.role ?? '') ?? [];
  return account === home && fold(role) === fold(own);
}

type First = Pick<Word, 'person' | 'arn'>;
/** Whether he may be who has said so before. A role that names its people now may not have done so then, and the other way round. */
export const mayHaveSaid = (caller: Caller, { person, arn }: First): boolean =>
  mayBe(caller, person) || (!isPersonal(caller) && mayBe(caller, arn));

/** As the gate counts who has said so: it knows Identity Center's roles, takes all sessions of another for one person, and a name for a name. */
export const signed = ({ person, arn }: First): string =>
  person.startsWith('arn:') || arn.includes('/AWSReservedSSO_') ? arn : `${person} (${arn})`;
