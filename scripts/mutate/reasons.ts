/** Why a mutant may live: reasons.yaml. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Mutant } from './run.ts';

type Change = Pick<Mutant, 'line' | 'from' | 'to'>;
interface Reason {
  readonly file: string;
  readonly why: string;
  readonly mutants: readonly Change[];
}

const name = (file: string, { line, from, to }: Change): string => [file, line, from, to].join(' · ');
const reasons: readonly Reason[] = parse(readFileSync(new URL('reasons.yaml', import.meta.url), 'utf8'));
const known = new Map(reasons.flatMap(({ file, why, mutants }) => mutants.map((mutant) => [name(file, mutant), why])));

export const reasonFor = (mutant: Mutant): string | undefined => known.get(name(mutant.file, mutant));

/** Reasons for which there is no survivor any more. */
export function needless(survivors: readonly Mutant[]): readonly string[] {
  const needed = new Set(survivors.map((mutant) => name(mutant.file, mutant)));
  return [...known.keys()].filter((key) => !needed.has(key));
}
