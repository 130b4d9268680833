/** The command line of the race. What is wrong with it is one sentence. */
import { parseArgs } from 'node:util';

export class BadOption extends Error {
  override name = 'BadOption';
}

export const HELP = `npm run bench: the same events to the public peer (Cloud Custodian) and to us, on the same emulator, in one run

Usage: npm run bench -- [options]

Installs the peer, the emulators and the SAM CLI the first time. Results on
stdout, progress on stderr. About fifteen minutes on two cores; the machine
should have nothing else to do.

  --quick      at most a minute: 51 notebooks and roles, fewer events, no storm
  --storm N    events of the storm (default 10000; 0 = no storm)
  --write      keeps the results in docs/benchmarks.md
  --help

Exit codes: 0 all ended as it should, whatever it took; 1 an end was wrong, or
a ratio is off its aim by more than twice; 2 bad option.`;

export interface Options {
  readonly quick: boolean;
  readonly storm: number;
  readonly write: boolean;
}

/** Undefined = help is asked for. Throws `BadOption`. */
export function readOptions(args: readonly string[]): Options | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const { quick, storm, write, help } = parse({ quick: flag, write: flag, help: flag, storm: { type: 'string' } } as const, args);
  if (help) return undefined;
  const events = Number(storm ?? (quick ? 0 : 10_000));
  if (!Number.isSafeInteger(events) || events < 0) throw new BadOption(`--storm takes a whole number, not "${storm}".`);
  if (quick && write) throw new BadOption('--quick measures too little to be kept: leave out --quick or --write.');
  return { quick, storm: events, write };
}

function parse<const O extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(options: O, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new BadOption(`${(error as Error).message.split(/\.\s/)[0]}. See npm run bench -- --help.`);
  }
}
