/** What can follow what on the command line, from the same pages as --help. */
import { COMMON } from '../help.ts';
import { MANUAL } from '../manual.ts';
import { REPLAY } from '../options.ts';

export interface Option {
  readonly name: string;
  readonly says: string;
  /** Something has to follow it. */
  readonly takes: boolean;
}
export interface Leaf {
  /** One word or two. */
  readonly words: readonly string[];
  readonly says: string;
  readonly options: readonly Option[];
  /** The words that can follow, where there are only a few. */
  readonly choices: readonly string[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  completion: SHELLS,
  pause: ['global', 'account', 'violation', 'resource'],
  resume: ['global', 'account', 'violation', 'resource'],
};
const HELP: Option = { name: 'help', says: 'what it does, and an example', takes: false };

function common(here: true | undefined): readonly Option[] {
  const all = Object.entries(COMMON).map(([label, says]) => {
    const [name = '', value] = label.split(' ');
    return { name, says, takes: value !== undefined };
  });
  return [...all.filter(({ name }) => !here || name === 'json'), HELP];
}

const replay: Leaf = {
  words: ['replay'],
  says: 'events and stories through the real handlers, in a model of AWS',
  options: Object.entries(REPLAY).map(([name, { type }]) => ({ name, says: '', takes: type === 'string' })),
  choices: [],
};

export const leaves = (): readonly Leaf[] => [
  ...Object.entries(MANUAL).map(([verb, { flags, says, here }]) => ({
    words: verb.split(' '),
    says,
    options: [
      ...Object.entries(flags).map(([name, what]) => ({ name, says: what === true ? '' : what, takes: what !== true })),
      ...common(here),
    ],
    choices: CHOICES[verb] ?? [],
  })),
  replay,
];

/** The words that can follow those first ones: none = at the beginning. */
export function following(first: readonly string[]): ReadonlyMap<string, string> {
  const next = leaves().filter(({ words }) => words.length > first.length && first.every((word, i) => words[i] === word));
  const one = ({ words, says }: Leaf): [string, string] => [words[first.length] ?? '', words.length > first.length + 1 ? '' : says];
  return new Map(next.map(one));
}
/** First words that are no verb by themselves. */
export const stems = (): readonly string[] => [...new Set(leaves().flatMap(({ words }) => (words.length > 1 ? words.slice(0, 1) : [])))];
