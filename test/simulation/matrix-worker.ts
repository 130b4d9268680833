/** One thread of the crash matrix: says what cells there are, then plays the one it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { keepClients } from '../world/platform/entrance.ts';
import { type Cell, callsOf, FAULTS, named, parted, stories, struck, type Told, type Verdict } from './matrix.ts';
import { play } from './play.ts';
import { sentences } from './tell.ts';
import { thread } from './thread.ts';

// Nobody reads a stack here, and the SDK takes one for every call.
Error.stackTraceLimit = 0;

keepClients();
const { wire, family } = workerData as { readonly wire: boolean; readonly family: string | undefined };
const handlers = await thread(wire);
const all = (await parted(stories().filter(of), handlers)).filter(of);
const cells: Cell[] = [];
// By this, every client has made its first calls, too.
for (const [story, told] of all.entries()) {
  for (const [call, meets] of (await callsOf(told, handlers)).entries()) {
    for (const what of FAULTS) cells.push({ story, call, what, meets });
  }
}

/** Those of one family, or all. */
function of(told: Told): boolean {
  return family === undefined || told.family === family;
}

async function judged(cell: Cell): Promise<Verdict> {
  const told = all[cell.story];
  if (!told) throw new RangeError(`There is no story ${cell.story}.`);
  const before = process.threadCpuUsage();
  const { scenario, fault } = struck(told, cell);
  const { breaches, theatre } = await play(scenario, handlers);
  const [met] = theatre.world.faults.struck.get(fault) ?? [];
  const { user, system } = process.threadCpuUsage(before);
  return {
    cell,
    title: told.title,
    met: met && named(met),
    breaches: breaches.map((b) => `invariant ${b.invariant}: ${b.says}`),
    story: breaches.length > 0 ? sentences(scenario, breaches, theatre) : [],
    cpu: (user + system) / 1e6,
  };
}

parentPort?.on('message', async (cell: Cell) => parentPort?.postMessage(await judged(cell)));
parentPort?.postMessage(cells);
