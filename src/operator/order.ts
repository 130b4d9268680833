/** One change at the desk: decided on what is there, written if it is still so, on record with who, from where, and why. */
import type { Setting } from '../ledger/desk.ts';
import type { Entry } from '../ledger/items.ts';
import { LedgerUnavailable } from '../ledger/port.ts';
import { personOf } from './caller.ts';
import { type Data, dataOf, type Office } from './office.ts';
import type { Target } from './target.ts';

const ROUNDS = 5;

export interface Wanted<T> {
  readonly sets: readonly Setting[];
  readonly why: string;
  readonly what: Data;
  readonly news: T;
}
export interface Done<T> {
  readonly entry: Entry;
  readonly news: T;
}

/** `decide` reads and judges anew in every round: whoever rules meanwhile is seen. It may throw `Refused`. */
export async function order<T>(office: Office, verb: string, decide: () => Promise<Wanted<T>>): Promise<Done<T>> {
  const { desk, caller, clock, release, policy } = office;
  for (let round = 0; round < ROUNDS; round++) {
    const { sets, why, what, news } = await decide();
    const who = { who: caller.arn, person: personOf(caller), role: caller.role, from: caller.from };
    const body = dataOf({ verb, ...who, why, ...what });
    const entry = await desk.write({ at: clock.now().toISOString(), release, policy: policy.hash, body, sets });
    if (entry !== 'moved') return { entry, news };
  }
  throw new LedgerUnavailable('Others are ruling on the same matter; nothing was changed. Try again.');
}

/** Has the violation's handler look now. Says what becomes of it. */
export async function lookNow({ again, clock, home }: Office, { known, resource }: Target, id: string): Promise<string> {
  const sweep = 'The next sweep looks at it, within 15 minutes.';
  if (!again || resource.account !== home.account) return sweep;
  // Not in whose name: who a look comes from is taken for who caused what it finds.
  const cause = { source: 'mlwarden.operator', detailType: 'Look', id, time: clock.now().toISOString() };
  try {
    await again(known.id, { resource, cause }, 0);
  } catch {
    return `The look could not be queued. ${sweep}`;
  }
  return 'A look is queued; what comes of it is on record within seconds.';
}
