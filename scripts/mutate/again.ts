/** Once more, after tests were written: what survived the last run, and every file that has changed since. */
import { globSync, readFileSync } from 'node:fs';
import { flat, MUTATED, type Mutant, mutate } from './run.ts';

const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n');

/** As Stryker takes a part of a file: the lines in which the change stands. */
function part({ file, at, from }: Mutant): string {
  const lines = linesOf(file);
  let end = at;
  while (end < lines.length && !flat(lines.slice(at - 1, end).join('\n')).includes(from)) end++;
  return `${file}:${at}-${end}`;
}

const name = ({ file, at, from, to }: Mutant): string => JSON.stringify([file, at, from, to]);

export async function onceMore(last: readonly Mutant[]): Promise<readonly Mutant[]> {
  const byFile = Map.groupBy(last, ({ file }) => file);
  const files = globSync(MUTATED).sort();
  const asItWas = (file: string): boolean => {
    const lines = linesOf(file);
    return byFile.get(file)?.every(({ at, line }) => flat(lines[at - 1] ?? '') === line) ?? false;
  };
  const same = new Set(files.filter(asItWas));
  const kept = last.filter(({ file }) => same.has(file));
  const survivors = kept.filter(({ killed }) => !killed);
  const found = await mutate([...new Set([...files.filter((file) => !same.has(file)), ...survivors.map(part)])]);
  const anew = new Map(found.map((mutant) => [name(mutant), mutant]));
  return [...kept.map((mutant) => anew.get(name(mutant)) ?? mutant), ...found.filter(({ file }) => !same.has(file))].sort(
    (a, b) => a.file.localeCompare(b.file) || a.at - b.at,
  );
}
