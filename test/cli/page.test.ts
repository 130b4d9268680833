/** Every command of the pages that runs on one's own machine, as it is typed, against the model of AWS. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MANUAL } from '../../src/cli/manual.ts';
import { readVerb } from '../../src/cli/verb-options.ts';
import { told } from '../answers.ts';
import { wordsOf, written } from '../written.ts';
import { answering, sound } from './doctor/stack.ts';
import { type Served, served, typed } from './served.ts';

const lines = new Set(written.flatMap(({ line }) => (/^npx mlwarden (?!replay|-|<)/.test(line) ? [line.split(/ [>|] /)[0] ?? ''] : [])));
const commands = [...lines]
  .map((line) => wordsOf(line).slice(2))
  .filter((words) => MANUAL[readVerb(words).verb]?.here || (words[0] === 'policy' && words[1] === 'check'));

let at: Served;
/** What is deployed, for the doctor. */
let stack: Awaited<ReturnType<typeof answering>>;
/** An exported trail. */
let trail = '';
beforeAll(async () => {
  trail = join(await mkdtemp(join(tmpdir(), 'mlwarden-')), 'trail.jsonl');
  await writeFile(trail, (await typed('export', '--local', `${trail}.ledger`)).out);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  stack = await answering(sound('another', 'p'));
  at = await served({ notebooks: [{ NotebookInstanceName: 'Churn-Exploration', RootAccess: 'Enabled' }] });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await at.stop();
  await stack.stop();
});

/** What each ends with where a notebook is wrong, and another release is deployed. */
const ENDS: Readonly<Record<string, number>> = { scan: 3, plan: 3, doctor: 3 };

test.each(commands.map((words) => [words.join(' '), words] as const))('%s', async (_, words) => {
  const { verb } = readVerb(words);
  const elsewhere = 'endpoint' in (MANUAL[verb]?.flags ?? {}) ? ['--endpoint', verb === 'doctor' ? stack.url : at.url] : [];
  const whole = [...words.map((word) => (word === 'trail.jsonl' ? trail : word)), ...elsewhere];
  const { code, out } = await typed(...whole);
  expect([code, out.length > 0]).toEqual([ENDS[verb] ?? 0, true]);
  if (words.some((word) => word === '--markdown' || word === '--html')) return;
  const json = await typed(...whole.filter((word) => word !== '--json'), '--json');
  expect([json.code, told(verb, JSON.parse(json.out))]).toMatchObject([code, { verb, data: expect.any(Object) }]);
});
