import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { middle } from '../scripts/generate/pages.ts';
import { remediations } from '../src/registry.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let copy = '';

/** Runs the generator of the copy. Says what it printed and how it ended. */
const generate = (...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((done) => {
    execFile(process.execPath, ['scripts/generate.ts', ...args], { cwd: copy }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, said: out + err }),
    );
  });
const text = (path: string): Promise<string> => readFile(`${copy}/${path}`, 'utf8');

/** The sixth violation, as somebody would write it: here a sibling of a known one under a name and family of its own. */
async function addSixth(): Promise<void> {
  const known = await text('src/remediations/notebooks/notebook-root-access.ts');
  const sixth = known.replaceAll('notebook-root-access', 'notebook-internet-access').replaceAll("'notebooks'", "'open-doors'");
  await cp(`${copy}/src/remediations/notebooks/notebook-root-access.ts`, `${copy}/src/remediations/open-doors/notebook-internet-access.ts`);
  await writeFile(`${copy}/src/remediations/open-doors/notebook-internet-access.ts`, sixth);
  await writeFile(`${copy}/docs/runbooks/notebook-internet-access.md`, '## What it means\n\nA person wrote this.\n');
}

beforeAll(async () => {
  copy = await mkdtemp(`${tmpdir()}/mlwarden-generate-`);
  for (const part of ['src', 'scripts', 'stacks', 'docs', 'package.json', 'template.yaml']) {
    await cp(`${root}/${part}`, `${copy}/${part}`, { recursive: true });
  }
  await symlink(`${root}/node_modules`, `${copy}/node_modules`);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('generated files follow the violations', () => {
  test('the repository is fresh', async () => {
    expect(await generate('--check')).toEqual({ code: 0, said: expect.stringMatching(/are fresh/) });
  });

  test('a sixth violation is told to be missing, by file and with the command to run', async () => {
    await addSixth();
    const { code, said } = await generate('--check');
    expect(code).toBe(1);
    for (const path of [
      'src/registry.ts',
      'src/handlers/open-doors/notebook-internet-access.ts',
      'stacks/open-doors.yaml',
      'template.yaml',
    ]) {
      expect(said).toContain(`${path} is stale.`);
    }
    expect(said).toContain('Run: npm run generate');
  });

  test('one command gives it handler, stack, place in registry, frame and pages, and nothing is written by hand', async () => {
    expect((await generate()).code).toBe(0);
    expect((await text('src/handlers/open-doors/notebook-internet-access.ts')).trimEnd().split('\n').length).toBeLessThanOrEqual(4);
    expect(await text('src/registry.ts')).toContain("from './remediations/open-doors/notebook-internet-access.ts'");
    expect(await text('stacks/open-doors.yaml')).toContain('RoleName: mlwarden-notebook-internet-access');
    expect(await text('template.yaml')).toContain('Location: stacks/open-doors.yaml');
    expect(await text('docs/remediations.md')).toContain('runbooks/notebook-internet-access.md');
    expect(await generate('--check')).toMatchObject({ code: 0 });
  });

  test('whoever shares its kind is allowed to wake it', async () => {
    expect(await text('stacks/notebooks.yaml')).toContain(':mlwarden-notebook-internet-access');
  });

  test('what a person wrote in its runbook stays, between a head and a foot', async () => {
    const page = await text('docs/runbooks/notebook-internet-access.md');
    expect(page).toMatch(/# notebook-internet-access\n.*A person wrote this\..*## Where it is/s);
  });

  test('a file that was edited by hand is told by name', async () => {
    await writeFile(`${copy}/stacks/identity.yaml`, `${await text('stacks/identity.yaml')}# mine\n`);
    expect((await generate('--check')).said).toBe('stacks/identity.yaml is stale.\nRun: npm run generate\n');
    await generate();
  });

  test('a violation under another name than its file is refused', async () => {
    const path = `${copy}/src/remediations/open-doors/notebook-internet-access.ts`;
    await cp(path, path.replace('internet', 'network'));
    expect(await generate('--check')).toEqual({
      code: 1,
      said: expect.stringMatching(/notebook-network-access\.ts holds open-doors\/notebook-internet-access/),
    });
    await rm(path.replace('internet', 'network'));
  });

  test('a violation that is taken away leaves no generated file behind', async () => {
    await rm(`${copy}/src/remediations/open-doors`, { recursive: true });
    expect((await generate()).said).toContain('docs/runbooks/notebook-internet-access.md: there is no violation');
    await rm(`${copy}/docs/runbooks/notebook-internet-access.md`);
    expect((await generate()).code).toBe(0);
    await expect(text('src/handlers/open-doors/notebook-internet-access.ts')).rejects.toThrow('ENOENT');
    await expect(text('stacks/open-doors.yaml')).rejects.toThrow('ENOENT');
    expect(await text('template.yaml')).toBe(await readFile(`${root}/template.yaml`, 'utf8'));
  });
});

test.each(remediations)('the runbook of $id says more than the code already does', async ({ id }) => {
  expect(middle(await readFile(`${root}/docs/runbooks/${id}.md`, 'utf8')).length).toBeGreaterThan(500);
});
