/** Help, in eighty columns. */
import { MANUAL } from './manual.ts';
import type { Page } from './page.ts';
import { wrap } from './text.ts';

export const COMMON: Readonly<Record<string, string>> = {
  'local FILE': 'a ledger in a file instead of the one in AWS, to try things out',
  'policy FILE': 'with --local: the policy to go by (default policy.yaml)',
  'as ROLE,SESSION': 'with --local: who you are there, a role by its full ARN',
  'url URL': 'the URL of the function that has the verb (or MLWARDEN_URL; for what only reads, MLWARDEN_READER_URL); default: by its name',
  json: 'one JSON document: {verb, says, data}, or {verb, refused}, or {verb, failed}',
  utc: 'times in UTC instead of local ones',
};
const EXITS = '0 done; 1 it is not as it should be, or could not be done; 2 bad input or not allowed, and nothing was changed';
const COLUMN = 22;
const NONE: Page = { words: [], flags: {}, says: '', example: '' };

function row(label: string, text: string): string {
  const [first = '', ...rest] = wrap(text, 78 - COLUMN);
  const head = label.length < COLUMN - 3 ? [`  ${label.padEnd(COLUMN - 2)}${first}`] : [`  ${label}`, `${' '.repeat(COLUMN)}${first}`];
  return [...head, ...rest.map((line) => `${' '.repeat(COLUMN)}${line}`)].join('\n');
}

const usage = (verb: string, { words, called, flags }: Page): string => {
  const own = Object.keys(flags).length > 0 ? ' [options]' : '';
  return `npx mlwarden ${verb}${words.map((w) => ` <${called?.[w] ?? w}>`).join('')}${own}`;
};

export function helpOf(verb: string): string {
  const page = MANUAL[verb] ?? NONE;
  const own = Object.entries(page.flags).map(([name, what]) => row(`--${name}`, what === true ? 'yes, if it is given' : what));
  const common = Object.entries(COMMON)
    .filter(([name]) => !page.here || name === 'json')
    .map(([name, what]) => row(`--${name}`, what));
  return [
    `Usage: ${usage(verb, page)}`,
    '',
    ...wrap(`${page.says}.`, 80),
    ...(own.length > 0 ? ['', ...own] : []),
    '',
    ...common,
    '',
    'Example:',
    `  ${page.example}`,
    '',
    ...wrap(`Exit codes: ${page.exits ?? EXITS}.`, 80),
  ].join('\n');
}

/** For the first word that several verbs share. */
export const helpOfAll = (verbs: readonly string[]): string =>
  [
    'Usage:',
    ...verbs.map((verb) => `  ${usage(verb, MANUAL[verb] ?? NONE)}`),
    '',
    overview(verbs),
    '',
    'Each has --help and an example.',
  ].join('\n');

/** A line for each verb. */
export const overview = (verbs: readonly string[] = Object.keys(MANUAL)): string =>
  Object.entries(MANUAL)
    .filter(([verb]) => verbs.includes(verb))
    .map(([verb, { says }]) => row(verb, says))
    .join('\n');
