/** Many seeds in one thread. */
import type { Handler } from '../world/lambda.ts';
import { drawScenario } from './draw.ts';
import { observes } from './observe.ts';
import { play } from './play.ts';
import type { Scenario } from './scenario.ts';
import { shrunk } from './shrink.ts';
import { sentences } from './tell.ts';
import type { Breach } from './watch.ts';

/** Every so many seeds the observing twin is played, too. */
const TWINS = 20;

export interface Failure {
  readonly seed: number;
  readonly invariant: number;
  readonly says: string;
  /** Shrunk, in plain sentences. */
  readonly story: readonly string[];
  readonly scenario: Scenario;
}
export interface Tally {
  seeds: number;
  calls: number;
  runs: number;
  readonly failures: Failure[];
}
export interface RunOptions {
  readonly from: number;
  readonly count: number;
  /** Of the first failures, how many are shrunk. */
  readonly stories: number;
  readonly untilFailure?: boolean;
}

export async function breachesOf(scenario: Scenario, handlers: ReadonlyMap<string, Handler>, twins = false) {
  const { breaches, theatre } = await play(scenario, handlers);
  const more = twins && breaches.length === 0 ? await observes(scenario, handlers) : [];
  return { breaches: [...breaches, ...more], theatre };
}

/** Seeds that are not `among` those that matter count as played. */
export async function run(
  { from, count, stories, untilFailure }: RunOptions,
  handlers: ReadonlyMap<string, Handler>,
  among: (scenario: Scenario) => boolean = () => true,
): Promise<Tally> {
  const tally: Tally = { seeds: 0, calls: 0, runs: 0, failures: [] };
  for (let seed = from; seed < from + count; seed++) {
    const scenario = drawScenario(seed);
    tally.seeds += 1;
    if (!among(scenario)) continue;
    const { breaches, theatre } = await breachesOf(scenario, handlers, seed % TWINS === 0);
    tally.calls += theatre.world.log.length;
    tally.runs += theatre.world.lambda.runs.length;
    const [first] = breaches;
    if (!first) continue;
    tally.failures.push(await failure(scenario, first, handlers, tally.failures.length < stories));
    if (untilFailure) break;
  }
  return tally;
}

async function failure(scenario: Scenario, first: Breach, handlers: ReadonlyMap<string, Handler>, tell: boolean): Promise<Failure> {
  const { invariant, says } = first;
  if (!tell) return { seed: scenario.seed, invariant, says, story: [], scenario };
  const alike = async (one: Scenario): Promise<boolean> => (await play(one, handlers)).breaches.some((b) => b.invariant === invariant);
  const small = invariant === 10 ? scenario : await shrunk(scenario, alike);
  const { breaches, theatre } = await breachesOf(small, handlers, invariant === 10);
  return { seed: scenario.seed, invariant, says, story: sentences(small, breaches, theatre), scenario: small };
}
