/** The command line of every proof: `--help` says what it takes, and what is wrong with it is one sentence and exit code 2. */
import { parseArgs } from 'node:util';

/** Without `takes`: a flag. `N`: a whole number. `MINUTES`: a number, with a fraction or without. All else: text. */
interface Option {
  readonly takes?: string;
  readonly says: string;
  readonly default?: string | number | undefined;
}
type Read<O extends Option> = O extends { takes: 'N' | 'MINUTES' } ? number : O extends { takes: string } ? string : boolean;
/** A flag that is not there is false; what takes a value and has no default is undefined. */
type Values<T extends { readonly [name: string]: Option }> = {
  readonly [K in keyof T]: T[K] extends { takes: string }
    ? T[K] extends { default: unknown }
      ? Read<T[K]>
      : Read<T[K]> | undefined
    : boolean;
};

/** What is wrong with a command line. */
export class BadOption extends Error {
  override name = 'BadOption';
}

const NUMBERS: Readonly<Record<string, { is: RegExp; what: string }>> = {
  N: { is: /^\d{1,15}$/, what: 'a whole number' },
  MINUTES: { is: /^\d{1,9}(\.\d+)?$/, what: 'a number of minutes' },
};

/** The values, or the help where it is asked for. Throws `BadOption`. */
export function read<const T extends { readonly [name: string]: Option }>(
  does: string,
  options: T,
  args: readonly string[],
): Values<T> | string {
  const spec = Object.fromEntries(
    Object.entries(options).map(([name, { takes }]) => [name, { type: takes ? 'string' : 'boolean' } as const]),
  );
  const { help, ...given } = parsed({ ...spec, help: { type: 'boolean' } }, args);
  if (help) return helpOf(does, options);
  const all = Object.entries(options).map(([name, option]) => [name, value(name, option, given[name])]);
  return Object.fromEntries(all) as Values<T>;
}

function parsed(options: Record<string, { type: 'string' | 'boolean' }>, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new BadOption(`${(error as Error).message.split(/\.\s/)[0]}. See --help.`);
  }
}

function value(name: string, { takes, default: otherwise }: Option, given: string | boolean | undefined) {
  if (!takes) return given === true;
  const number = NUMBERS[takes];
  if (given === undefined || !number) return given ?? otherwise;
  if (!number.is.test(String(given))) throw new BadOption(`--${name} takes ${number.what}, not "${given}".`);
  return Number(given);
}

function helpOf(does: string, options: { readonly [name: string]: Option }): string {
  const rows = Object.entries({ ...options, help: { says: 'this text' } as Option }).map(([name, option]) => {
    const or = option.default === undefined || option.default === '' ? '' : ` (default ${option.default})`;
    return [`--${name}${option.takes ? ` ${option.takes}` : ''}`, `${option.says}${or}`] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return [does, '', 'Options:', ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n');
}

/** The values of this process. Prints help or what is wrong, and ends the process, where that is what there is to say. */
export function commandLine<const T extends { readonly [name: string]: Option }>(does: string, options: T): Values<T> {
  try {
    const values = read(does, options, process.argv.slice(2));
    if (typeof values !== 'string') return values;
    console.log(values);
  } catch (error) {
    if (!(error instanceof BadOption)) throw error;
    refuse(error.message);
  }
  process.exit(0);
}

/** Ends the process: what it was given is no good, and nothing was done. */
export function refuse(says: string): never {
  console.error(says);
  process.exit(2);
}
