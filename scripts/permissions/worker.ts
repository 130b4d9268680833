/** One thread of `npm run check:permissions`: says how much there is to play, then plays what it is given, by number. */
import { parentPort, workerData } from 'node:worker_threads';
import { plays } from './plays.ts';
import { reference } from './reference.ts';
import { type Tally, type Use, usesOf } from './used.ts';

// Nobody reads a stack here, and the SDK takes one for every call.
Error.stackTraceLimit = 0;

const known = reference();
const sorts = plays((workerData as { seeds: readonly number[] }).seeds);
const all = Object.values(sorts).flat();

async function played(number: number): Promise<Tally> {
  const log = (await all[number]?.()) ?? [];
  const uses = new Map<string, Use>();
  for (const use of log.flatMap((call) => usesOf(call, known))) uses.set(JSON.stringify(use), use);
  return { calls: log.length, uses: [...uses.values()] };
}

parentPort?.on('message', async (number: number) => parentPort?.postMessage(await played(number)));
parentPort?.postMessage(Object.fromEntries(Object.entries(sorts).map(([sort, of]) => [sort, of.length])));
