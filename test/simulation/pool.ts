/** Seeds, spread over the cores. */
import { crew } from './crew.ts';
import type { Failure, RunOptions, Tally } from './run.ts';

export interface Campaign {
  readonly from: number;
  /** At most so many seeds … */
  readonly seeds: number;
  /** … and at most so long. Milliseconds. */
  readonly time: number;
  readonly wire: boolean;
  readonly sabotage?: string;
  readonly untilFailure: boolean;
  readonly stories: number;
  readonly onFailure?: (failure: Failure) => void;
  /** After every chunk. */
  readonly onProgress?: (so: Tally) => void;
}
export interface Result extends Tally {
  /** Seconds of CPU, all threads together. */
  cpu: number;
  /** Seconds. */
  wall: number;
}

const CHUNK = 20;

/** Failures come in the order of their seeds. */
export async function campaign(o: Campaign): Promise<Result> {
  const begun = performance.now();
  const total: Result = { seeds: 0, calls: 0, runs: 0, failures: [], cpu: 0, wall: 0 };
  const end = o.from + o.seeds;
  let from = o.from;
  await crew<RunOptions, { tally: Tally; cpu: number }>({
    worker: new URL('./worker.ts', import.meta.url),
    workerData: { wire: o.wire, sabotage: o.sabotage },
    hands: Math.ceil(o.seeds / CHUNK),
    next() {
      const failed = o.untilFailure && total.failures.length > 0;
      if (from >= end || performance.now() - begun > o.time || failed) return undefined;
      const count = Math.min(CHUNK, end - from);
      const chunk = { from, count, untilFailure: o.untilFailure, stories: Math.max(0, o.stories - total.failures.length) };
      from += count;
      return chunk;
    },
    done({ tally, cpu }) {
      total.seeds += tally.seeds;
      total.calls += tally.calls;
      total.runs += tally.runs;
      total.cpu += cpu;
      total.failures.push(...tally.failures);
      for (const failure of tally.failures) o.onFailure?.(failure);
      o.onProgress?.(total);
    },
  });
  total.failures.sort((a, b) => a.seed - b.seed);
  return { ...total, wall: (performance.now() - begun) / 1000 };
}
