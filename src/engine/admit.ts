/** From a proposed step to an intent on record: the gate is asked, and what it says is written down. */
import { digest } from '../ledger/chain.ts';
import type { Last } from '../ledger/items.ts';
import { type Answer, decide, POLICY_SAYS_NO } from './decide.ts';
import { conclude, type Draft, later, note } from './draft.ts';
import { empty, former, met } from './expect.ts';
import { mayHold, withHold } from './holds.ts';
import type { Plan, Standing } from './plan.ts';
import type { Flaw, Json, Step, Table } from './remediation.ts';
import { isSeen } from './settle.ts';

/** A remediation proposed a step of which nobody could tell whether it worked. */
export class StepUnsound extends Error {
  override name = 'StepUnsound';
}

interface Proposal {
  readonly step: Step<Json, Table>;
  readonly purpose: Last['purpose'];
  readonly flaw: Flaw | undefined;
}

export function propose(view: Standing, d: Draft, p: Proposal): Plan {
  const { remediation, resource, seen, house, now, opened } = view;
  const { step, purpose } = p;
  const expect = step.expect as Json;
  if (expect !== 'gone' && (empty(expect) || met(expect, seen.state))) {
    throw new StepUnsound(`${remediation.id}: ${step.call.api} on ${resource.key} expects nothing that is not so already.`);
  }
  const { policy, cap } = house;
  const answer = decide({
    policy,
    cap,
    violation: remediation.id,
    resource,
    linked: seen.linked ?? [],
    effect: step.effect,
    now,
    paused: opened.paused,
    hash: digest(step.call),
    attempts: d.case.attempts,
    ...(purpose === 'repair' && !d.case.charged && { budgets: opened.budgets }),
  });
  return answer.may === 'enforce' ? admit(view, d, p, answer) : withhold(view, d, p, answer);
}

function admit(view: Standing, d: Draft, { step, purpose, flaw }: Proposal, answer: Answer & { may: 'enforce' }): Plan {
  const { remediation, seen, now, opened, visit } = view;
  const { call, effect, undo, loses } = step;
  const expect = step.expect as Json;
  const hold = flaw?.holds;
  if (hold && !d.lock.holds[remediation.id] && mayHold(view, hold.effect) === 'yes') d.lock = withHold(view, d, hold);
  const brings =
    hold && !flaw.contained && undo ? { what: hold.what, call: undo as Last['call'], expect: former(expect, seen.state) } : undefined;
  const { cause } = visit;
  const before = d.lock.last;
  const { by } = d.case;
  const last: Last = {
    violation: remediation.id,
    token: opened.lock.token + 1,
    born: seen.born,
    at: now.toISOString(),
    hash: digest(call),
    purpose,
    call: call as Last['call'],
    effect,
    expect,
    status: 'open',
    // Only what is still so: what somebody has moved since will not be seen again.
    ...(before?.status === 'seen' && isSeen(before, seen) && { after: before.expect }),
    ...(by && { by }),
    ...(brings && { brings }),
  };
  d.lock = { ...d.lock, born: seen.born, last };
  const { told: _, by: __, ...kase } = d.case;
  d.case = { ...kase, charged: d.case.charged || purpose === 'repair', wakeAt: later(now) };
  const [account, violation] = answer.charged ?? [];
  if (account && violation) d.budgets.push({ was: opened.budgets[0], now: account }, { was: opened.budgets[1], now: violation });
  const says = flaw?.says ?? 'nothing needs it held any more: handed back';
  const { token, hash } = last;
  const { line } = answer;
  note(d, 'intent', { token, purpose, call: last.call, hash, effect, expect, undo: undo as Json, loses, line, says, cause });
  d.unlessPaused = true;
  return { draft: d, outcome: 'sent', says: `${call.api}: ${says}`, send: last };
}

function withhold(view: Standing, d: Draft, { step, flaw }: Proposal, answer: Exclude<Answer, { may: 'enforce' }>): Plan {
  const { call, effect, undo, loses } = step;
  const next = { call: call as Json, effect };
  // Told with the outcome, but no news by themselves: what would be lost grows older with every look.
  const also = { undo: undo as Json, loses };
  const flawed = flaw?.says;
  if (answer.may === 'never') {
    const names = [...new Set([...d.case.attempts.map((a) => a.by), d.case.by])].filter((by) => by !== undefined);
    conclude(d, 'stuck', { flaw: flawed, says: answer.why, next, line: answer.line }, { ...also, by: names });
    return { draft: d, outcome: 'stuck', says: answer.why };
  }
  for (const was of answer.trips ?? []) {
    d.budgets.push({ was, now: { ...was, rev: was.rev + 1, tripped: view.now.toISOString() } });
    note(d, 'tripped', { budget: was.id, says: 'no repair begins here until a person resets it' });
  }
  const outcome = flaw?.contained ? 'contained' : 'withheld';
  conclude(d, outcome, { flaw: flawed, why: answer.why, line: answer.line, next }, also);
  // Here the repair rests. Whatever is to be done one day is a repair begun: or all that we ever contained could move at once, uncounted.
  if (outcome === 'contained' && POLICY_SAYS_NO.includes(answer.why)) d.case = { ...d.case, charged: false };
  return { draft: d, outcome, says: `${call.api} is withheld: ${answer.why} (${answer.line})` };
}
