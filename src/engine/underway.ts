/** A change already made or under way on the resource: until it is seen, or surely was not, nothing else happens to it. */
import type { Last } from '../ledger/items.ts';
import type { Draft } from './draft.ts';
import { LONGEST, waited } from './follow.ts';
import { type Plan, type View, wait } from './plan.ts';
import { applied, DOUBT, isSeen, LEASE, voided } from './settle.ts';
import { elapsed } from './time.ts';

/** Undefined: nothing stands in the way of judging what was seen. */
export function underway(view: View, d: Draft): Plan | undefined {
  const { remediation, seen, opened, visit, now } = view;
  const { last, token } = opened.lock;
  if (!last) return undefined;
  const { lag, busy } = remediation.kind;
  const seconds = waited(visit, opened.case, token);
  const there = isSeen(last, seen);
  const same = seen?.born === last.born;

  if (last.status === 'seen') {
    // A read of another by the same name may be old, too. What is not there at all begins nothing.
    const settled = there || !seen || seconds >= lag || elapsed(last.at, now) > DOUBT;
    return settled ? undefined : later(d, 'busy', `reads to show change ${last.token}`);
  }
  // Its request may still be on its way, whatever is seen.
  if (unreported(last) && seconds < LEASE) return later(d, 'busy', `whoever made change ${last.token}`);
  if (last.violation !== remediation.id) {
    const due = unreported(last) ? LEASE : lag + GRACE;
    // Whoever waits wakes him once; but should that look not survive, somebody has to come again.
    const step = visit.delay?.seconds ?? seconds;
    const wakes = seconds >= due && (step >= LONGEST || seconds - step < due);
    return { ...later(d, 'busy', `change ${last.token} of ${last.violation}`), ...(wakes && { wake: last.violation }) };
  }
  // It leads to what has been before: a read from before the change would show the same.
  if (there && last.purpose !== 'repair' && seconds < lag) return later(d, 'sent', `change ${last.token} to be seen`);
  if (there) {
    applied(d, last, unreported(last));
    return d.lock.last && isSeen(d.lock.last, seen) ? undefined : later(d, 'busy', `reads to show what was before change ${last.token}`);
  }
  const atWork = same ? busy?.(seen.state) : undefined;
  if (atWork) return wait(d, visit, atWork);
  if (!unreported(last) && seconds < lag + GRACE) return later(d, 'sent', `change ${last.token} to be seen`);
  voided(d, last, unreported(last) ? 'nobody knows whether AWS took it, and it is not seen' : 'accepted, but never seen');
  return undefined;
}
/** Its sender never reported, or never heard an answer. */
const unreported = (last: Last): boolean => last.status === 'open' || last.unsure === true;

/** Seconds on top of a kind's lag: the time a call may still be on the wire. */
const GRACE = 10;

const later = (draft: Draft, outcome: 'busy' | 'sent', what: string) => ({
  draft,
  outcome,
  says: `waiting for ${what}`,
  again: { for: what, seconds: 5 },
});
