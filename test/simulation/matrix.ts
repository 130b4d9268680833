/**
 * Every story, with one thing going wrong at one of its calls: each call × each of seven faults. A family that has no part in a story does not
 * sweep in it; its sweep is struck once, where nothing is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { remediations } from '../../src/registry.ts';
import type { Fault } from '../world/faults.ts';
import type { Handler } from '../world/lambda.ts';
import type { Logged } from '../world/platform/log.ts';
import { readStories, type Story } from '../world/story/story.ts';
import { play } from './play.ts';
import { type Act, MINUTE, type Move, type Scenario } from './scenario.ts';
import { violationOf } from './watch.ts';

export const FAULTS = ['crash-before', 'crash-after', 'throttled', 'timeout-after', 'denied', 'missing', 'malformed'] as const;
/** The how-manieth call of which story meets what. */
export interface Cell {
  readonly story: number;
  readonly call: number;
  readonly what: (typeof FAULTS)[number];
  /** Which API of which function meets it. Calls at the same time may change places: that is as good as known before. */
  readonly meets: string;
}
export interface Told {
  readonly title: string;
  /** Whose stories it is among. */
  readonly family: string;
  readonly scenario: Scenario;
}
export interface Verdict {
  readonly cell: Cell;
  readonly title: string;
  /** Which API of which function met it: undefined where the call did not come about at all. */
  readonly met: string | undefined;
  readonly breaches: readonly string[];
  readonly story: readonly string[];
  /** Seconds. */
  readonly cpu: number;
}

export function stories(): readonly Told[] {
  const files = readdirSync('events', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.stories.yaml'));
  return files.sort().flatMap((file) => {
    const path = join('events', file);
    return readStories(readFileSync(path, 'utf8'), path).map((story) => ({
      title: story.story,
      family: file.split(sep)[0] ?? '',
      scenario: scenarioOf(story, dirname(path)),
    }));
  });
}

function scenarioOf(story: Story, folder: string): Scenario {
  const { account, world, people, aws, faults } = story;
  const events = story.events.map(({ file, replace, after, times }) => {
    const moves = { ...(account && { '111122223333': account }), ...replace };
    const text = Object.entries(moves).reduce((t, [from, to]) => t.replaceAll(from, to), readFileSync(join(folder, file), 'utf8'));
    return { at: after, times, event: JSON.parse(text) as Record<string, unknown> };
  });
  const time = String(events[0]?.event.time);
  const start = new Date((/^\d+$/.test(time) ? Number(time) : Date.parse(time)) + 2_000).toISOString();
  const move = (at: number, says: string, ...acts: Act[]): Move => ({ at, says, acts });
  return {
    seed: 1,
    start,
    ...(account && { account }),
    policy: 'demonstration',
    things: [{ type: '', name: '', says: 'what the story says', there: world }],
    gone: events.flatMap(({ event }) => namesIn(event)),
    moves: [
      ...events.flatMap(({ at, times, event }) => Array.from({ length: times }, (_, n) => move(at + n, 'an event', { event }))),
      ...people.map((p) => move(p.after, `${p.by}: ${p.call}`, { call: p.call, with: p.with })),
      ...aws.map((turn) => move(turn.after, 'AWS by itself', turned(turn))),
      // Its calls are struck, too. Once nothing more can go wrong, two others come.
      move(6 * 60 * MINUTE, 'the sweep', { sweep: true }),
    ],
    troubles: faults.map(({ lasts, times, what, on, where, after, skip }) => {
      const given = { what, on, ...(where && { where }), ...(after && { after }), ...(skip && { skip }) };
      const often = lasts ? Number.POSITIVE_INFINITY : times;
      return { at: 0, fault: { ...given, ...(often && { times: often }) }, ...(lasts && { lasts }) };
    }),
    events: { late: 0, twice: 0, lost: 0 },
    messagesTwice: 0,
    skewed: false,
  };
}

/** What an event of a story names may have been deleted before. */
const namesIn = (event: object): string[] =>
  [...JSON.stringify(event).matchAll(/"([^"]+)"/g)].map(([, text = '']) => text.slice(text.lastIndexOf('/') + 1));

function turned(turn: Story['aws'][number]): Act {
  if ('finding' in turn) return { finding: turn.finding };
  return 'notebook' in turn
    ? { fails: 'notebooks', name: turn.notebook }
    : { fails: 'endpoints', name: turn.endpoint, stuck: !turn.rollback };
}

/** Where nothing is, and every family sweeps. */
const NOTHING: Told = {
  title: 'there is nothing',
  family: 'none',
  scenario: {
    seed: 1,
    policy: 'demonstration',
    things: [],
    moves: [{ at: MINUTE, says: 'the sweep', acts: [{ sweep: true }] }],
    troubles: [],
    events: { late: 0, twice: 0, lost: 0 },
    messagesTwice: 0,
    skewed: false,
  },
};
/** A family whose functions did not run, and whose sweep did what it does where nothing is, has no part in a story. */
export async function parted(all: readonly Told[], handlers: ReadonlyMap<string, Handler>): Promise<readonly Told[]> {
  const swept = async ({ scenario }: Told) => operationsByFunction((await play(scenario, handlers)).theatre.world.log);
  const idle = await swept(NOTHING);
  const own = Map.groupBy(remediations, (r) => r.family);
  const told: Told[] = [];
  for (const one of all) {
    const did = await swept(one);
    const families = [...own].filter(
      ([family, its]) => its.some((r) => did.has(r.id)) || did.get(`sweep-${family}`) !== idle.get(`sweep-${family}`),
    );
    told.push({ ...one, scenario: { ...one.scenario, families: families.map(([family]) => family) } });
  }
  return [...told, NOTHING];
}
/** Which, not how often: the sweeps after a story are as many as it needs, and what they read at the same time comes in any order. */
const operationsByFunction = (log: readonly Logged[]): ReadonlyMap<string | undefined, string> =>
  new Map(
    [...Map.groupBy(log, violationOf)].map(([name, calls]) => [
      name,
      [...new Set(calls.map((c) => `${c.service} ${c.operation}`))].sort().join(),
    ]),
  );

/** The calls that its functions make when nothing goes wrong, each as the API and the function. */
export async function callsOf({ scenario }: Told, handlers: ReadonlyMap<string, Handler>): Promise<readonly string[]> {
  return (await play(scenario, handlers)).calls.map(named);
}
export const named = (call: Pick<Logged, 'caller' | 'service' | 'operation'>): string =>
  `${violationOf(call)} ${call.service}:${call.operation}`;

export function struck({ scenario }: Told, { call, what }: Pick<Cell, 'call' | 'what'>): { scenario: Scenario; fault: Fault } {
  const fault = { what, on: '*', skip: call };
  return { scenario: { ...scenario, troubles: [...scenario.troubles, { at: 0, fault }] }, fault };
}
