/** One thread of the simulation: takes chunks of seeds, gives tallies. */
import { parentPort, workerData } from 'node:worker_threads';
import { sabotaged } from './hook.ts';
import type { RunOptions } from './run.ts';
import { SABOTAGES } from './sabotage.ts';

// Nobody reads a stack here, and the SDK takes one for every call: a tenth of its time. A replay shows them.
Error.stackTraceLimit = 0;
const { wire, sabotage } = workerData as { wire: boolean; sabotage?: string };
const broken = SABOTAGES.find(({ name }) => name === sabotage);
if (broken) sabotaged(broken);
// Loaded only now, so that what is sabotaged is loaded sabotaged.
const { thread } = await import('./thread.ts');
const { run } = await import('./run.ts');
const handlers = await thread(wire);

parentPort?.on('message', async (chunk: RunOptions) => {
  const cpu = process.threadCpuUsage();
  const tally = await run(chunk, handlers, broken?.among);
  const { user, system } = process.threadCpuUsage(cpu);
  parentPort?.postMessage({ tally, cpu: (user + system) / 1e6 });
});
parentPort?.postMessage('ready');
