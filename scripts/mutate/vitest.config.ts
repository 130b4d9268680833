import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These cost the most: a mutant that lives comes to them, one that dies has mostly died before. */
const HEAVY = ['samples.test.ts', 'dynamodb.test.ts', 'read.test.ts', 'laws.test.ts', 'races.test.ts', 'policy-file.test.ts'];

class LightFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification): number => HEAVY.findIndex((name) => moduleId.endsWith(`/${name}`));
    return files.toSorted((a, b) => weight(a) - weight(b));
  }
}

/** The tests that prove engine, ledger and triggers, as fast as they go. */
export default defineConfig({
  test: {
    include: ['test/{engine,ledger,triggers}/**/*.test.ts', 'test/policy-file.test.ts'],
    // The one reads the source, which is another one here. The other takes as long as all the rest, and begins where they end.
    exclude: ['test/engine/source.test.ts', 'test/engine/storm.test.ts'],
    setupFiles: ['scripts/mutate/setup.ts'],
    env: { RUNS: '20' },
    isolate: false,
    // Instrumented, and beside others on a machine that is busy: slow is not wrong.
    testTimeout: 60_000,
    sequence: { sequencer: LightFirst },
  },
});
