/** Plays a scenario with the real handlers, engine and sweep, and watches. */
import type { House } from '../../src/engine/house.ts';
import { remediations } from '../../src/registry.ts';
import { furnish } from '../../src/site.ts';
import { sweeps } from '../world/handlers.ts';
import type { Handler } from '../world/lambda.ts';
import { current } from '../world/platform/current.ts';
import { enter } from '../world/platform/entrance.ts';
import type { Logged } from '../world/platform/log.ts';
import { WorldRestless } from '../world/platform/rest.ts';
import { furnishWorld, type WorldFile, worldSchema } from '../world/story/furnish.ts';
import { type Services, services } from '../world/story/services.ts';
import { patternOf } from '../world/story/stage.ts';
import { rests } from './at-rest.ts';
import { census } from './census.ts';
import { acked } from './messages.ts';
import { perform } from './perform.ts';
import { POLICIES } from './policies.ts';
import { MINUTE, type PolicyName, type Scenario, START } from './scenario.ts';
import { SimWorld } from './sim-world.ts';
import { truths } from './truths.ts';
import { type Breach, violationOf, type Watch } from './watch.ts';

export const startOf = ({ start = START }: Scenario): number => Date.parse(start);
const STEPS = 60_000;
/** At most so many look in the end: who puts something back again and again is not waited for. */
const SWEEPS = 4;

export interface Theatre {
  readonly world: SimWorld;
  readonly made: Services;
  readonly watch: Watch;
  /** The releases that run side by side. */
  releases: PolicyName[];
  readonly handlers: ReadonlyMap<string, Handler>;
  sweep(): Promise<unknown>;
}
export interface Played {
  readonly breaches: readonly Breach[];
  readonly theatre: Theatre;
  /** The calls of our functions, as long as something could still go wrong with them. */
  readonly calls: readonly Logged[];
}

export async function play(scenario: Scenario, handlers: ReadonlyMap<string, Handler>, cap: House['cap'] = 'policy'): Promise<Played> {
  const theatre = await furnished(scenario, handlers, cap);
  const { world, watch } = theatre;
  let calls: readonly Logged[] = [];
  try {
    for (const move of scenario.moves) perform(theatre, move);
    for (const { at, fault, lasts } of scenario.troubles) {
      world.clock.at(startOf(scenario) + at, () => {
        const over = world.faults.plan(fault);
        if (lasts) world.clock.at(world.clock.now() + lasts, over, `${fault.on} works again`);
      });
    }
    await world.run(undefined, STEPS);
    calls = world.log.filter((call) => violationOf(call) !== undefined);
    world.faults.clear();
    // Twice, and once more after what a sweep itself has begun.
    for (let [n, before] = [0, 0]; n < 2 || (n < SWEEPS && watch.intents.length > before); n++) {
      before = watch.intents.length;
      world.clock.moveTo(world.clock.now() + 30 * MINUTE);
      const swept = theatre.sweep();
      await world.run(undefined, STEPS);
      await swept;
    }
    rests(watch, await truths(theatre), theatre.releases.at(-1) ?? scenario.policy, world.clock.now());
  } catch (error) {
    if (!(error instanceof WorldRestless)) throw error;
    watch.breach(8, error.message);
  }
  return { breaches: watch.breaches, theatre, calls };
}

async function furnished(scenario: Scenario, handlers: ReadonlyMap<string, Handler>, cap: House['cap']): Promise<Theatre> {
  const { seed, things, events, messagesTwice, skewed, policy, gone = [], families } = scenario;
  const world = new SimWorld({
    seed,
    start: new Date(startOf(scenario)),
    ...(scenario.account && { account: scenario.account }),
    chaos: { calls: {}, events, messages: { twice: messagesTwice } },
    ...(skewed && { skew: 5 * MINUTE }),
  });
  here = world;
  // What the template gives a function.
  process.env.HOME_ACCOUNT = world.account;
  process.env.QUEUE_URL_PREFIX = `https://sqs.${world.region}.amazonaws.com/${world.account}/mlwarden-`;
  await enter(world);
  const made = services(world);
  furnishWorld(world, made, file(things.map(({ there }) => there)));
  const { watch } = world;
  const sweepers = [...(await sweeps())].filter(([name]) => !families || families.includes(name.replace('sweep-', '')));
  const theatre: Theatre = {
    world,
    made,
    watch,
    releases: [policy],
    handlers,
    sweep: () =>
      Promise.allSettled(
        sweepers.map(([name, sweeper]) =>
          world.lambda.invoke({ name, role: world.roleOf(name), handler: housed(theatre, sweeper, cap), event: {}, timeout: 15 * MINUTE }),
        ),
      ),
  };
  for (const r of remediations) {
    const handler = handlers.get(r.id);
    if (!handler) throw new Error(`no handler of ${r.id}`);
    const watched: Handler = async (event, context) => {
      const result = (await housed(theatre, handler, cap)(event, context)) as { batchItemFailures?: unknown[] };
      const from = current();
      if (from && !from.givenUp && !result.batchItemFailures?.length) acked(watch, r.id, event, watch.run(from), census(theatre, gone));
      return result;
    };
    world.subscribe({ name: r.id, pattern: patternOf(r, world.account), handler: watched, queue: `mlwarden-${r.id}` });
  }
  return theatre;
}

/** A function of one of the releases that run now, in a house that is watched. */
const housed =
  (theatre: Theatre, handler: Handler, cap: House['cap']): Handler =>
  async (event, context) => {
    const { world, watch, releases } = theatre;
    const release = releases[world.random.int(releases.length)] ?? 'enforce';
    furnish({
      policy: POLICIES[release],
      release,
      cap,
      tell: ({ violation, key, body }) => void watch.alarmed.add(`${violation}#${key}#${body.outcome}`),
      count: (what, fields) => {
        const from = current();
        if (from) watch.run(from).counted.push({ what, fields });
        if (what === 'looked') watch.alarmed.add(`${fields.violation}#${fields.key}#${fields.outcome}`);
      },
    });
    return await handler(event, context);
  };

function file(parts: readonly { readonly [section: string]: readonly object[] }[]): WorldFile {
  const sections = Object.keys(worldSchema.shape);
  return Object.fromEntries(sections.map((s) => [s, parts.flatMap((part) => part[s] ?? [])])) as WorldFile;
}

/** The world in which this thread plays now. */
let here: SimWorld | undefined;
export function stageOf(): SimWorld {
  if (!here) throw new Error('nothing is being played');
  return here;
}
