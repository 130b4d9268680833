/** Who may what: policy names roles by their full ARN, and a look-alike in another path is another role. */
import type { Case } from '../ledger/items.ts';
import { mayBe } from './caller.ts';
import { type Office, Refused } from './office.ts';

const is = ({ caller }: Office, roles: readonly string[]): boolean => caller.role !== undefined && roles.includes(caller.role);
export const isApprover = (office: Office): boolean => is(office, office.policy.approvers);
export const isTeam = (office: Office): boolean => is(office, office.policy.teams);

export function mustApprove(office: Office, what: string): void {
  if (!isApprover(office))
    throw new Refused(`${what} takes one of the approvers that policy names, and ${office.caller.role ?? office.caller.arn} is none.`);
}

/** Who caused any of it, as far as is known, and whose it is by its tags. A case of an earlier release names only the last. */
export const concerned = ({ culprits = [], by, asked, owned }: Case): readonly (string | undefined)[] => [
  ...culprits,
  by,
  asked?.by,
  owned?.owner,
];

/** Neither who caused the flaw nor who would profit decides about it. Undefined names are of nobody known. */
export function mustBeAnother(office: Office, what: string, ...names: readonly (string | undefined)[]): void {
  const self = names.find((name) => name !== undefined && mayBe(office.caller, name));
  if (self !== undefined) throw new Refused(`${what} takes somebody else than ${self}, who it is about.`);
}
