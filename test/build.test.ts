import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, weigh } from '../scripts/build/bundle.ts';
import { librariesOf } from '../scripts/build/libraries.ts';
import { release } from '../scripts/build/release.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
let copy = '';

const build = (): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) => {
    execFile(process.execPath, ['scripts/build.ts'], { cwd: copy }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
async function edit(path: string, from: string, to: string): Promise<() => Promise<void>> {
  const before = await readFile(`${copy}/${path}`, 'utf8');
  await writeFile(`${copy}/${path}`, before.replace(from, to));
  return () => writeFile(`${copy}/${path}`, before);
}

/** Enough to see how a build ends. */
const ONE = ['src/handlers/notebooks/notebook-root-access.ts', 'src/handlers/operator.ts'];

beforeAll(async () => {
  copy = await mkdtemp(`${tmpdir()}/mlwarden-build-`);
  for (const part of ['src', 'scripts', 'package.json', 'package-lock.json', 'policy.yaml']) {
    await cp(`${root}/${part}`, `${copy}/${part}`, { recursive: true });
  }
  await rm(`${copy}/src/handlers`, { recursive: true });
  for (const kept of ONE) await cp(`${root}/${kept}`, `${copy}/${kept}`);
  await symlink(`${root}/node_modules`, `${copy}/node_modules`);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('a build prints what each bundle weighs, its libraries alone, and what we add', async () => {
  const { code, out } = await build();
  expect(out).toMatch(/^notebooks\/notebook-root-access +\d+\.\d +\d+\.\d +\d+\.\d$/m);
  expect(code).toBe(0);
});

test('a bundle carries the policy and the name of the release', async () => {
  const text = await readFile(`${copy}/dist/notebooks/notebook-root-access/index.js`, 'utf8');
  expect(text).toContain(await release(copy));
  expect(text).toMatch(/destructive:"observe"/);
});

test('a mistake in the policy is named by file and line, and nothing is built', async () => {
  const undo = await edit('policy.yaml', 'destructive: observe }', 'destructive: enforce }');
  const { code, err } = await build();
  expect(err).toMatch(/^policy\.yaml, line \d+: /);
  expect(code).toBe(1);
  await undo();
});

test('a policy may be as long as it has to be: it is no code of ours', async () => {
  const accounts = Array.from({ length: 400 }, (_, n) => `  "${100_000_000_000 + n}": { name: account-${n} }\n`).join('');
  const undo = await edit('policy.yaml', 'accounts: {}', `accounts:\n${accounts}`);
  expect(await readFile(`${copy}/policy.yaml`, 'utf8')).toContain('account-399');
  expect(await build()).toMatchObject({ code: 0 });
  await undo();
});

test('a build fails when our own code grows too heavy', async () => {
  const undo = await edit('scripts/build.ts', 'const OURS = 60', 'const OURS = 10');
  expect(await build()).toMatchObject({ code: 1, err: expect.stringContaining('adds more than 10 KB to src/handlers/notebooks/') });
  await undo();
});

test('a program of only the libraries of a bundle weighs what they weigh within it, to one part in fifty', async () => {
  const define = { MLWARDEN_POLICY: '{}', MLWARDEN_RELEASE: '""' };
  const whole = await bundle(root, 'src/handlers/pipelines/sweep.ts', `${copy}/dist/sweep.js`, define);
  const alone = await weigh(root, await librariesOf(root, whole.metafile));
  expect(Math.abs(alone.bytes - whole.parts.libraries) / whole.parts.libraries).toBeLessThan(0.02);
});

test('every byte of a bundle is a library, ours, or compiled in by name', async () => {
  const define = { MLWARDEN_POLICY: '{}', MLWARDEN_RELEASE: '""' };
  const { bytes, parts } = await bundle(root, 'src/handlers/tell.ts', `${copy}/dist/tell.js`, define);
  expect(parts.ours).toBeGreaterThan(10_000);
  expect((bytes - parts.libraries - parts.ours - parts.given) / bytes).toBeLessThan(0.01);
});

test('the same sources have the same release, any other source has another', async () => {
  const before = await release(copy);
  expect(await release(copy)).toBe(before);
  const undo = await edit('src/site.ts', 'unbuilt', 'not built');
  expect(await release(copy)).not.toBe(before);
  await undo();
});
