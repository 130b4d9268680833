/** Every command that a page tells its reader to type, from shell blocks and from within sentences. */
import { globSync, readFileSync } from 'node:fs';

export interface Written {
  readonly page: string;
  readonly line: string;
  /** In a block, to be typed as it stands; in a sentence a command may be named without what it takes. */
  readonly fenced: boolean;
}
/** What has changed once is no advice. */
const PAGES = globSync(['*.md', 'docs/*.md', 'docs/runbooks/*.md'])
  .filter((page) => page !== 'CHANGELOG.md')
  .sort();
/** A word, or several within quotes; a comment ends the line. */
const WORD = /'[^']*'|"[^"]*"|[^\s'"]+(?:'[^']*'|"[^"]*")*/g;

/** What a comment says to do next is typed, too; what stands before a command is its environment. */
function typed(line: string): string[] {
  const [said = '', comment = ''] = line.split(/\s+#\s+/);
  const next = comment.startsWith('then: ') ? [comment.slice(6)] : [];
  return [...said.split(/\s+&&\s+/), ...next].map((one) => one.trim().replace(/^([A-Z_]+=\S+ )+/, '')).filter(Boolean);
}

function commandsOf(page: string): Written[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'));
  const within = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const mentions = within.filter((line) => /^(aws|npx mlwarden|npm run) \S/.test(line));
  return [
    ...blocks.flatMap(typed).map((line) => ({ page, line, fenced: true })),
    ...mentions.flatMap(typed).map((line) => ({ page, line, fenced: false })),
  ];
}
export const written: readonly Written[] = PAGES.flatMap(commandsOf);

/** As a shell takes it apart. */
export const wordsOf = (line: string): string[] => (line.match(WORD) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/s, '$2'));
