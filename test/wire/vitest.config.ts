import { defineConfig } from 'vitest/config';

/** Apart from `npm test`: it needs emulators, which scripts/ installs. One file at a time, so that two cores are enough. */
export default defineConfig({
  test: { include: ['*.wire.ts'], testTimeout: 120_000, hookTimeout: 600_000, fileParallelism: false, reporters: ['verbose'] },
});
