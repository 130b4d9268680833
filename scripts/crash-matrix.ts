/** `npm run matrix`: every story × each of its calls × each fault. With `--sample N`, N cells that `--seed` chooses. */

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Cell } from '../test/simulation/matrix.ts';
import { seeded } from '../test/world/random.ts';

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    direct: { type: 'boolean', default: false },
  },
});
const begun = performance.now();
const time = Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000;

interface Verdict {
  readonly cell: Cell;
  readonly title: string;
  readonly breaches: readonly string[];
  readonly story: readonly string[];
}
const workers = Array.from(
  { length: availableParallelism() },
  () =>
    new Worker(new URL('../test/simulation/matrix-worker.ts', import.meta.url), {
      workerData: { wire: !values.direct },
      stdout: true,
    }),
);
const answer = <T>(worker: Worker): Promise<T> =>
  new Promise((resolve, reject) => {
    const told = (message: T): void => {
      worker.off('error', reject);
      resolve(message);
    };
    worker.once('message', told).once('error', reject);
  });

const [all = []] = await Promise.all(workers.map((worker) => answer<readonly Cell[]>(worker)));
const chosen = values.sample === undefined ? [...all] : sampled(all, Number(values.sample));
let played = 0;
const failures: Verdict[] = [];
await Promise.all(workers.map(work));
for (const worker of workers) await worker.terminate();

async function work(worker: Worker): Promise<void> {
  for (let cell = chosen.shift(); cell && performance.now() - begun < time; cell = chosen.shift()) {
    worker.postMessage(cell);
    const verdict = await answer<Verdict>(worker);
    played += 1;
    if (verdict.breaches.length === 0) continue;
    failures.push(verdict);
    show(verdict);
  }
}

function show({ cell, title, breaches, story }: Verdict): void {
  console.log(`\n"${title}", call ${cell.call + 1} meets ${cell.what}:\n  ${breaches.join('\n  ')}`);
  if (failures.length <= 3) console.log(story.join('\n'));
}

function sampled(cells: readonly Cell[], size: number): Cell[] {
  const random = seeded(Number(values.seed));
  return cells
    .map((cell) => ({ cell, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, size)
    .map(({ cell }) => cell);
}

const took = Math.round((performance.now() - begun) / 1000);
console.log(`\nThe matrix has ${all.length} cells; ${played} were played in ${took} s: ${failures.length} failures.`);
process.exitCode = failures.length === 0 ? 0 : 1;
