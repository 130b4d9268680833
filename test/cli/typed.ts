import { PassThrough } from 'node:stream';
import { operate } from '../../src/cli/operate.ts';

/** A command line as it is typed, and what comes of it. */
export async function operated(args: readonly string[], now?: Date): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await operate(args, out, now, err);
  return { code, out: out.read()?.toString() ?? '', err: err.read()?.toString() ?? '' };
}
