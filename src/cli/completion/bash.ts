/** For bash 4 and later: a function that is given the words typed so far. Where nothing of ours follows, files do. */
import { following, leaves, stems } from './tree.ts';

const list = (words: Iterable<string>): string => [...words].join(' ');

export function bash(): string {
  const verbs = leaves().map(
    ({ words, options, choices }) => `    ' ${words.join(' ')} '*) words='${list([...choices, ...options.map((o) => `--${o.name}`)])}' ;;`,
  );
  const takes = new Set(leaves().flatMap(({ options }) => options.filter((o) => o.takes).map((o) => `--${o.name}`)));
  return `# mlwarden completion bash
_mlwarden() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" line=" \${COMP_WORDS[*]:1:COMP_CWORD-1} " words=''
  COMPREPLY=()
  case "$before" in
    ${[...takes].join('|')}) return ;;
  esac
  case "$line" in
${verbs.join('\n')}
${stems()
  .map((stem) => `    ' ${stem} ') words='${list(following([stem]).keys())}' ;;`)
  .join('\n')}
    '  ') words='${list(following([]).keys())} --help --version' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _mlwarden mlwarden`;
}
