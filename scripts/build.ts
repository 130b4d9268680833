/**
 * One bundle per handler in dist/, with policy.yaml compiled in, and a table of what each weighs beside what its clients and libraries
 * weigh by themselves. Exits 1 where the policy is refused (file and line are named) or where our own code adds too much.
 */
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PolicyRefused, readPolicy } from '../src/policy-file.ts';
import { remediations } from '../src/registry.ts';
import { bundle, weigh } from './build/bundle.ts';
import { librariesOf } from './build/libraries.ts';
import { release } from './build/release.ts';

/** KB that our own code may add to a bundle: it is loaded at every cold start. */
const OURS = 60;
/** What is done on approval alone waits for people, not for a start (decision 0039). */
const MORE: Readonly<Record<string, number>> = { 'identity/role-data-scope': 72 };
const mayAdd = (name: string): number => MORE[name] ?? OURS;
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

async function defined(): Promise<Record<string, string>> {
  const text = await readFile(`${root}/policy.yaml`, 'utf8');
  const policy = readPolicy(text, 'policy.yaml', new Map(remediations.map((r) => [r.id, r.settings])));
  return { MLWARDEN_POLICY: JSON.stringify(policy), MLWARDEN_RELEASE: JSON.stringify(await release(root)) };
}

const row = (...[name = '', ...numbers]: string[]) => console.log([name.padEnd(40), ...numbers.map((n) => n.padStart(12))].join(''));
const kb = (bytes: number) => (bytes / 1024).toFixed(1);

/**
 * Builds one handler, prints its row, and says whether what we add is small enough: what it weighs more than its libraries alone, or what our own
 * files take of it, where that is more. Alone, libraries are weighed with what the bundle leaves out of them.
 */
async function make(entry: string, define: Record<string, string>): Promise<boolean> {
  const name = entry.replace('src/handlers/', '').replace('.ts', '');
  const { bytes, parts, metafile } = await bundle(root, entry, `dist/${name}/index.js`, define);
  const libraries = await weigh(root, await librariesOf(root, metafile));
  const added = Math.max(bytes - parts.given - libraries.bytes, parts.ours);
  row(name, kb(bytes), kb(libraries.bytes), kb(added));
  return added <= mayAdd(name) * 1024;
}

async function main(): Promise<void> {
  const define = await defined();
  await rm(`${root}/dist`, { recursive: true, force: true });
  await mkdir(`${root}/dist`);
  // The repository's own package.json says ESM; a deployed bundle stands alone, and CommonJS is the default then.
  await writeFile(`${root}/dist/package.json`, '{ "type": "commonjs" }\n');
  console.log(`mlwarden ${JSON.parse(define.MLWARDEN_RELEASE ?? '""')}\n`);
  row('bundle', 'KB', 'libraries', 'ours');
  const heavy: string[] = [];
  for (const entry of (await Array.fromAsync(glob('src/handlers/**/*.ts', { cwd: root }))).sort()) {
    if (!(await make(entry, define))) heavy.push(entry);
  }
  if (heavy.length > 0) throw new Error(`Our own code adds more than ${OURS} KB to ${heavy.join(', ')}, or than it is said to.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof PolicyRefused ? error.message : `build: ${(error as Error).message}`);
  process.exitCode = 1;
}
