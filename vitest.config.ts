import { defineConfig } from 'vitest/config';

const WHOLE = { lines: 100, branches: 100 };

/** What changes the clients of the SDK, for as long as its process lives. */
const ALONE = ['test/simulation/found.test.ts'];

/** What runs programs as a person would, builds, or plays for long: `npm run test:slow`. */
export const SLOW = [
  ...['build', 'generate', 'engine/storm', 'world/convergence', 'world/undo', 'world/story/rough-weather'].map(
    (name) => `test/${name}.test.ts`,
  ),
  ...['live', 'live-safe', 'operate', 'printed', 'refusals', 'replay', 'told-otherwise', 'doctor/doctor', 'scan/ladder', 'scan/scan'].map(
    (name) => `test/cli/${name}.test.ts`,
  ),
];

export default defineConfig({
  test: {
    // Some tests build bundles or run the generator, beside everything else and on two cores.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Vitest leaves one core free by itself; on two cores that is half of them.
    maxWorkers: '100%',
    globalSetup: ['test/temporary.ts'],
    projects: [
      // The SDK and our schemas are loaded once a worker, not once a file.
      { extends: true, test: { name: 'together', isolate: false, exclude: ['node_modules/**', ...ALONE, ...SLOW] } },
      { extends: true, test: { name: 'slow', isolate: false, include: SLOW } },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: [['text', { skipFull: true }]],
      // Where a line that no test runs could change something in somebody's account.
      thresholds: { 'src/engine/**': WHOLE, 'src/triggers/**': WHOLE, 'src/ledger/**': WHOLE },
    },
  },
});
