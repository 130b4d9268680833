/** One thread of `npm run weather`: plays a story under some seeds. */
import { parentPort, workerData } from 'node:worker_threads';
import { attach } from '../direct.ts';
import { ROUGH } from '../faults.ts';
import { problems, stories } from './all.ts';
import { staged } from './stage.ts';

export interface Piece {
  /** Its place in `stories`. */
  readonly story: number;
  readonly seeds: readonly number[];
}
export interface Spell {
  readonly piece: Piece;
  readonly wrong: readonly { readonly seed: number; readonly problems: readonly string[] }[];
  /** Seconds. */
  readonly cpu: number;
}

// Nobody reads a stack here, and the SDK takes one for every call.
Error.stackTraceLimit = 0;
if (!(workerData as { wire: boolean }).wire) attach(staged);

async function play(piece: Piece): Promise<Spell> {
  const before = process.threadCpuUsage();
  const wrong: { seed: number; problems: readonly string[] }[] = [];
  const told = stories[piece.story];
  if (!told) throw new RangeError(`There is no story ${piece.story}.`);
  for (const seed of piece.seeds) {
    const found = await problems(told.story, told.file, { seed, chaos: ROUGH }).catch((error: Error) => [
      `${error.name}: ${error.message}`,
    ]);
    if (found.length > 0) wrong.push({ seed, problems: found });
  }
  const { user, system } = process.threadCpuUsage(before);
  return { piece, wrong, cpu: (user + system) / 1e6 };
}

parentPort?.on('message', async (piece: Piece) => parentPort?.postMessage(await play(piece)));
parentPort?.postMessage('ready');
