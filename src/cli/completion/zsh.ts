/** For zsh, sourced after compinit or put into $fpath as _mlwarden. Each word with what it means. */
import { word as quoted } from '../../operator/command-line.ts';
import { following, leaves, stems } from './tree.ts';

const described = (word: string, says: string): string => quoted(says === '' ? word : `${word}:${says}`);

export function zsh(): string {
  const verbs = leaves().map(({ words, options, choices }) => {
    const all = [...choices.map((word) => described(word, '')), ...options.map((o) => described(`--${o.name}`, o.says))];
    return `    ' ${words.join(' ')} '*) all=(${all.join(' ')}) ;;`;
  });
  const after = (first: readonly string[]): string => [...following(first)].map(([word, says]) => described(word, says)).join(' ');
  return `#compdef mlwarden
# mlwarden completion zsh
_mlwarden() {
  local line=" \${(j: :)words[2,CURRENT-1]} "
  local -a all
  case "$line" in
${verbs.join('\n')}
${stems()
  .map((stem) => `    ' ${stem} ') all=(${after([stem])}) ;;`)
  .join('\n')}
    '  ') all=(${after([])}) ;;
  esac
  _describe mlwarden all || _files
}
if (( $+functions[compdef] )); then compdef _mlwarden mlwarden; fi`;
}
