/** One thread of the crash matrix: says what cells there are, then plays the one it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Cell, callsOf, FAULTS, stories, struck } from './matrix.ts';
import { play } from './play.ts';
import { sentences } from './tell.ts';
import { thread } from './thread.ts';

const handlers = await thread((workerData as { wire: boolean }).wire);
const all = stories();
const cells: Cell[] = [];
for (const [story, told] of all.entries()) {
  const calls = await callsOf(told, handlers);
  for (let call = 0; call < calls; call++) for (const what of FAULTS) cells.push({ story, call, what });
}

parentPort?.on('message', async (cell: Cell) => {
  const told = all[cell.story];
  if (!told) return;
  const scenario = struck(told, cell);
  const { breaches, theatre } = await play(scenario, handlers);
  const story = breaches.length > 0 ? sentences(scenario, breaches, theatre) : [];
  parentPort?.postMessage({ cell, title: told.title, breaches: breaches.map((b) => `invariant ${b.invariant}: ${b.says}`), story });
});
parentPort?.postMessage(cells);
