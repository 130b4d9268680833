/** A step that is not made now: withheld, asked for, or put off. What would have been done is recorded all the same. */
import type { Last, Outcome } from '../ledger/items.ts';
import { type Answer, DAY, POLICY_SAYS_NO } from './decide.ts';
import { conclude, type Draft, note, without } from './draft.ts';
import type { Plan, Standing } from './plan.ts';
import type { Flaw, Json, Step, Table } from './remediation.ts';
import { hence, inForce } from './time.ts';

export interface Proposal {
  readonly step: Step<Json, Table>;
  readonly purpose: Last['purpose'];
  readonly flaw: Flaw | undefined;
  /** What for, where no flaw says it. */
  readonly says?: string;
}

/** What a record says of it. `also`: told with an outcome, but no news by itself: what would be lost grows older with every look. */
const told = ({ step: { call, effect, undo, loses }, flaw, purpose }: Proposal) => ({
  flaw: flaw?.says,
  next: { call: call as Json, effect },
  also: { purpose, undo: undo as Json, loses },
});
/** A case that can do no harm stays contained, whatever its next step waits for; the record holds both. */
const restsAs = ({ flaw }: Proposal, otherwise: Outcome): Outcome => (flaw?.contained ? 'contained' : otherwise);

/** A proposal that was put to the gate. `hash`: the digest of its call. `was`: what that would overwrite. `request`: the digest of all that people say yes to. */
export type Put = Proposal & { readonly hash: string; readonly was: Json | undefined; readonly says: string; readonly request: string };

/** Opens the request that people answer, once per call, or goes on waiting for it. */
export function ask(view: Standing, d: Draft, p: Put, line: string): Plan {
  const { seen, now } = view;
  const { request: hash, step, was, says } = p;
  const { flaw, next, also } = told(p);
  const { culprits, asked, owned } = d.case;
  const by = culprits?.at(-1);
  if (asked?.hash !== hash || !inForce(asked.until, now)) {
    const until = hence(now, DAY);
    const call = step.call as Last['call'];
    d.case = { ...d.case, asked: { hash, call, effect: step.effect, at: now.toISOString(), until, ...(by && { by }) } };
    note(d, 'asked', { ...next, ...also, former: was, hash, born: seen.born, until, line, depends: seen.depends, by, says, ...owned });
  }
  const outcome = restsAs(p, 'asking');
  conclude(d, outcome, { flaw, why: 'asking', line, next });
  // What an approval lets happen one day is a repair begun, if nothing is left half-way meanwhile.
  if (outcome === 'contained') rest(d);
  return { draft: d, outcome, says: `${step.call.api} waits for approval (${line})` };
}

/** The owner is told, and reminded when half of his time is over. */
export function giveTime({ now }: Standing, d: Draft, p: Proposal, answer: Extract<Answer, { may: 'later' }>): Plan {
  const { why, line, until: over } = answer;
  const until = over.toISOString();
  const { flaw, next, also } = told(p);
  const { grace, by, owned } = d.case;
  d.case = without(d.case, 'waitingSince');
  if (why === 'grace') {
    const since = grace?.since ?? now.toISOString();
    const remind = grace !== undefined && !grace.reminded && now.getTime() >= (Date.parse(since) + over.getTime()) / 2;
    if (!grace || remind) note(d, 'warned', { until, remind, next, ...also, line, by, says: flaw, ...owned });
    d.case = { ...d.case, grace: { ...grace, since, ...(remind && { reminded: true as const }) } };
  }
  const outcome = restsAs(p, 'waiting');
  conclude(d, outcome, { flaw, why, line, until, next });
  return { draft: d, outcome, says: `${p.step.call.api} waits until ${until}: ${why} (${line})` };
}

/** No step comes next: a person has to go on. The record says so, with no reason why a step is not made: there is none. */
export function leave(d: Draft, flaw: Flaw, says: string): Plan {
  const outcome = flaw.contained ? 'contained' : 'told';
  conclude(d, outcome, { flaw: flaw.says, says });
  if (outcome === 'contained') rest(d);
  return { draft: d, outcome, says };
}

/** Here the repair rests. Whatever is to be done one day is a repair begun: or all that we ever contained could move at once, uncounted. */
function rest(d: Draft): void {
  d.case = { ...without(d.case, 'worst'), charged: false };
}

export function withhold(view: Standing, d: Draft, p: Proposal, answer: Extract<Answer, { may: 'not' | 'never' }>): Plan {
  const { flaw, next, also } = told(p);
  if (answer.may === 'never') {
    const names = [...new Set([...d.case.attempts.map((a) => a.by), d.case.by])].filter((by) => by !== undefined);
    conclude(d, 'stuck', { flaw, says: answer.why, next, line: answer.line }, { ...also, by: names });
    return { draft: d, outcome: 'stuck', says: answer.why };
  }
  for (const was of answer.trips ?? []) {
    d.budgets.push({ was, now: { ...was, rev: was.rev + 1, tripped: view.now.toISOString() } });
    note(d, 'tripped', { budget: was.id, says: 'no repair begins here until a person resets it' });
  }
  const outcome = restsAs(p, 'withheld');
  conclude(d, outcome, { flaw, why: answer.why, line: answer.line, next }, also);
  if (answer.why === 'denied' || POLICY_SAYS_NO.includes(answer.why)) rest(d);
  return { draft: d, outcome, says: `${p.step.call.api} is withheld: ${answer.why} (${answer.line})` };
}
