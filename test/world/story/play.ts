/** Plays a story in the world until everything rests, and compares the end with what the story says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../../src/engine/policy.ts';
import type { Home } from '../../../src/engine/read.ts';
import type { Chaos } from '../faults.ts';
import { AwsError } from '../habitat.ts';
import { sweeps } from '../handlers.ts';
import type { Logged } from '../platform/log.ts';
import { caseOf, rule } from '../ruling.ts';
import { type Case, casesOf, chains, listed } from './cases.ts';
import { compare } from './compare.ts';
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
  const unsaid: Word[] = [];
  for (const word of story.rulings) later(on, word, start.getTime() + word.after, unsaid);
  for (const turn of story.aws) world.clock.at(start.getTime() + turn.after, () => byItself(on, turn), 'AWS by itself');
  await world.run();
  for (let n = 0; n < story.sweeps; n++) await sweep(on);
  if (chaos) await sweepUntilQuiet(on, unsaid);
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

const AGAIN = 60_000;
const PATIENCE = 2 * 3_600_000;
type Word = Story['rulings'][number];

/** As soon as there is something to rule on. Who has waited for it in vain says it when a sweep has found it: `unsaid`. */
function later(on: Stage, word: Word, time: number, unsaid: Word[], patience = PATIENCE): void {
  const say = (): void => {
    if (ruled(on, word)) return;
    if (patience > 0) later(on, word, time + AGAIN, unsaid, patience - AGAIN);
    else unsaid.push(word);
  };
  on.world.clock.at(time, say, `${word.rule} ${word.violation}`);
}
function ruled({ world }: Stage, word: Word): boolean {
  // What the ledger holds: a sandbox that died has told nothing of what it had written.
  const found = listed(world).find(({ violation, resource }) => violation === word.violation && resource?.name === word.resource);
  const kase = found && caseOf(world, found.violation, found.key);
  return kase !== undefined && rule(world, kase, word.rule, word.for) !== undefined;
}

function byItself({ services: { guardDuty, sagemaker } }: Stage, turn: Story['aws'][number]): void {
  if ('finding' in turn) guardDuty.add(turn.finding);
  else if ('notebook' in turn) sagemaker.notebooks.failNext(turn.notebook, turn.fails);
  else if ('endpoint' in turn) sagemaker.endpoints.failNext(turn.endpoint, turn.fails, !turn.rollback);
}

/** Milliseconds the template gives the sweep. */
const SWEEP = 900_000;
/** True when it went through. */
export async function sweep({ world }: Stage): Promise<boolean> {
  world.clock.moveTo(world.clock.now() + 30 * 60_000);
  const swept = Promise.allSettled(
    [...(await sweeps())].map(([name, handler]) =>
      world.lambda.invoke({ name, role: world.roleOf(name), handler, event: {}, timeout: SWEEP }),
    ),
  );
  await world.run();
  return (await swept).every(({ status }) => status === 'fulfilled');
}
/** Chaos loses looks; the sweep is there to find them, and it comes again for ever. Here: until it has no more to tell. */
async function sweepUntilQuiet(on: Stage, unsaid: Word[]): Promise<void> {
  for (let n = 0; n < 30; n++) {
    const [before, counted] = [on.told.length, on.counted.length];
    const swept = await sweep(on);
    const whole = !on.counted.slice(counted).some(({ fields }) => fields.gap);
    for (const word of unsaid.splice(0)) later(on, word, on.world.clock.now(), unsaid);
    await on.world.run();
    if (swept && whole && on.told.length === before) return;
  }
}

const READS = /^(Describe|List|Get|Batch(Get|Describe)|Select|LookupEvents|GenerateServiceLastAccessedDetails)/;
export const changed = (call: Logged): boolean =>
  call.outcome === 'ok' && call.caller.includes('/mlwarden-') && !['dynamodb', 'sqs'].includes(call.service) && !READS.test(call.operation);
