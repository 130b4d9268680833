/** What must stay so while a flaw lasts. The last one out hands back. */
import { decide, POLICY_SAYS_NO } from './decide.ts';
import { type Draft, note, without } from './draft.ts';
import type { Standing } from './plan.ts';
import type { Effect, Flaw } from './remediation.ts';

/** What every question to the gate says about who asks, of what, under which rulings. */
export const questionOf = ({ remediation, resource, seen, house, now, opened }: Standing, d: Draft) => ({
  policy: house.policy,
  cap: house.cap,
  violation: remediation.id,
  resource,
  born: seen.born,
  linked: seen.linked ?? [],
  now,
  paused: opened.paused,
  ruling: opened.ruling,
  case: d.case,
  budgets: opened.budgets,
});

/** What the gate says to keeping something so, at that effect: a hold rides on its repair, so no budget and no attempts. */
export function mayHold(view: Standing, d: Draft, effect: Effect): 'yes' | 'no' | 'not-now' {
  const answer = decide({ ...questionOf(view, d), purpose: 'hold', effect });
  if (answer.may === 'enforce') return 'yes';
  return answer.may === 'not' && POLICY_SAYS_NO.includes(answer.why) ? 'no' : 'not-now';
}

/** Lets go of a hold whose flaw is not seen any more or which policy no longer wants; takes one where it is already so. */
export function holding(view: Standing, d: Draft, flaw: Flaw | undefined): void {
  const { id } = view.remediation;
  const held = d.lock.holds[id];
  const hold = flaw?.holds;
  const may = hold ? mayHold(view, d, hold.effect) : 'no';
  if (held && may === 'no') {
    d.lock = { ...d.lock, holds: without(d.lock.holds, id) };
    note(d, 'released', { what: held.what, says: hold ? 'policy does not want it held any more' : 'the flaw is not seen any more' });
  }
  if (!held && may === 'yes' && hold && flaw?.contained) {
    d.lock = withHold(view, d, hold);
    d.gated = true;
    note(d, 'held', { what: hold.what });
  }
}

export function withHold(view: Standing, d: Draft, hold: { what: string; effect: Effect }): Draft['lock'] {
  const since = view.now.toISOString();
  return { ...d.lock, born: view.seen.born, holds: { ...d.lock.holds, [view.remediation.id]: { ...hold, since } } };
}
