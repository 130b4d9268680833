/** One look, judged: what is to be written, and what to do once it is. Pure: clock, policy and memory come in. */
import * as z from 'zod/mini';
import { propose } from './admit.ts';
import { blame, close, found, unfinished } from './case.ts';
import { type Draft, moved, ours } from './draft.ts';
import { holding } from './holds.ts';
import { leave } from './not-now.ts';
import { handBack } from './owed.ts';
import { blank, fresh, type Plan, REPEAT, type Standing, type View, wait } from './plan.ts';
import { settingsFor } from './policy.ts';
import { isSeen } from './settle.ts';
import { underway } from './underway.ts';
import { putBack } from './undo.ts';

export function judge(view: View): Plan {
  const { seen } = view;
  const draft = blank(view);
  const pending = underway(view, draft);
  if (pending) {
    if (seen) foothold({ ...view, seen }, draft);
    return pending;
  }
  if (!seen) return absent(view, draft);
  if (draft.case.open && draft.case.born !== seen.born) {
    if (early(view, draft)) return tooSoon(view, draft, 'absent', 'another of its name is there');
    close(draft, 'gone', 'it was deleted and another was created under its name');
  }
  if (draft.lock.born !== seen.born) {
    const anew = strip(draft.lock, seen.born);
    // Worth a write only where a change was just settled, or where people and the sweep would read of what was held and owed.
    if (!moved(draft) && !draft.lock.owed && Object.keys(draft.lock.holds).length === 0) draft.base = anew;
    draft.lock = anew;
  }
  return standing({ ...view, seen }, draft);
}

/** What was held, owed or done on another `born` is void. */
const strip = ({ v, key, token }: Draft['lock'], born: string): Draft['lock'] => ({ v, key, token, born, holds: {} });

function absent(view: View, d: Draft): Plan {
  // One answer is not enough to let go of what was begun: AWS may say so of what is there.
  const begun = unfinished(d);
  if (!begun || uncertain(view, d)) return tooSoon(view, d, 'absent', 'it is not there', begun);
  close(d, 'gone', 'it is not there any more');
  // Not the change itself: a read from before it must not begin anything anew.
  if (d.lock.token > 0) d.lock = { ...strip(d.lock, ''), ...(d.lock.last && { last: d.lock.last }) };
  return { draft: d, outcome: 'gone', says: 'it is not there any more' };
}

/** While another violation's change is under way, a flaw may still claim that the resource stays as it is: or it would be handed back too soon. */
function foothold(view: Standing, d: Draft): void {
  const { last } = d.lock;
  if (!last || last.violation === view.remediation.id || last.born !== view.seen.born) return;
  const flaw = view.remediation.flaw(view.seen.state, ctxOf(view));
  if (!flaw?.holds || !flaw.contained) return;
  if (!d.case.open) found(view, d, flaw);
  holding(view, d, flaw);
}

const ctxOf = ({ remediation, resource, house, now }: View) => ({
  now,
  settings: z.parse(remediation.settings, settingsFor(house.policy, remediation.id, resource.account)),
});

function standing(view: Standing, d: Draft): Plan {
  const { remediation, resource, seen, visit } = view;
  const ctx = ctxOf(view);
  const flaw = remediation.flaw(seen.state, ctx);
  const busy = remediation.kind.busy?.(seen.state);
  if (!flaw && unfinished(d) && early(view, d)) return tooSoon(view, d, 'compliant', remediation.title);
  const by = blamed(view, d);
  if (flaw && !d.case.open) found(view, d, flaw);
  if (d.case.open && by) blame(d, by);
  if (d.case.open && view.owned) d.case = { ...d.case, owned: view.owned };
  holding(view, d, flaw);
  const undo = putBack(view, d, busy);
  if (undo) return undo;
  const back = handBack(view, d, flaw, busy);
  if (back) return back;
  if (!flaw) {
    if (!unfinished(d)) return tooSoon(view, d, 'compliant', remediation.title);
    const says = d.case.charged ? remediation.title : 'nothing wrong is seen any more';
    close(d, 'fixed', says);
    return { draft: d, outcome: 'fixed', says };
  }
  const next = busy ?? remediation.repair(seen.state, resource, { ...ctx, found: d.case.found });
  if (next.do === 'wait') return wait(d, visit, next);
  if (next.do === 'step') return propose(view, d, { step: next, purpose: 'repair', flaw });
  return leave(d, flaw, next.why);
}

/** Who caused what is seen, if the event tells. What was in order again since then was not undone by whoever had caused it before. */
function blamed({ visit: { cause } }: View, { case: { open, since } }: Draft): string | undefined {
  const old = !open && Date.parse(cause.time) <= Date.parse(since);
  return cause.by === undefined || ours(cause.by) || old ? undefined : cause.by;
}

/** Whether this is the first look that is shown it. Not where it is shown our own change of this case. */
function uncertain({ remediation, visit, seen }: View, { lock, case: kase }: Draft): boolean {
  const ours = kase.charged && lock.last?.violation === remediation.id && isSeen(lock.last, seen);
  return !ours && visit.delay?.for !== REPEAT;
}

/** Reads trail writes: within the lag of its event a look may be shown what was before. */
const early = (view: View, d: Draft): boolean => fresh(view.visit, view.now, view.remediation.kind.lag) && uncertain(view, d);

/** What looks right too early is looked at once more. */
function tooSoon(view: View, draft: Draft, outcome: 'absent' | 'compliant', says: string, doubt = false): Plan {
  return { draft, outcome, says, ...((doubt || early(view, draft)) && { again: { for: REPEAT, seconds: view.remediation.kind.lag } }) };
}
