/** `npm run mutate`: does a test notice when the source is changed? See docs/mutation.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { page, score } from './mutate/page.ts';
import { needless, reasonFor } from './mutate/reasons.ts';
import { MUTATED, type Mutant, mutate } from './mutate/run.ts';
import { sample } from './mutate/sample.ts';

/** Of a hundred mutants, so many have to be killed. A sample of some hundred may have drawn the worst statements. */
const BOUND = { whole: 90, sample: 85 };

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const tell = (m: Mutant): string => `${m.file}:${m.at}  ${m.line}\n    ${m.from}\n    → ${m.to}`;

/** Prints how it went, and returns whether enough were killed. */
function judged(mutants: readonly Mutant[], bound: number): boolean {
  if (mutants.length === 0) throw new Error('There was nothing to mutate.');
  const survivors = mutants.filter((m) => !m.killed);
  const strangers = survivors.filter((m) => !reasonFor(m));
  for (const survivor of strangers) console.log(`No reason is known why this lives:\n${tell(survivor)}`);
  const percent = score(mutants);
  console.log(
    `${mutants.length} mutants, ${mutants.length - survivors.length} killed, ${survivors.length} survived (${strangers.length} without a reason): ${percent.toFixed(1)} % killed, at least ${bound} % are wanted.`,
  );
  return percent >= bound;
}

async function whole(): Promise<boolean> {
  const began = performance.now();
  const mutants = await mutate([MUTATED]);
  writeFileSync('docs/mutation.md', page(mutants, (performance.now() - began) / 60_000));
  const survivors = mutants.filter((m) => !m.killed);
  const idle = needless(survivors);
  for (const reason of idle) console.log(`This reason has no survivor: ${reason}`);
  return judged(mutants, BOUND.whole) && idle.length === 0 && survivors.every((m) => reasonFor(m));
}

const { only, minutes, seed } = values;
if (minutes !== undefined) console.log(`Statements drawn by seed ${seed}, for ${minutes} minutes.`);
const well =
  minutes !== undefined
    ? judged(await sample(Number(seed), Number(minutes)), BOUND.sample)
    : only !== undefined
      ? judged(await mutate(only.split(',')), BOUND.whole)
      : await whole();
process.exitCode = well ? 0 : 1;
