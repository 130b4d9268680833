/** Seeds, spread over the cores. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
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
  let next = o.from;
  const over = (): boolean =>
    next >= o.from + o.seeds || performance.now() - begun > o.time || (o.untilFailure && total.failures.length > 0);
  const threads = Array.from({ length: Math.min(availableParallelism(), Math.ceil(o.seeds / CHUNK)) }, () => one());

  async function one(): Promise<void> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { wire: o.wire, sabotage: o.sabotage },
      stdout: true,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    try {
      await answer(worker);
      while (!over()) {
        const count = Math.min(CHUNK, o.from + o.seeds - next);
        const chunk: RunOptions = {
          from: next,
          count,
          untilFailure: o.untilFailure,
          stories: Math.max(0, o.stories - total.failures.length),
        };
        next += count;
        worker.postMessage(chunk);
        const { tally, cpu } = (await answer(worker)) as { tally: Tally; cpu: number };
        total.seeds += tally.seeds;
        total.calls += tally.calls;
        total.runs += tally.runs;
        total.cpu += cpu;
        total.failures.push(...tally.failures);
        for (const failure of tally.failures) o.onFailure?.(failure);
      }
    } finally {
      await worker.terminate();
    }
  }
  await Promise.all(threads);
  total.failures.sort((a, b) => a.seed - b.seed);
  return { ...total, wall: (performance.now() - begun) / 1000 };
}

const answer = (worker: Worker): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const told = (message: unknown): void => {
      worker.off('error', reject);
      resolve(message);
    };
    worker.once('message', told).once('error', reject);
  });
