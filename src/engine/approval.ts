/** Whether a yes is one: the desk takes no other, and the gate does not believe the desk. */
import type { Case } from '../ledger/items.ts';
import type { Ruling } from '../ledger/rulings.ts';
import type { Policy } from './policy.ts';
import type { Effect } from './remediation.ts';

export type Approval = NonNullable<Ruling['answer']>;

/** A role's session as STS names it: account, role, name of the session. */
export const SESSION = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/**
 * All sessions of a role are one person, since the name of a session can be chosen; but under a role of Identity Center it is the user's own
 * (IAM guide, "IAM identifiers"; IAM Identity Center guide, "Referencing permission sets"). Whom the desk knows by name, since his role's trust
 * policy demands it, it has written down by name: that is no ARN, and a person as it stands.
 */
export function person(arn: string): string {
  const [, account, role = '', session = ''] = SESSION.exec(arn) ?? [];
  if (account === undefined) return arn;
  return role.startsWith('AWSReservedSSO_') ? session.toLowerCase() : `${account}/${role}`;
}

/** Whether it takes two people. Where nobody knows who caused the flaw (the sweep or Config found it), it may be the one who says yes. */
export const takesTwo = (effect: Effect, { culprits }: Pick<Case, 'culprits'>, { twoPersons }: Policy): boolean =>
  twoPersons.some((what) => what === effect || (what === 'unknown-cause' && !culprits));

/** As many people as policy wants have said so. */
export const enough = ({ by }: Approval, two: boolean): boolean => !two || new Set(by.map(person)).size > 1;

/** What was asked until then had been asked no longer. Who does not say when he said it said it too late. */
export const inTime = ({ hash, at }: Approval, asked: Case['asked']): boolean =>
  asked?.hash !== hash || (at !== undefined && Date.parse(at) <= Date.parse(asked.until));
