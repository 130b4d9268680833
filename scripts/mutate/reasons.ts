/**
 * Why a mutant may live. Reviewed by hand; known by its text, so that it stays when lines move. A reason that no survivor needs is a fault,
 * and so is a survivor without a reason.
 */
import type { Mutant } from './run.ts';

interface Reason {
  readonly file: string;
  readonly why: string;
  /** The line on which it begins, what is changed, into what. */
  readonly mutants: readonly (readonly [line: string, from: string, to: string])[];
}

const REASONS: readonly Reason[] = [];

const known = new Map(
  REASONS.flatMap(({ file, why, mutants }) => mutants.map(([line, from, to]) => [[file, line, from, to].join('\n'), why] as const)),
);
const name = ({ file, line, from, to }: Mutant): string => [file, line, from, to].join('\n');

export const reasonFor = (mutant: Mutant): string | undefined => known.get(name(mutant));

/** Reasons for which there is no survivor any more. */
export function needless(survivors: readonly Mutant[]): readonly string[] {
  const needed = new Set(survivors.map(name));
  return [...known.keys()].filter((key) => !needed.has(key)).map((key) => key.replaceAll('\n', ' · '));
}
