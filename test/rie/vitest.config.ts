import { defineConfig } from 'vitest/config';

/** Apart from `npm test`: it needs the bundles, and tools that scripts/ installs. */
export default defineConfig({ test: { include: ['*.rie.ts'], testTimeout: 300_000, hookTimeout: 600_000 } });
