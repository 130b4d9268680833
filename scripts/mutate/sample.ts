/** A sample of the mutants: statements of the source drawn by a seed, as many as the time allows. */
import { globSync } from 'node:fs';
import { seeded } from '../../test/world/random.ts';
import { MUTATED, type Mutant, mutate } from './run.ts';
import { type Statement, statements } from './statements.ts';

/** Seconds to start, and lines a second, on two cores: where the first guess is wrong, the next is better. */
const START = 15;
const PACE = 1.5;

function drawn(seed: number): Statement[] {
  const random = seeded(seed);
  return globSync(MUTATED)
    .sort()
    .flatMap(statements)
    .map((statement) => ({ statement, rank: random.next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ statement }) => statement);
}

/** The same seed draws the same statements in the same order; the time says how far it comes. */
export async function sample(seed: number, minutes: number): Promise<readonly Mutant[]> {
  const left = drawn(seed);
  const until = performance.now() + minutes * 60_000;
  const mutants: Mutant[] = [];
  let pace = PACE;
  for (let first = true; left.length > 0; first = false) {
    const seconds = (until - performance.now()) / 1000 - START;
    if (seconds < START && !first) return mutants;
    // Half of it at first, so that the pace of this machine is known for the rest.
    let lines = Math.max(1, seconds * pace * (first ? 0.5 : 0.8));
    const parts: Statement[] = [];
    for (let next = left[0]; next && lines > 0; next = left[0]) {
      parts.push(next);
      left.shift();
      lines -= next.lines;
    }
    const began = performance.now();
    mutants.push(...(await mutate(parts.map(({ part }) => part))));
    const took = Math.max(1, (performance.now() - began) / 1000 - START);
    pace = parts.reduce((sum, part) => sum + part.lines, 0) / took;
  }
  return mutants;
}
