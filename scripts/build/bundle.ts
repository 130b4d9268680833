/** One handler as one file, as small as it gets. Numbers behind each option: decision 0039. */
import { builtinModules } from 'node:module';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

export interface Bundle {
  readonly bytes: number;
  /** Bytes of it that other people's packages take, our own files, and what is compiled in by name: a policy is as long as it has to be. */
  readonly parts: { readonly libraries: number; readonly ours: number; readonly given: number };
  readonly metafile: Metafile;
}

/**
 * The SDK imports this when an operation streams events, as none of ours does. Inside, that import alone would wrap most of the SDK in closures.
 * Clients with such operations (S3, CloudWatch Logs) import it at once, and get it.
 */
const withoutStreams: Plugin = {
  name: 'without event streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** CommonJS starts faster than ESM on Lambda; `module` before `main` finds the SDK's tree-shakable half. */
const common = (root: string): BuildOptions => ({
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  plugins: [withoutStreams],
  alias: { '@aws-sdk/credential-provider-node': `${root}/scripts/env-credentials.ts` },
  metafile: true,
  logLevel: 'warning',
});

async function measured(options: BuildOptions): Promise<Bundle> {
  const { metafile } = await build(options);
  const bytes = Object.values(metafile?.outputs ?? {}).reduce((sum, { bytes: of }) => sum + of, 0);
  if (!metafile) throw new Error('esbuild kept no record of what it bundled.');
  const needed = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external, kind }) => external && kind !== 'dynamic-import'),
  );
  const missing = needed.find(({ path }) => !builtinModules.includes(path.replace(/^node:/, '')));
  if (missing) throw new Error(`${missing.path} is not in the bundle, and would be missing in Lambda.`);
  return { bytes, parts: partsOf(metafile), metafile };
}

function partsOf({ outputs }: Metafile): Bundle['parts'] {
  const parts = { libraries: 0, ours: 0, given: 0 };
  for (const [path, { bytesInOutput }] of Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    parts[path.includes('node_modules/') ? 'libraries' : path.startsWith('<define:') ? 'given' : 'ours'] += bytesInOutput;
  }
  return parts;
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
