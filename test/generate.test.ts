import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sixth } from './sixth-violation.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let copy = '';

/** Runs a program of the copy. Says what it printed and how it ended. */
const run = (...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((done) => {
    const options = { cwd: copy, env: { ...process.env, NO_COLOR: '1' } };
    execFile(process.execPath, args, options, (error, out, err) => done({ code: error ? Number(error.code) : 0, said: out + err }));
  });
const generate = (...args: string[]) => run('scripts/generate.ts', ...args);
const text = (path: string): Promise<string> => readFile(`${copy}/${path}`, 'utf8');

async function addSixth(): Promise<void> {
  for (const [path, content] of Object.entries(sixth)) {
    await mkdir(dirname(`${copy}/${path}`), { recursive: true });
    await writeFile(`${copy}/${path}`, content);
  }
}

const PARTS = ['src', 'scripts', 'stacks', 'docs', 'events', 'test', 'package.json', 'template.yaml', 'policy.yaml', 'vitest.config.ts'];
beforeAll(async () => {
  copy = await mkdtemp(`${tmpdir()}/mlwarden-generate-`);
  for (const part of PARTS) await cp(`${root}/${part}`, `${copy}/${part}`, { recursive: true });
  await symlink(`${root}/node_modules`, `${copy}/node_modules`);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

// Each of them runs a program or two.
describe('generated files follow the violations', { timeout: 120_000 }, () => {
  test('the repository is fresh', async () => {
    expect(await generate('--check')).toEqual({ code: 0, said: expect.stringMatching(/are fresh/) });
  });

  test('a sixth violation is told to be missing, by file and with the command to run', async () => {
    await addSixth();
    const { code, said } = await generate('--check');
    expect(code).toBe(1);
    for (const path of [
      'src/registry.ts',
      'src/handlers/thrift/notebook-volume-size.ts',
      'stacks/thrift.yaml',
      'template.yaml',
      'policy.yaml',
    ]) {
      expect(said).toContain(`${path} is stale.`);
    }
    expect(said).toContain('Run: npm run generate');
  });

  test('one command gives it handler, stack, place in registry, frame and pages, and nothing is written by hand', async () => {
    expect((await generate()).code).toBe(0);
    expect((await text('src/handlers/thrift/notebook-volume-size.ts')).trimEnd().split('\n').length).toBeLessThanOrEqual(4);
    expect(await text('src/registry.ts')).toContain("from './remediations/thrift/notebook-volume-size.ts'");
    expect(await text('stacks/thrift.yaml')).toContain('RoleName: mlwarden-notebook-volume-size');
    expect(await text('template.yaml')).toContain('Location: stacks/thrift.yaml');
    expect(await text('docs/remediations.md')).toContain('runbooks/notebook-volume-size.md');
    expect(await generate('--check')).toMatchObject({ code: 0 });
  });

  test('whoever shares its kind is allowed to wake it', async () => {
    expect(await text('stacks/notebooks.yaml')).toContain(':mlwarden-notebook-volume-size');
  });

  test('its stories are played by its handler', async () => {
    const { code, said } = await run('src/cli/mlwarden.ts', 'replay', 'events/thrift');
    expect(said).toContain('A notebook with a volume of two terabytes');
    expect(said).toMatch(/ended as told/);
    expect(code).toBe(0);
  });

  test('the tests of all violations are its own', async () => {
    const files = ['registry', 'runbooks', 'remediations', 'deploy/policy', 'deploy/permissions', 'deploy/rules', 'world/undo'];
    const itsOwn = ['-t', 'notebook-volume-size|a large volume'];
    const { code, said } = await run('node_modules/vitest/vitest.mjs', 'run', '--reporter=verbose', ...files, ...itsOwn);
    expect({ code, failed: said.split('\n').filter((line) => line.includes(' FAIL ')) }).toEqual({ code: 0, failed: [] });
    const passed = said.split('\n').filter((line) => line.includes(' ✓ '));
    for (const title of [
      'notebook-volume-size > has one name through remediation, handler, samples, stories, test, runbook and stack',
      'every trigger of notebook-volume-size has a sample, and so has every call it listens for',
      'the runbook of notebook-volume-size > is one screen until somebody unfolds more of it',
      'the commands of notebook-volume-size do what its page says',
      'what the page of notebook-volume-size says by hand is answered by AWS, and changes what it is to change',
      'a notebook with a large volume is stopped, and told about once it is',
      'the rules of notebook-volume-size > hear events/thrift/notebook-volume-size.state-change.json',
      'the role of notebook-volume-size > ',
      '> and undone, it is as it was before',
    ]) {
      expect(passed).toContainEqual(expect.stringContaining(title));
    }
  });

  test('what a person wrote in its runbook stays, around the commands that are typed', async () => {
    const page = await text('docs/runbooks/notebook-volume-size.md');
    expect(page).toMatch(/# notebook-volume-size\n.*A person wrote this\..*## Commands\n.*A person wrote this, too\..*## Where it is/s);
  });

  test('a file that was edited by hand is told by name', async () => {
    await writeFile(`${copy}/stacks/identity.yaml`, `${await text('stacks/identity.yaml')}# mine\n`);
    expect((await generate('--check')).said).toBe('stacks/identity.yaml is stale.\nRun: npm run generate\n');
    await generate();
  });

  test('a violation under another name than its file is refused', async () => {
    const path = `${copy}/src/remediations/thrift/notebook-volume-size.ts`;
    await cp(path, path.replace('volume', 'disk'));
    expect(await generate('--check')).toEqual({
      code: 1,
      said: expect.stringMatching(/notebook-disk-size\.ts holds thrift\/notebook-volume-size/),
    });
    await rm(path.replace('volume', 'disk'));
  });

  test('a violation that is taken away leaves no generated file behind', async () => {
    await rm(`${copy}/src/remediations/thrift`, { recursive: true });
    expect((await generate()).said).toContain('docs/runbooks/notebook-volume-size.md: there is no violation');
    await rm(`${copy}/docs/runbooks/notebook-volume-size.md`);
    expect((await generate()).code).toBe(0);
    expect(await text('policy.yaml')).toBe(await readFile(`${root}/policy.yaml`, 'utf8'));
    await expect(text('src/handlers/thrift/notebook-volume-size.ts')).rejects.toThrow('ENOENT');
    await expect(text('stacks/thrift.yaml')).rejects.toThrow('ENOENT');
    expect(await text('template.yaml')).toBe(await readFile(`${root}/template.yaml`, 'utf8'));
  });
});
