/** For fish: a line for each word and each option, with when it can follow and what it means. */
import { following, leaves, stems } from './tree.ts';

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const says = (text: string): string => (text === '' ? '' : ` -d ${quoted(text)}`);
const seen = (word: string): string => `__fish_seen_subcommand_from ${word}`;

export function fish(): string {
  const first = [...following([])].map(([word, what]) => `complete -c mlwarden -f -n __fish_use_subcommand -a ${word}${says(what)}`);
  const second = stems().flatMap((stem) => {
    const words = following([stem]);
    const not = `${seen(stem)}; and not ${seen([...words.keys()].join(' '))}`;
    return [...words].map(([word, what]) => `complete -c mlwarden -f -n ${quoted(not)} -a ${word}${says(what)}`);
  });
  const rest = leaves().flatMap(({ words, options, choices }) => {
    const when = quoted(words.map(seen).join('; and '));
    return [
      ...choices.map((word) => `complete -c mlwarden -f -n ${when} -a ${word}`),
      ...options.map((o) => `complete -c mlwarden -n ${when} -l ${o.name}${o.takes ? ' -r' : ''}${says(o.says)}`),
    ];
  });
  return ['# mlwarden completion fish', ...first, ...second, ...rest].join('\n');
}
