/** Every test that docs/laws.md names is there, under that name. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FILE_OR_TITLE = /`(test\/[^`*]+\.ts)`|\*([^*]+)\*/g;
const rows = readFileSync('docs/laws.md', 'utf8')
  .split('<!-- sabotage -->')[0]
  ?.split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`test/'));

/** A title may leave out what varies, and is that of a table of cases then. */
function named(row: string): [string, string][] {
  let file = '';
  return [...row.matchAll(FILE_OR_TITLE)].flatMap(([, path, title]): [string, string][] => {
    file = path ?? file;
    return title === undefined ? [] : [[file, title]];
  });
}

test.each((rows ?? []).flatMap(named))('%s has "%s"', (file, title) => {
  const source = existsSync(file) ? readFileSync(file, 'utf8').replaceAll("\\'", "'") : '';
  for (const part of title.split(/ ?… ?/)) expect(source).toContain(part);
});
test('the page names tests', () => expect((rows ?? []).flatMap(named).length).toBeGreaterThan(50));
