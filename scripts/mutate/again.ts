/** Once more, after tests were written: what survived the last run, and every file that has changed since. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { flat, MUTATED, type Mutant, mutate } from './run.ts';

/** As Stryker takes a part of a file: the lines in which the change stands. */
function part({ file, at, from }: Mutant): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  let end = at;
  while (end < lines.length && !flat(lines.slice(at - 1, end).join('\n')).includes(from)) end++;
  return `${file}:${at}-${end}`;
}

const name = ({ file, at, from, to }: Mutant): string => JSON.stringify([file, at, from, to]);

/** What each file was like, by its hash. */
export const sources = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    globSync(MUTATED)
      .sort()
      .map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );

/** `was`: `sources` of the run that found `last`. */
export async function onceMore(last: readonly Mutant[], was: ReturnType<typeof sources>): Promise<readonly Mutant[]> {
  const is = Object.entries(sources());
  const same = new Set(is.flatMap(([file, hash]) => (was[file] === hash ? [file] : [])));
  const kept = last.filter(({ file }) => same.has(file));
  const survivors = kept.filter(({ killed }) => !killed);
  const found = await mutate([...new Set([...is.flatMap(([file]) => (same.has(file) ? [] : [file])), ...survivors.map(part)])]);
  const anew = new Map(found.map((mutant) => [name(mutant), mutant]));
  return [...kept.map((mutant) => anew.get(name(mutant)) ?? mutant), ...found.filter(({ file }) => !same.has(file))].sort(
    (a, b) => a.file.localeCompare(b.file) || a.at - b.at,
  );
}
