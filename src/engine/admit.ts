/** From a proposed step to an intent on record: the gate is asked, and what it says is written down. */
import { digest } from '../ledger/chain.ts';
import type { Last } from '../ledger/items.ts';
import { type Answer, decide, worse } from './decide.ts';
import { type Draft, later, note, without } from './draft.ts';
import { empty, former, met } from './expect.ts';
import { mayHold, questionOf, withHold } from './holds.ts';
import { ask, giveTime, type Proposal, type Put, withhold } from './not-now.ts';
import type { Plan, Standing } from './plan.ts';
import type { Json } from './remediation.ts';
import { tooEarly } from './retry.ts';
import { isSeen } from './settle.ts';

/** A remediation proposed a step of which nobody could tell whether it worked. */
export class StepUnsound extends Error {
  override name = 'StepUnsound';
}

export function propose(view: Standing, d: Draft, p: Proposal): Plan {
  const { remediation, resource, seen } = view;
  const { step, flaw } = p;
  const { call, effect, undo } = step;
  const expect = step.expect as Json;
  if (expect !== 'gone' && (empty(expect) || met(expect, seen.state))) {
    throw new StepUnsound(`${remediation.id}: ${call.api} expects nothing new of ${resource.key}.`);
  }
  // A call whose effect has become worse is not the one that was approved.
  const hash = digest([call, effect]);
  const was = expect === 'gone' ? undefined : former(expect, seen.state);
  const says = p.says ?? flaw?.says ?? 'nothing needs it held any more: handed back';
  // Nor is one that would overwrite something else, or is for another reason. Attempts are counted by the call alone.
  const request = digest([hash, undo, was, says]);
  const put = { ...p, hash, was, says, request };
  const answer = decide({ ...questionOf(view, d), ...put, effect, ask: step.ask });
  if (answer.may === 'enforce') return tooEarly(d, hash) ?? admit(view, d, put, answer);
  if (answer.may === 'ask') return ask(view, d, put, answer.line);
  if (answer.may === 'later') return giveTime(view, d, p, answer);
  return withhold(view, d, p, answer);
}

/** The change, as its record and the lock have it. */
type Change = Pick<Last, 'token' | 'purpose' | 'born' | 'call' | 'hash' | 'effect' | 'expect'>;

/** The change as the lock will hold it. */
function lastOf({ remediation, seen, now }: Standing, d: Draft, { step: { undo }, flaw, was }: Put, change: Change): Last {
  const before = d.lock.last;
  const { by } = d.case;
  const hold = flaw?.holds;
  const brings = hold && !flaw.contained && undo && was && { what: hold.what, call: undo as Last['call'], expect: was };
  return {
    ...change,
    violation: remediation.id,
    at: now.toISOString(),
    status: 'open',
    // Only what is still so: what somebody has moved since will not be seen again.
    ...(before?.status === 'seen' && isSeen(before, seen) && { after: before.expect }),
    ...(by && { by }),
    ...(brings && { brings }),
  };
}

function admit(view: Standing, d: Draft, p: Put, { line, spends, charged }: Extract<Answer, { may: 'enforce' }>): Plan {
  const { remediation, seen, now, opened, visit } = view;
  const { step, purpose, flaw, hash, was, says } = p;
  const { effect, undo, loses } = step;
  const call = step.call as Last['call'];
  const hold = flaw?.holds;
  // Who may do this may also keep it so: an approval covers no more than one call.
  const mayKeep = hold && (!worse(hold.effect, effect) || mayHold(view, d, hold.effect) === 'yes');
  if (hold && mayKeep && !d.lock.holds[remediation.id]) d.lock = withHold(view, d, hold);
  const change = { token: opened.lock.token + 1, purpose, born: seen.born, call, hash, effect, expect: step.expect as Json };
  const last = { ...lastOf(view, d, p, change), ...(spends && { spends: spends.id }) };
  d.lock = { ...d.lock, born: seen.born, last };
  const kase = without(d.case, 'told', 'by', 'asked');
  const worst = purpose === 'repair' && worse(effect, kase.worst) && { worst: effect };
  d.case = {
    ...kase,
    ...worst,
    ...(spends && { spent: spends.id }),
    charged: kase.charged || purpose === 'repair',
    wakeAt: later(now),
  };
  const [account, violation] = charged ?? [];
  if (account && violation) d.budgets.push({ was: opened.budgets[0], now: account }, { was: opened.budgets[1], now: violation });
  const approved = spends && { by: spends.by, why: spends.why, id: spends.id };
  note(d, 'intent', { ...change, undo: undo as Json, former: was, loses, line, says, approved, cause: visit.cause });
  d.gated = true;
  return { draft: d, outcome: 'sent', says: `${call.api}: ${says}`, send: last };
}
