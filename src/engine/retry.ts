/** A call that AWS did not take, for a reason that passes by itself, is tried again: ever later, and by one chain of looks for all. */
import type { Last } from '../ledger/items.ts';
import type { Draft } from './draft.ts';
import type { Visit } from './house.ts';
import { type Plan, wait } from './plan.ts';

/** Seconds: the longest delay SQS has. */
export const LONGEST = 900;

/** `first`: seconds until the first try after this; each later one takes twice as long. */
export function tryLater(d: Draft, visit: Visit, { hash, call }: Last, first: number): Plan {
  const plan = wait(d, visit, { do: 'wait', for: `AWS to take ${call.api}`, again: first });
  if (plan.outcome !== 'waiting') return plan;
  const seconds = Math.min(d.case.retry?.hash === hash ? d.case.retry.seconds * 2 : first, LONGEST);
  const at = new Date(d.stamp.now.getTime() + seconds * 1000).toISOString();
  d.case = { ...d.case, retry: { hash, at, seconds, by: visit.cause.id } };
  return { ...plan, again: { for: `AWS to take it at ${at}`, seconds } };
}

/** Undefined: nothing says that this call should not be sent now. Any other chain of looks ends here: there is one that comes back in time. */
export function tooEarly(d: Draft, visit: Visit, hash: string): Plan | undefined {
  const { retry } = d.case;
  const left = retry?.hash === hash ? Date.parse(retry.at) - d.stamp.now.getTime() : 0;
  if (!retry || left <= 0) return undefined;
  const again = { for: `AWS to take it at ${retry.at}`, seconds: Math.ceil(left / 1000) };
  return { draft: d, outcome: 'waiting', says: `tried again at ${retry.at}`, ...(retry.by === visit.cause.id && { again }) };
}
