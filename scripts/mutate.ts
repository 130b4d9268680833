/** `npm run mutate`: does a test notice when the source is changed? See docs/mutation.md. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commandLine } from './command-line.ts';
import { onceMore, sources } from './mutate/again.ts';
import { page, score } from './mutate/page.ts';
import { needless, reasonFor } from './mutate/reasons.ts';
import { MUTATED, type Mutant, mutate } from './mutate/run.ts';
import { sample } from './mutate/sample.ts';

/** Of a hundred mutants, so many have to be killed. A sample of some hundred may have drawn the worst statements. */
const BOUND = { whole: 90, sample: 85 };
/** What the last full run found, on this machine. */
const LAST = 'dist/mutants.json';

const values = commandLine('npm run mutate: every statement of the engine and the ledger changed, one at a time, and the tests run', {
  only: { takes: 'FILES', says: 'these instead of all, with a comma between' },
  minutes: { takes: 'MINUTES', says: 'a sample of statements, for so long' },
  seed: { takes: 'N', says: 'which statements are drawn', default: 1 },
  again: { says: 'what survived the last full run, and what has changed since; the page anew' },
  reasons: { says: 'the page anew from the last full run, after reasons were edited' },
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

interface Run {
  readonly mutants: readonly Mutant[];
  readonly minutes: number;
  readonly day: string;
  readonly sources: ReturnType<typeof sources>;
}
const last = (): Run => JSON.parse(readFileSync(LAST, 'utf8'));

async function run(before?: Run): Promise<Run> {
  const began = performance.now();
  const mutants = before ? await onceMore(before.mutants, before.sources) : await mutate([MUTATED]);
  const minutes = (before?.minutes ?? 0) + (performance.now() - began) / 60_000;
  const done = { mutants, minutes, day: new Date().toISOString().slice(0, 10), sources: sources() };
  mkdirSync('dist', { recursive: true });
  writeFileSync(LAST, JSON.stringify(done));
  return done;
}

/** Writes the page, and returns whether enough were killed and every survivor has its reason. */
function whole({ mutants, minutes, day }: Run): boolean {
  writeFileSync('docs/mutation.md', page(mutants, minutes, day));
  const survivors = mutants.filter((m) => !m.killed);
  const idle = needless(survivors);
  for (const reason of idle) console.log(`This reason has no survivor: ${reason}`);
  return judged(mutants, BOUND.whole) && idle.length === 0 && survivors.every((m) => reasonFor(m));
}

async function main(): Promise<boolean> {
  const { only, minutes, seed, again, reasons } = values;
  if (only !== undefined) return judged(await mutate(only.split(',')), BOUND.whole);
  if (minutes === undefined) return whole(reasons ? last() : await run(again ? last() : undefined));
  console.log(`Statements drawn by seed ${seed}, for ${minutes} minutes.`);
  return judged(await sample(seed, minutes), BOUND.sample);
}

process.exitCode = (await main()) ? 0 : 1;
