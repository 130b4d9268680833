/** A change that was made, or may have been: is what it was to bring about seen? */
import { isDeepStrictEqual } from 'node:util';
import type { Attempt, Last } from '../ledger/items.ts';
import { DAY } from './decide.ts';
import { type Body, type Draft, note, without } from './draft.ts';
import { both, met } from './expect.ts';
import type { Json, Seen } from './remediation.ts';
import { elapsed } from './time.ts';

/** Seconds of queue delay after which a sender that has not reported is dead: more than its timeout and anything in flight. */
export const LEASE = 150;
/** Within this long of a change a read that contradicts it may be older than the change. Far more than any lag plus any two clocks' skew. */
export const DOUBT = 15 * 60_000;

export function isSeen(last: Last, seen: Seen<Json> | undefined): boolean {
  const same = seen !== undefined && seen.born === last.born;
  if (last.expect === 'gone') return !same;
  return same && met(last.expect, seen.state);
}

/** What the change was for has been seen. `inferred`: no answer of AWS is on record, so nobody knows that it was our call. */
export function applied(d: Draft, last: Last, inferred: boolean): void {
  remember(d, last, 'applied');
  const { brings } = last;
  const left = brings && `left ${brings.what}: nobody knows whether our call did it`;
  tell(d, 'applied', last, inferred ? { inferred, says: left } : {});
  // What earlier changes brought about has to be seen as well: a state read in parts may be of several moments.
  const expect = last.after === undefined || last.expect === 'gone' ? last.expect : both(last.after, last.expect);
  const seen = { ...last, expect, status: 'seen' as const };
  d.lock = { ...d.lock, last: seen };
  if (isDeepStrictEqual(d.lock.owed?.call, last.call)) d.lock = without(d.lock, 'owed');
  else if (brings && !inferred && !d.lock.owed) d.lock.owed = { ...brings, violation: last.violation, since: d.stamp.now.toISOString() };
  d.case = without(d.case, 'waitingSince');
}

/** It did not happen, or was undone before anybody saw it: the step may be proposed anew. */
export function voided(d: Draft, last: Last, says: string): void {
  remember(d, last, 'void', says);
  tell(d, 'void', last, { says });
  drop(d);
}

/** AWS refused it. `counts`: the refusal is no passing condition, so it counts towards the attempts. */
export function refused(d: Draft, last: Last, text: string, counts: boolean): void {
  if (counts) remember(d, last, 'refused', text);
  tell(d, 'refused', last, { says: text });
  if (last.after === undefined) drop(d);
  else d.lock = { ...d.lock, last: { ...last, status: 'seen', expect: last.after } };
}

function drop(d: Draft): void {
  d.lock = without(d.lock, 'last');
}

type End = Attempt['end'];
const tell = (d: Draft, end: End, { token, call }: Last, more: Body): void => note(d, end, { token, call, ...more });

function remember(d: Draft, last: Last, end: End, text?: string): void {
  const recent = d.case.attempts.filter((a) => elapsed(a.at, d.stamp.now) < DAY);
  const undo = last.purpose === 'undo' && { undo: true as const };
  const attempt = { hash: last.hash, at: last.at, end, ...undo, ...(last.by && { by: last.by }), ...(text && { text }) };
  d.case = { ...d.case, attempts: [...recent, attempt] };
}
