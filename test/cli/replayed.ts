import { PassThrough } from 'node:stream';
import { readOptions } from '../../src/cli/options.ts';
import { replay } from '../../src/cli/replay.ts';
import { policyFrom, scenesFrom } from '../../src/cli/sources.ts';

/** Replayed within this process: what is printed, what is told on the way, and the exit code. */
export async function replayed(args: readonly string[], terminal = false) {
  const options = readOptions(['replay', ...args], '1');
  if (typeof options === 'string') throw new Error(options);
  const [out, err] = [new PassThrough(), new PassThrough()].map((stream) => Object.assign(stream, { isTTY: terminal }));
  if (!out || !err) throw new Error('there are two streams');
  const code = await replay(await scenesFrom(options.files, options.world), await policyFrom(options.policy), options, { out, err });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}
