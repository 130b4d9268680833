/** What a case has changed is put back, newest first, because somebody asked for it. */
import { isDeepStrictEqual } from 'node:util';
import type { Entry, Last } from '../ledger/items.ts';
import type { Opened } from '../ledger/port.ts';
import { propose } from './admit.ts';
import { open } from './case.ts';
import { conclude, type Draft, note } from './draft.ts';
import { both, met } from './expect.ts';
import { type Plan, type Standing, wait } from './plan.ts';
import type { Effect, Json, Seen, Step, Table, Wait } from './remediation.ts';

type Call = Last['call'];
/** A change that was seen to have worked, and how to put it back. */
interface Done {
  readonly call: Call;
  readonly effect: Effect;
  /** What it and all changes before it had brought about. */
  readonly left: Json;
  readonly undo?: Call;
  /** What will be seen when it is put back. */
  readonly former?: Json;
  readonly loses?: string;
  /** Perhaps it was not our call that did it. */
  readonly inferred?: true;
  /** It was a hand-back. */
  readonly handed?: true;
}
interface Intent extends Done {
  readonly token: number;
  readonly born: string;
  readonly purpose: Last['purpose'];
  readonly expect: Json;
}

/** The undo that is asked for what is there now, unless it was carried out already. */
export function askedBack({ ruling, case: kase }: Opened, seen: Seen<Json> | undefined) {
  const undo = ruling?.undo;
  return undo && undo.id !== kase.undone && undo.born === seen?.born ? undo : undefined;
}

/** What stands of all that was done to this `born`, oldest first. */
export function stands(trail: readonly Entry[], born: string): readonly Done[] {
  const intents = new Map(trail.flatMap((e) => (e.type === 'intent' ? [[e.body.token, e.body as unknown as Intent]] : [])));
  const done: Done[] = [];
  for (const { type, body } of trail) {
    const intent = type === 'applied' ? intents.get(body.token as number) : undefined;
    if (intent?.born === born) lay(done, { ...intent, ...(body.inferred === true && { inferred: true }) });
  }
  return done;
}

function lay(done: Done[], intent: Intent): void {
  const { call, expect, purpose } = intent;
  const undoes = purpose === 'repair' ? -1 : done.findLastIndex((d) => isDeepStrictEqual(d.undo, call));
  const undone = done[undoes];
  const before = done.at(-1);
  // Newest first: with a change, whatever came after it is put back, or was found to be.
  if (undone && (purpose === 'undo' || undone === before)) done.splice(undoes);
  else {
    const left = before ? both(before.left, expect) : expect;
    // A hand-back is put back by doing again what it had undone.
    done.push({ ...intent, left, ...(undone && { undo: undone.call, effect: undone.effect, handed: true }) });
  }
}

/** The plan to put back what comes next, if that is asked for. Undefined: nothing is, or all is put back. */
export function putBack(view: Standing, d: Draft, busy: Wait | undefined): Plan | undefined {
  const { seen, visit, opened, trail } = view;
  const asked = askedBack(opened, seen);
  if (!asked || !trail) return undefined;
  open(d, seen.born);
  if (busy) return wait(d, visit, busy);
  // What was just seen to have worked stands in the draft.
  const left = stands([...trail, ...d.entries], seen.born);
  const next = isBack(left, seen.state) ? undefined : left.findLast((done) => !passed(done, view, d, asked.force));
  if (!next) {
    finish(d, asked.id, { by: asked.by, why: asked.why });
    return undefined;
  }
  const { undo, former, effect } = next;
  const doubt = asked.force ? undefined : doubtOf(next, seen.state);
  if (!undo || former === undefined || doubt) {
    const why = doubt ?? `${next.call.api} cannot be put back: ${next.loses}`;
    const says = `put back in part only: ${why}`;
    finish(d, asked.id, { by: asked.by, why: asked.why, says, left: left.map(({ call }) => call) });
    conclude(d, 'stuck', { says, next: { call: next.call, undo } });
    return { draft: d, outcome: 'stuck', says };
  }
  const step: Step<Json, Table> = { do: 'step', call: undo, effect, expect: former as Step<Json, Table>['expect'] };
  return propose(view, d, { step, purpose: 'undo', flaw: undefined, says: `put back for ${asked.by}: ${asked.why}` });
}

/** Why something is not put back unless by force. */
function doubtOf({ left, inferred, call }: Done, state: Json): string | undefined {
  if (!met(left, state)) return 'it is not as we left it: somebody has moved it since';
  return inferred && `nobody knows whether it was our ${call.api} that did it`;
}

/** All is as it was before the first of them, whoever saw to that. */
function isBack(done: readonly Done[], state: Json): boolean {
  const origin = done.reduceRight<Json>((newer, { former = {} }) => both(newer, former), {});
  return met(origin, state);
}

/** There is nothing to put back; or it is owed for as long as somebody else holds it so; or somebody has put it back. */
function passed({ undo, former, left, effect, handed }: Done, { seen }: Standing, { lock }: Draft, force: true | undefined): boolean {
  if (!undo) return effect === 'reversible';
  const held = Object.keys(lock.holds).length > 0;
  if (held && isDeepStrictEqual(lock.owed?.call, undo)) return true;
  // What was handed back and is not so any more, though nobody holds it, was moved by its owner, for reasons of his own.
  return (!handed || held || force === true) && former !== undefined && met(former, seen.state) && !met(left, seen.state);
}

function finish(d: Draft, id: string, body: { readonly [k: string]: Json | undefined }): void {
  d.case = { ...d.case, undone: id };
  note(d, 'undone', { id, ...body });
}
