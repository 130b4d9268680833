/** What a look is about, and the one way it writes. */
import type { Opened, Subject } from '../ledger/port.ts';
import { change, type Draft } from './draft.ts';
import type { House, Visit } from './house.ts';
import type { AnyRemediation } from './remediation.ts';

/** The resource could not be looked at. The message goes back to its queue; what is not known is not judged. */
export class LookFailed extends Error {
  override name = 'LookFailed';
}
export interface Errand {
  readonly remediation: AnyRemediation;
  readonly visit: Visit;
  readonly house: House;
}
/** Times a look starts over when somebody else wrote first. */
export const ROUNDS = 3;

export const subjectOf = ({ remediation, visit }: Errand): Subject => ({
  key: visit.resource.key,
  violation: remediation.id,
  account: visit.resource.account,
});

/** Writes a draft. Returns what the ledger then holds, or undefined when somebody else wrote (or paused) first. */
export async function commit(errand: Errand, draft: Draft): Promise<Opened | undefined> {
  const what = change(draft);
  if (!what) return draft.opened;
  if ((await errand.house.ledger.write(subjectOf(errand), what)) !== 'written') return undefined;
  for (const entry of what.entries) errand.house.tell(entry, errand.visit.resource);
  return { ...draft.opened, lock: what.lock.now ?? what.lock.was, case: what.case.now };
}
