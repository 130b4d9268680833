/** Who looks again: one chain of looks follows a case, however many events ask for it. */
import type { Case } from '../ledger/items.ts';
import { moved, without } from './draft.ts';
import type { Errand } from './errand.ts';
import type { Visit } from './house.ts';
import { fresh, type Plan, REPEAT } from './plan.ts';
import { hence, inForce } from './time.ts';

/** Seconds: the longest delay SQS has. */
export const LONGEST = 900;

/** Seconds for which this chain of looks, or the one it has taken over from, has seen that fence token. */
export function waited({ saw }: Visit, { next }: Case, token: number): number {
  return Math.max(saw?.token === token ? saw.waited : 0, next?.token === token ? next.waited : 0);
}

/**
 * The plan with the message that is to be queued for it, if any. Its case says which message that is, so that every other chain of looks that waits
 * for the same ends here. What was just told of goes on by itself: the look that is to come may be shown what was before. The case is written before
 * the message is queued; whoever dies in between is delivered again and known by what he came for.
 */
export function follow(plan: Plan, { remediation, visit, house }: Errand): Plan {
  const { draft: d, again } = plan;
  if (!house.again) return plan;
  const { next } = d.case;
  const { now } = d.stamp;
  const came = visit.due ?? visit.cause.id;
  const mine = next?.at === came || next?.after === came;
  // A second look right after an event is one, and waits for nothing that a case would have to say.
  if (mine && (!again || again.for === REPEAT)) d.case = without(d.case, 'next');
  if (!again) return plan;
  const followed = !mine && next?.for === again.for && inForce(next.at, now);
  if (followed && !fresh(visit, now, remediation.kind.lag)) return plan;
  const token = d.opened.lock.token + (moved(d) ? 1 : 0);
  const until = waited(visit, d.case, token);
  const seconds = Math.min(visit.delay?.for === again.for ? visit.delay.seconds * 2 : again.seconds, LONGEST);
  const at = hence(now, seconds * 1000);
  if (again.for !== REPEAT) d.case = { ...d.case, next: { at, after: came, for: again.for, token, waited: until } };
  const delay = { for: again.for, seconds };
  return { ...plan, queue: { visit: { ...visit, due: at, saw: { token, waited: until + seconds }, delay }, seconds } };
}
