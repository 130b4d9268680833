import { defineConfig } from 'vitest/config';

/** Apart from `npm test`: it needs emulators, which scripts/ installs, and the tests are one story, in its order. */
export default defineConfig({
  test: { include: ['*.e2e.ts'], testTimeout: 300_000, hookTimeout: 900_000, bail: 1, reporters: ['verbose'] },
});
