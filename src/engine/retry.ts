/** A call that AWS did not take, for a reason that passes by itself, is tried again: ever later. */
import type { Last } from '../ledger/items.ts';
import type { Draft } from './draft.ts';
import { LONGEST } from './follow.ts';
import type { Visit } from './house.ts';
import { type Plan, wait } from './plan.ts';
import { elapsed, hence } from './time.ts';

/** `first`: seconds until the first try after this; each later one takes twice as long. */
export function tryLater(d: Draft, visit: Visit, { hash, call }: Last, first: number): Plan {
  const plan = wait(d, visit, { do: 'wait', for: `AWS to take ${call.api}`, again: first });
  if (plan.outcome !== 'waiting') return plan;
  const seconds = Math.min(d.case.retry?.hash === hash ? d.case.retry.seconds * 2 : first, LONGEST);
  const at = hence(d.stamp.now, seconds * 1000);
  d.case = { ...d.case, retry: { hash, at, seconds } };
  return { ...plan, again: { for: `AWS to take it at ${at}`, seconds } };
}

/** Undefined: nothing says that this call should not be sent now. */
export function tooEarly(d: Draft, hash: string): Plan | undefined {
  const { retry } = d.case;
  const left = retry?.hash === hash ? -elapsed(retry.at, d.stamp.now) : 0;
  if (!retry || left <= 0) return undefined;
  const again = { for: `AWS to take it at ${retry.at}`, seconds: Math.ceil(left / 1000) };
  return { draft: d, outcome: 'waiting', says: `tried again at ${retry.at}`, again };
}
