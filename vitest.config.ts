import { defineConfig } from 'vitest/config';

const WHOLE = { lines: 100, branches: 100 };

export default defineConfig({
  test: {
    // Some tests build bundles or run the generator, beside everything else and on two cores.
    testTimeout: 30_000,
    // Vitest leaves one core free by itself; on two cores that is half of them.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: [['text', { skipFull: true }]],
      // Where a line that no test runs could change something in somebody's account.
      thresholds: { 'src/engine/**': WHOLE, 'src/triggers/**': WHOLE, 'src/ledger/**': WHOLE },
    },
  },
});
