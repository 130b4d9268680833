/** Whether a story ended as it says. */
import { ATTEMPTS } from '../../../src/engine/decide.ts';
import { met } from '../../../src/engine/expect.ts';
import { globbed } from '../../../src/engine/glob.ts';
import type { Json } from '../../../src/engine/remediation.ts';
import { AwsError } from '../habitat.ts';
import type { Logged } from '../platform/log.ts';
import { type Case, outcomeOf } from './cases.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

/** Where it did not. Under `chaos` calls and records may be others: only the end counts. */
export function* compare(story: Story, on: Stage, cases: readonly Case[], calls: readonly Logged[], chaos: boolean): Generator<string> {
  const unnamed = new Set(cases);
  for (const { violation, resource, outcome, or, because, records, count } of story.ends) {
    const may = [outcome, ...(chaos ? or : [])];
    const there = cases.filter((c) => c.violation === violation && globbed(resource, c.name));
    const fits = there.filter(
      (c) =>
        ((outcomeOf(c)?.body.outcome === outcome && JSON.stringify(outcomeOf(c)?.body).includes(because ?? '')) ||
          (chaos && (or.includes(ended(c)) || isBeaten(c)))) &&
        (chaos || c.entries.some((e) => JSON.stringify(e.body).includes(records ?? ''))),
    );
    for (const c of fits) unnamed.delete(c);
    const looked = there.length === 0 ? looks(on, violation, may) : 0;
    if (fits.length !== count && looked < count)
      yield `${violation} on ${resource} should end ${outcome}${why(because, records)}, but ${was(there, on, violation)}`;
  }
  for (const c of unnamed)
    if (!chaos || wrong(c)) yield `${c.violation} on ${c.name} ends ${String(outcomeOf(c)?.body.outcome)}, which the story does not say`;
  const made = calls.map((c) => c.operation);
  if (!chaos && made.join() !== story.calls.join()) yield `the calls should be ${list(story.calls)}, but are ${list(made)}`;
  const inferred = cases.some((c) => c.entries.some((e) => e.type === 'applied' && e.body.inferred === true));
  const otherwise =
    inferred ||
    (chaos &&
      story.ends.some(({ violation, or }) => {
        const there = cases.filter((c) => c.violation === violation);
        return there.length > 0 ? there.some((c) => or.includes(ended(c))) : looks(on, violation, or) > 0;
      }));
  const allowed = [story.is, ...(otherwise && story['or-is'] ? [story['or-is']] : [])].map((is) => [...unlike(on, is)]);
  const beaten = chaos && cases.some(isBeaten);
  if (!beaten && !allowed.some((differs) => differs.length === 0)) yield* allowed[0] ?? [];
  const dead = on.world.deadLetters.length;
  if (chaos ? dead < story.dead || (story.dead === 0 && dead > killed(on)) : dead !== story.dead)
    yield `${story.dead} messages should be given up, but ${dead} are`;
}

/** How many looks came to one of these, with a case or without. */
const looks = ({ counted }: Stage, violation: string, ends: readonly string[]): number =>
  counted.filter(({ fields }) => fields.violation === violation && ends.includes(says(fields) ?? '')).length;
const ended = (c: Case): string => String(outcomeOf(c)?.body.outcome);
/**
 * Whatever is repaired, it is given up where the answer to its call was lost as often as it may be sent: then it stands as it stood. What was
 * handed back in between, because it became exempt, had been sent, too.
 */
function isBeaten(c: Case): boolean {
  const lost = c.entries.filter(({ type, body }) => type === 'void' && String(body.says).startsWith('nobody knows')).length;
  const back = c.entries.filter(({ type, body }) => type === 'intent' && body.purpose === 'hand-back').length;
  return ended(c) === 'stuck' && lost > 0 && lost + back >= ATTEMPTS;
}
/** As many messages as may have found nobody alive who could take them: each is given five runs. */
const killed = ({ world }: Stage): number =>
  Math.floor(world.lambda.runs.filter((run) => /killed|timed out/.test(run.error ?? '')).length / 5);

/** Under chaos a case may have been opened by a look that failed, or only to hand back what another owed. */
const wrong = ({ entries }: Case): boolean => entries.some((e) => e.type === 'found');
const why = (...texts: readonly (string | undefined)[]) => (texts.some(Boolean) ? ` (${texts.filter(Boolean).join('; ')})` : '');
const says = ({ outcome, reason }: Stage['counted'][number]['fields']): string | undefined => outcome ?? reason;
const list = (names: readonly string[]): string => names.join(', ') || 'none';
function was(there: readonly Case[], { counted }: Stage, violation: string): string {
  if (there.length > 0) return `ends ${there.map((c) => `${String(outcomeOf(c)?.body.outcome)} on ${c.name}`).join(', ')}`;
  const looks = counted.filter(({ fields }) => fields.violation === violation).map(({ fields }) => says(fields) ?? fields.says);
  return looks.length > 0 ? `its looks came to ${[...new Set(looks)].join(', ')}` : 'nobody looked';
}

/** What is not there as the story says. */
function* unlike({ world }: Stage, is: Story['is']): Generator<string> {
  for (const { call, with: input, shows, refused } of is) {
    const [service = '', operation = ''] = call.split(':');
    try {
      const output = truth(world, service, operation, input);
      if (refused) yield `${call} should be refused (${refused}), but is answered`;
      else if (shows && !like(shows as Json, output))
        yield `${call} should show ${JSON.stringify(shows)}, but shows ${JSON.stringify(pick(output, shows))}`;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (!refused || !error.message.includes(refused)) yield `${call} is refused: ${error.message}`;
    }
  }
}

/** Long after everything: no read is stale any more. Policy documents are decoded, so that a story can show them. */
function truth(world: Stage['world'], service: string, operation: string, input: unknown): Json {
  world.clock.moveTo(world.clock.now() + 120_000);
  const decoded = (name: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    return value.startsWith('%7B')
      ? JSON.parse(decodeURIComponent(value))
      : /^(policyText|ResourcePolicy|Policy)$/.test(name)
        ? JSON.parse(value)
        : value;
  };
  return JSON.parse(JSON.stringify(world.call(service, operation, input) ?? {}), decoded) as Json;
}
/** As a patch that changes nothing, and of a list each element so. */
function like(shows: Json, is: Json | undefined): boolean {
  if (Array.isArray(shows)) return Array.isArray(is) && shows.length === is.length && shows.every((one, i) => like(one, is[i]));
  if (typeof shows !== 'object' || shows === null) return is !== undefined && met(shows, is);
  const map = typeof is === 'object' && is !== null && !Array.isArray(is) ? (is as { readonly [k: string]: Json }) : undefined;
  return map !== undefined && Object.entries(shows).every(([k, one]) => (one === null ? !(k in map) : like(one as Json, map[k])));
}
const pick = (output: Json, shows: object): unknown =>
  Object.fromEntries(Object.keys(shows).map((k) => [k, (output as Record<string, Json>)[k]]));
