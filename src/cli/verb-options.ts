/** From the words on a command line to a verb and its input. What is wrong with them is one sentence. */
import { parseArgs } from 'node:util';
import { onlyReads } from '../operator/functions.ts';
import { MANUAL } from './manual.ts';
import { BadInput } from './options.ts';
import type { Page } from './page.ts';
import { sentence } from './text.ts';

export interface Common {
  readonly local?: string;
  readonly policy: string;
  readonly as?: string;
  readonly url?: string;
  readonly json: boolean;
  readonly utc: boolean;
  readonly help: boolean;
}
export interface Typed {
  readonly verb: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly common: Common;
}

const flag = { type: 'boolean' } as const;
const value = { type: 'string' } as const;
const COMMON = { local: value, policy: value, as: value, url: value, json: flag, utc: flag, help: flag };
/** What runs here asks no function and keeps no ledger. */
const COMMON_HERE = { json: flag, help: flag };
const names = Object.keys(MANUAL);

/** The verb that the first words name, of one word or of two. */
export function verbOf(args: readonly string[]): string | undefined {
  const two = args.slice(0, 2).join(' ');
  return names.find((name) => name === two) ?? names.find((name) => name === args[0]);
}

/** The verbs of two words that begin with the only word typed. */
export const within = ([typed = '', next]: readonly string[]): readonly string[] =>
  next === undefined || next.startsWith('-') ? names.filter((name) => name.startsWith(`${typed} `)) : [];

export function readVerb(args: readonly string[]): Typed {
  const verb = verbOf(args);
  const page = verb === undefined ? undefined : MANUAL[verb];
  if (verb === undefined || page === undefined) throw new BadInput(unknown(args));
  const { values, positionals } = parse(verb, page, args.slice(verb.split(' ').length));
  if (page.here) {
    const { json, help, ...own } = values;
    const common = { policy: '', json: json === true, utc: false, help: help === true };
    return { verb, input: { ...worded(verb, page, positionals), ...camelled(own) }, common };
  }
  const {
    local,
    policy = 'policy.yaml',
    as,
    url = process.env[onlyReads(verb) ? 'MLWARDEN_READER_URL' : 'MLWARDEN_URL'],
    json = false,
    utc = false,
    help = false,
    ...own
  } = values;
  const given = Object.entries({ local, as, url }).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const common = { ...Object.fromEntries(given), policy: String(policy), json: json === true, utc: utc === true, help: help === true };
  return { verb, input: { ...worded(verb, page, positionals), ...camelled(own) }, common };
}

function parse(verb: string, page: Page, args: readonly string[]) {
  const own = Object.entries(page.flags).map(([name, what]) => [name, what === true ? flag : value]);
  const options: Record<string, typeof flag | typeof value> = { ...(page.here ? COMMON_HERE : COMMON), ...Object.fromEntries(own) };
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new BadInput(`${sentence((error as Error).message)}: see npx mlwarden ${verb} --help.`);
  }
}

/** The last of the words takes all that follow. */
function worded(verb: string, { words }: Page, given: readonly string[]): Record<string, string> {
  const taken = words.map((name, i) => [name, i < words.length - 1 ? given[i] : given.slice(i).join(' ') || undefined] as const);
  if (words.length === 0 && given.length > 0) throw new BadInput(`${verb} takes no ${given[0]}: see npx mlwarden ${verb} --help.`);
  return Object.fromEntries(taken.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
const camelled = (own: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(own).map(([name, v]) => [name.replace(/-(\w)/g, (_, c: string) => c.toUpperCase()), v]));

function unknown(args: readonly string[]): string {
  const typed = args[0] ?? '';
  const these = names.filter((name) => name.startsWith(`${typed} `));
  if (these.length > 0) return `Say which: ${these.join(', ')}.`;
  const firsts = new Set([...names, 'replay'].map((name) => name.split(' ')[0] ?? name));
  const [nearest] = [...firsts].toSorted((a, b) => distance(typed, a) - distance(typed, b));
  const maybe = nearest !== undefined && distance(typed, nearest) <= 2 ? `, and perhaps "${nearest}" is meant` : '';
  return `There is no command "${typed}"${maybe}: see npx mlwarden --help.`;
}

/** How many letters have to be added, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
