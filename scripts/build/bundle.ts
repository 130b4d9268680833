/** One handler as one file, as small as it gets. Numbers behind each option: docs/decisions. */
import { type BuildOptions, build, type Metafile } from 'esbuild';

export interface Bundle {
  readonly bytes: number;
  readonly metafile: Metafile;
}

/** CommonJS starts faster than ESM on Lambda; `module` before `main` finds the SDK's tree-shakable half. */
const common = (root: string): BuildOptions => ({
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  alias: { '@aws-sdk/credential-provider-node': `${root}/scripts/env-credentials.ts` },
  metafile: true,
  logLevel: 'warning',
});

async function measured(options: BuildOptions): Promise<Bundle> {
  const { metafile } = await build(options);
  const bytes = Object.values(metafile?.outputs ?? {}).reduce((sum, { bytes: of }) => sum + of, 0);
  if (!metafile) throw new Error('esbuild kept no record of what it bundled.');
  return { bytes, metafile };
}

export const bundle = (root: string, entry: string, outfile: string, define: Record<string, string>): Promise<Bundle> =>
  measured({ ...common(root), entryPoints: [entry], outfile, define });

/** A bundle of libraries only, written nowhere unless it is said where. */
export const weigh = (root: string, contents: string, outfile?: string): Promise<Bundle> =>
  measured({
    ...common(root),
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile: outfile ?? 'libraries.js',
    write: outfile !== undefined,
  });
