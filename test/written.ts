/** Every command that a page tells its reader to type, from shell blocks and from within sentences. */
import { globSync, readFileSync } from 'node:fs';

export interface Written {
  readonly page: string;
  readonly line: string;
}
/** What has changed once is no advice. */
const PAGES = globSync(['*.md', 'docs/*.md', 'docs/runbooks/*.md'])
  .filter((page) => page !== 'CHANGELOG.md')
  .sort();
/** A word, or several within quotes; a comment ends the line. */
const WORD = /'[^']*'|"[^"]*"|[^\s'"]+(?:'[^']*'|"[^"]*")*/g;

function commandsOf(page: string): Written[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'));
  const within = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  // What a comment says to do next is typed, too.
  const lines = [...blocks, ...within].flatMap((line) => line.split(/\s+#\s+(?:then: )?|\s+&&\s+/));
  return lines.filter((line) => /^(aws|npx mlwarden|npm run) \S/.test(line)).map((line) => ({ page, line: line.trim() }));
}
export const written: readonly Written[] = PAGES.flatMap(commandsOf);

/** As a shell takes it apart. */
export const wordsOf = (line: string): string[] => (line.match(WORD) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/s, '$2'));
