/** What is owed to the owner of a resource: its state from before we changed it, once nothing holds it any more. */
import { propose } from './admit.ts';
import { open } from './case.ts';
import type { Draft } from './draft.ts';
import { met } from './expect.ts';
import { type Plan, type Standing, wait } from './plan.ts';
import type { Flaw, Json, Step, Table, Wait } from './remediation.ts';
import { DOUBT } from './settle.ts';
import { elapsed } from './time.ts';

/** The plan to hand back, if that is what comes next. `busy`: what the resource has to be waited for. */
export function handBack(view: Standing, d: Draft, flaw: Flaw | undefined, busy: Wait | undefined): Plan | undefined {
  const { seen, visit, now } = view;
  const { owed, ...unowed } = d.lock;
  if (!owed) return undefined;
  const held = Object.keys(d.lock.holds).length > 0;
  // Taken back by its owner: what he does with it from now on is not ours to undo.
  if (met(owed.expect, seen.state) && (!held || elapsed(owed.since, now) > DOUBT)) {
    d.lock = unowed;
    return undefined;
  }
  if (held) return undefined;
  open(d, seen.born);
  if (busy) return wait(d, visit, busy);
  const { call, expect } = owed;
  const step: Step<Json, Table> = { do: 'step', call, effect: 'reversible', expect: expect as Step<Json, Table>['expect'] };
  return propose(view, d, { step, purpose: 'hand-back', flaw });
}
