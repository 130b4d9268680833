import { PassThrough } from 'node:stream';
import { operate } from '../../src/cli/operate.ts';
import { told } from '../answers.ts';

/** A command line as it is typed, and what comes of it. */
export async function operated(args: readonly string[], now?: Date): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await operate(args, out, now, err);
  const said = { code, out: out.read()?.toString() ?? '', err: err.read()?.toString() ?? '' };
  if (args.includes('--json') && !args.includes('--help') && args[0] !== 'export') {
    const { verb, ...answer } = JSON.parse(said.out) as { verb: string; data?: unknown };
    if ('data' in answer) told(verb, answer as { data: unknown });
  }
  return said;
}
