/** Plays a story in the world until everything rests, and compares the end with what the story says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { met } from '../../../src/engine/expect.ts';
import { globbed, type Policy } from '../../../src/engine/policy.ts';
import type { Home } from '../../../src/engine/read.ts';
import type { Json } from '../../../src/engine/remediation.ts';
import { house } from '../../../src/house.ts';
import { broken } from '../../../src/ledger/chain.ts';
import type { Entry } from '../../../src/ledger/items.ts';
import type { Chaos } from '../faults.ts';
import { AwsError } from '../habitat.ts';
import type { Handler } from '../lambda.ts';
import type { Logged } from '../platform/log.ts';
import { type Stage, stage, type Told } from './stage.ts';
import type { Story } from './story.ts';

export interface PlayOptions {
  readonly policy: Policy;
  readonly seed: number;
  readonly chaos?: Chaos;
  /** Where the samples stand. */
  readonly folder: string;
  /** Where the events happen; default the samples' own account and Region. */
  readonly home?: Home;
  /** An event replayed without a story: there is no end to compare with. */
  readonly free?: boolean;
  readonly onEntry?: (told: Told) => void;
}
export interface Case {
  readonly violation: string;
  readonly name: string;
  readonly key: string;
  readonly entries: readonly Entry[];
  /** What is wrong with the chain; undefined = it is whole. */
  readonly broken: string | undefined;
}
export interface Played {
  readonly story: Story;
  readonly stage: Stage;
  readonly events: readonly Event[];
  readonly cases: readonly Case[];
  /** Changes by our functions that AWS accepted. */
  readonly calls: readonly Logged[];
  /** Where it did not end as it says. Empty = it did. */
  readonly problems: readonly string[];
}
export interface Event {
  readonly [member: string]: unknown;
}

const HOME: Home = { account: '111122223333', region: 'eu-west-1' };

/** The sample as text, in the story's account and about the story's resources. */
async function sample(folder: string, { file, replace }: Story['events'][number], account: string | undefined): Promise<Event> {
  const moves = { ...(account && { [HOME.account]: account }), ...replace };
  const text = Object.entries(moves).reduce((t, [from, to]) => t.replaceAll(from, to), await readFile(join(folder, file), 'utf8'));
  return JSON.parse(text) as Event;
}

/** SageMaker's endpoint events may tell the time in milliseconds. */
function timeOf(event: Event | undefined): number {
  const time = String(event?.time);
  return /^\d+$/.test(time) ? Number(time) : Date.parse(time);
}

export async function play(story: Story, o: PlayOptions): Promise<Played> {
  const home = o.home ?? HOME;
  const account = story.account ?? home.account;
  const events = await Promise.all(story.events.map(async (e) => await sample(o.folder, e, story.account)));
  const start = new Date(timeOf(events[0]) + 2_000);
  const { policy, seed, chaos, onEntry } = o;
  const { region } = home;
  const on = await stage({ policy, seed, start, account, region, file: story.world, ...(chaos && { chaos }), ...(onEntry && { onEntry }) });
  const { world } = on;
  for (const { what, on: call, lasts, ...more } of story.faults) {
    const over = world.faults.plan({ what, on: call, ...given(more), ...(lasts && { times: Number.POSITIVE_INFINITY }) });
    if (lasts) world.clock.at(start.getTime() + lasts, over, `${call} works again`);
  }
  for (const [i, { after, times }] of story.events.entries()) {
    const event = events[i];
    for (let n = 0; event && n < times; n++) world.clock.at(start.getTime() + after + n, () => world.bus.publish(event), 'an event');
  }
  for (const { after, by, call, with: input } of story.people) {
    world.clock.at(start.getTime() + after, () => person(on, by, call, input), `${by}: ${call}`);
  }
  for (const turn of story.aws) world.clock.at(start.getTime() + turn.after, () => byItself(on, turn), 'AWS by itself');
  await world.run();
  // Chaos loses looks; the sweep is there to find them.
  for (let n = 0; n < Math.max(story.sweeps, chaos ? 2 : 0); n++) await sweep(on);
  const cases = await casesOf(on, account);
  const calls = world.log.filter(changed);
  return {
    story,
    stage: on,
    events,
    cases,
    calls,
    problems: [...chains(cases), ...(o.free ? [] : compare(story, on, cases, calls, chaos !== undefined))],
  };
}

const given = <T extends object>(o: T) =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as { [K in keyof T]: NonNullable<T[K]> };

/** People meet refusals, too; that is their own affair. */
function person({ world }: Stage, by: string, call: string, input: unknown): void {
  const [service = '', operation = ''] = call.split(':');
  try {
    world.call(service, operation, input, by.startsWith('arn:') ? by : `arn:aws:iam::${world.account}:${by}`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

function byItself({ services: { guardDuty, sagemaker } }: Stage, turn: Story['aws'][number]): void {
  if ('finding' in turn) guardDuty.add(turn.finding);
  else if ('notebook' in turn) sagemaker.notebooks.failNext(turn.notebook, turn.fails);
  else if ('endpoint' in turn) sagemaker.endpoints.failNext(turn.endpoint, turn.fails, !turn.rollback);
}

/** Milliseconds the template gives the sweep. */
const SWEEP = 900_000;
async function sweep({ world }: Stage): Promise<void> {
  const { handler } = (await import('../../../src/handlers/sweep.ts')) as { handler: Handler };
  world.clock.moveTo(world.clock.now() + 30 * 60_000);
  const swept = world.lambda.invoke({ name: 'sweep', role: world.roleOf('sweep'), handler, event: {}, timeout: SWEEP }).catch(() => undefined);
  await world.run();
  await swept;
}

const READS = /^(Describe|List|Get|BatchGet|Select)/;
const changed = (call: Logged): boolean =>
  call.outcome === 'ok' && call.caller.includes('/mlwarden-') && !['dynamodb', 'sqs'].includes(call.service) && !READS.test(call.operation);

/** Of all that was looked at: a function may have died after a record was safe and before it could tell. */
async function casesOf({ told, counted }: Stage, account: string): Promise<Case[]> {
  const { ledger } = house();
  const looked = counted.map(({ fields: { violation = '', key = '' } }) => ({ violation, key }));
  const subjects = new Map([...told.map((t) => t.entry), ...looked].map(({ violation, key }) => [`${violation} ${key}`, { violation, key }]));
  const cases: Case[] = [];
  for (const { violation, key } of subjects.values()) {
    if (!key) continue;
    const entries = await Array.fromAsync(ledger.entries(violation, key));
    const { head, resource } = (await ledger.open({ key, violation, account })).case;
    if (resource && entries.length > 0) cases.push({ violation, name: resource.name, key, entries, broken: broken(entries, head) });
  }
  return cases;
}

/** How a case stands: its last recorded outcome. */
export const outcomeOf = ({ entries }: Case): Entry | undefined => entries.findLast((e) => e.type === 'outcome');

function* chains(cases: readonly Case[]): Generator<string> {
  for (const c of cases) if (c.broken) yield `the chain of ${c.violation} on ${c.name} is broken: ${c.broken}`;
}

function* compare(story: Story, on: Stage, cases: readonly Case[], calls: readonly Logged[], chaos: boolean): Generator<string> {
  const unnamed = new Set(cases);
  for (const { violation, resource, outcome, because, records, count } of story.ends) {
    const there = cases.filter((c) => c.violation === violation && globbed(resource, c.name));
    const fits = there.filter(
      (c) =>
        outcomeOf(c)?.body.outcome === outcome &&
        JSON.stringify(outcomeOf(c)?.body).includes(because ?? '') &&
        c.entries.some((e) => JSON.stringify(e.body).includes(records ?? '')),
    );
    for (const c of fits) unnamed.delete(c);
    const looked =
      there.length === 0 ? on.counted.filter(({ fields }) => fields.violation === violation && says(fields) === outcome).length : 0;
    if (fits.length !== count && looked < count)
      yield `${violation} on ${resource} should end ${outcome}${why(because, records)}, but ${was(there, on, violation)}`;
  }
  for (const c of unnamed) yield `${c.violation} on ${c.name} ends ${String(outcomeOf(c)?.body.outcome)}, which the story does not say`;
  const made = calls.map((c) => c.operation);
  if (!chaos && made.join() !== story.calls.join()) yield `the calls should be ${list(story.calls)}, but are ${list(made)}`;
  const inferred = cases.some((c) => c.entries.some((e) => e.type === 'applied' && e.body.inferred === true));
  const allowed = [story.is, ...(inferred && story['or-if-inferred'] ? [story['or-if-inferred']] : [])].map((is) => [...unlike(on, is)]);
  if (!allowed.some((wrong) => wrong.length === 0)) yield* allowed[0] ?? [];
  const dead = on.world.deadLetters.length;
  if (chaos ? dead < story.dead || (story.dead === 0 && dead > 0) : dead !== story.dead)
    yield `${story.dead} messages should be given up, but ${dead} are`;
}

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
      else if (shows && !met(shows as Json, output))
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
  const decoded = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.startsWith('%7B') ? JSON.parse(decodeURIComponent(value)) : value;
  return JSON.parse(JSON.stringify(world.call(service, operation, input) ?? {}), decoded) as Json;
}
const pick = (output: Json, shows: object): unknown =>
  Object.fromEntries(Object.keys(shows).map((k) => [k, (output as Record<string, Json>)[k]]));
