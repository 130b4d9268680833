import { defineConfig } from 'vitest/config';

/** AWS itself, which scripts/wire-aws.sh asks about first. */
export default defineConfig({
  test: { include: ['*.aws.ts'], testTimeout: 300_000, hookTimeout: 600_000, reporters: ['verbose'] },
});
