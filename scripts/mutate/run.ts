/** Runs StrykerJS over parts of the source. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

/** One change of the source, and whether a test noticed. `line` is where it begins, `from` and `to` what was changed: no numbers, they move. */
export interface Mutant {
  readonly file: string;
  readonly at: number;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly killed: boolean;
  /** Killed by never ending. */
  readonly endless: boolean;
}
export const MUTATED = 'src/{engine,ledger,triggers}/**/*.ts';

export const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** `parts` as `file` or `file:line-line`. */
export async function mutate(parts: readonly string[]): Promise<readonly Mutant[]> {
  const stryker = new Stryker({
    mutate: [...parts],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    // In a thread the stack is shorter, and a test of faults without number needs all of it.
    vitest: { configFile: 'scripts/mutate/vitest.config.ts', related: false, pool: 'forks' },
    coverageAnalysis: 'perTest',
    concurrency: availableParallelism(),
    // Long: what a busy machine delays must not count as killed. A loop without end is noticed earlier, by how often it comes by.
    timeoutMS: 60_000,
    // There is none of this name. TypeScript 7 has no API by which it could be rewritten, and nothing here needs it.
    tsconfigFile: 'tsconfig.none.json',
    // Not below this folder: whoever runs the tests meanwhile would find them twice.
    tempDirName: mkdtempSync(join(tmpdir(), 'mlwarden-mutate-')),
    ignorePatterns: ['dist', 'coverage', '.aws-sam'],
    reporters: ['progress-append-only'],
    warnings: false,
    // A mutant without a test is a survivor, not a reason to stop.
    thresholds: { high: 100, low: 90, break: null },
  });
  const results = await stryker.runMutationTest();
  // A machine that is busy makes many of them, and what is left then proves little: whoever reads the score has to know.
  const broken = results.filter(({ status }) => status === 'RuntimeError').length;
  console.log(`${broken} of ${results.length} mutants could not be loaded and are not counted.`);
  return results.flatMap(({ fileName, location: { start, end }, replacement, status }) => {
    // What cannot even be loaded is no mutant: nobody would have to notice it.
    if (status === 'RuntimeError') return [];
    const source = readFileSync(fileName, 'utf8');
    const from = flat(source.slice(offset(source, start), offset(source, end)));
    const line = flat(`${source.split('\n')[start.line - 1]}`);
    const endless = status === 'Timeout';
    const killed = status === 'Killed' || endless;
    return { file: relative('.', fileName), at: start.line, line, from, to: flat(`${replacement}`), killed, endless };
  });
}

/** Stryker counts lines and columns from 1. */
function offset(source: string, { line, column }: { line: number; column: number }): number {
  const before = source.split('\n').slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, column - 1);
}
