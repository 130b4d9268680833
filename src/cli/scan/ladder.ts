/**
 * What would be done about a resource, step by step, to the end. The first step follows from a look; each later one from what the step before it
 * is expected to bring about, laid over the state that was seen: nobody has seen it yet.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { decide, worse } from '../../engine/decide.ts';
import { former, lay } from '../../engine/expect.ts';
import { lineFor, type Policy, settingsFor } from '../../engine/policy.ts';
import type { AnyRemediation, Effect, Flaw, Json, Resource, Seen, Step, Table } from '../../engine/remediation.ts';
import { freshBudget } from '../../ledger/items.ts';

type Call = { readonly api: string; readonly input: Json };
/** `after` in seconds, `hours`: only where they are waited for before this very step. `from`: a look, or what is expected. */
export interface Rung {
  readonly purpose: 'repair' | 'hand-back';
  readonly from: 'seen' | 'expected';
  readonly call: Call;
  readonly effect: Effect;
  readonly may: 'enforce' | 'ask' | 'not';
  readonly why?: string;
  readonly line: string;
  readonly after?: number;
  readonly hours?: readonly string[];
  readonly expect: Json;
  readonly undo?: Call;
  readonly loses?: string;
}
/** `ends`: how it is after the last rung. `told`, `waits`, `unknown`: `says` is why, or why nobody can tell without another look. */
export interface Ladder {
  readonly wrong: string;
  readonly contained: boolean;
  readonly rungs: readonly Rung[];
  readonly ends: 'compliant' | 'gone' | 'told' | 'waits' | 'unknown';
  readonly says?: string;
}
export interface Under {
  readonly policy: Policy;
  readonly now: Date;
}
interface Climb extends Under {
  readonly remediation: AnyRemediation;
  readonly resource: Resource;
  readonly seen: Seen<Json>;
  readonly rungs: Rung[];
  /** What a hand-back would be, once nothing is wrong any more. */
  owed?: { readonly call: Call; readonly expect: Json };
  worst?: Effect;
}

/** Undefined: nothing is wrong. Throws for a state that nobody foresaw. */
export function ladder(remediation: AnyRemediation, resource: Resource, seen: Seen<Json>, under: Under): Ladder | undefined {
  const settings = z.parse(remediation.settings, settingsFor(under.policy, remediation.id, resource.account));
  const ctx = { now: under.now, settings };
  const first = remediation.flaw(seen.state, ctx);
  if (!first) return undefined;
  const climb: Climb = { ...under, remediation, resource, seen, rungs: [] };
  const end = (ends: Ladder['ends'], says?: string): Ladder => ({
    wrong: first.says,
    contained: first.contained,
    rungs: climb.rungs,
    ends,
    ...(says !== undefined && { says }),
  });
  let state = seen.state;
  for (;;) {
    const flaw = remediation.flaw(state, ctx);
    if (!flaw) return handedBack(climb, end('compliant'));
    const next = remediation.kind.busy?.(state) ?? remediation.repair(state, resource, ctx);
    if (next.do === 'tell') return end('told', next.why);
    if (next.do === 'wait') return end('waits', next.for);
    // What a step is expected to bring about need not be all that it does: then the same step would follow, for ever.
    const again = climb.rungs.find(({ call }) => isDeepStrictEqual(call, next.call));
    if (again) return end('unknown', `what is so after ${again.call.api}, only a look can tell`);
    step(climb, state, flaw, next as Step<Json, Table>);
    if (next.expect === 'gone') return end('gone');
    state = lay(next.expect as Json, state);
  }
}

function step(climb: Climb, state: Json, flaw: Flaw, next: Step<Json, Table>): void {
  const expect = next.expect as Json;
  const undo = next.undo as Call | undefined;
  climb.rungs.push(rung(climb, 'repair', next));
  if (worse(next.effect, climb.worst)) climb.worst = next.effect;
  // As the gate does it: what stops the resource and can be undone is owed to its owner.
  if (flaw.holds && !flaw.contained && undo) climb.owed ??= { call: undo, expect: former(expect, state) };
}

function handedBack(climb: Climb, ladder: Ladder): Ladder {
  const { owed } = climb;
  if (owed) climb.rungs.push(rung(climb, 'hand-back', { do: 'step', effect: 'reversible', call: owed.call, expect: owed.expect as never }));
  return ladder;
}

function rung(climb: Climb, purpose: Rung['purpose'], { call, effect, expect, undo, loses, ask }: Step<Json, Table>): Rung {
  const { policy, now, remediation, resource, seen, rungs, worst } = climb;
  const began = rungs.length > 0;
  const answer = decide({
    policy,
    cap: 'policy',
    violation: remediation.id,
    resource,
    born: seen.born,
    linked: seen.linked ?? [],
    purpose,
    effect,
    now,
    paused: [],
    case: { charged: began, attempts: [], ...(worst && { worst }) },
    ask,
    budgets: [freshBudget(''), freshBudget('')],
  });
  const { mode, after, hours } = lineFor(policy, remediation.id, resource.account, effect);
  // The gate's own rule: only the beginning, and what is worse than all before it, waits.
  const waits = purpose === 'repair' && answer.may !== 'not' && (!began || worse(effect, worst));
  const asks = mode === 'ask' || ask || effect === 'destructive';
  return {
    purpose,
    from: began ? 'expected' : 'seen',
    call: call as Call,
    effect,
    may: answer.may === 'not' ? 'not' : asks ? 'ask' : 'enforce',
    ...('why' in answer && answer.may === 'not' && { why: answer.why }),
    line: answer.line,
    ...(waits && after > 0 && { after }),
    ...(waits && hours.length > 0 && { hours }),
    expect: expect as Json,
    ...(undo && { undo: undo as Call }),
    ...(loses !== undefined && { loses }),
  };
}
