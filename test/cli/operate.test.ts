import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { helpOf, overview } from '../../src/cli/help.ts';
import { HERE } from '../../src/cli/here.ts';
import { load, save } from '../../src/cli/local-store.ts';
import { MANUAL } from '../../src/cli/manual.ts';
import { operate } from '../../src/cli/operate.ts';
import { hostOf } from '../../src/cli/remote.ts';
import { readVerb } from '../../src/cli/verb-options.ts';
import { relative, timed } from '../../src/cli/when.ts';
import { verbs } from '../../src/operator/verbs.ts';
import { mlwarden } from './run.ts';
import { operated } from './typed.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const AS = ['--as', 'arn:aws:iam::111122223333:role/security/approver,ann'];
const POLICY = `
defaults: { reversible: observe, disruptive: observe, destructive: observe }
budget: { account: { repairs: 50, per: 10m }, violation: { repairs: 20, per: 10m } }
approvers: ['arn:aws:iam::111122223333:role/security/approver']
twoPersons: []
`;
let folder = '';
let ledger = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mlwarden-'));
  ledger = join(folder, 'ledger.json');
  await writeFile(join(folder, 'policy.yaml'), POLICY);
});

const typed = async (...args: string[]) => {
  const { code, out } = await operated([...args, '--local', ledger, '--policy', join(folder, 'policy.yaml')], NOW);
  return { code, out };
};

describe('the command line of the operator', () => {
  test('has a page for every verb, with every member of its input and no other', () => {
    expect(Object.keys(MANUAL).toSorted()).toEqual([...verbs.map((v) => v.name), 'policy check', ...Object.keys(HERE)].toSorted());
    expect(Object.keys(HERE)).toEqual(Object.keys(MANUAL).filter((name) => MANUAL[name]?.here));
    const kebab = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
    for (const { name, input } of verbs) {
      const { shape } = input._zod.def as object as { shape: object };
      const page = MANUAL[name];
      expect([...(page?.words ?? []), ...Object.keys(page?.flags ?? {})].toSorted(), name).toEqual(
        Object.keys(shape).map(kebab).toSorted(),
      );
    }
  });

  test.each(Object.keys(MANUAL))('%s: its help fits eighty columns, and its example is read as that verb', (name) => {
    for (const line of `${helpOf(name)}\n${overview()}`.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const words = (MANUAL[name]?.example ?? '').match(/'[^']*'|\S+/g)?.map((w) => w.replaceAll("'", '')) ?? [];
    expect(readVerb(words.slice(2)).verb).toBe(name);
  });

  test.each([
    [['paus'], 'There is no command "paus", and perhaps "pause" is meant'],
    [['aprove', 'x'], 'perhaps "approve" is meant'],
    [['exemt', 'add', 'x'], 'perhaps "exempt" is meant'],
    [['docter'], 'perhaps "doctor" is meant'],
    [['frobnicate'], 'There is no command "frobnicate": see npx mlwarden --help.'],
    [['exempt'], 'Say which: exempt add, exempt list, exempt end.'],
    [['status', 'now'], 'status takes no now: see'],
    [['pause', 'global', '--wy', 'x'], "Unknown option '--wy'"],
    [['pause', 'global', '--why'], "Option '--why' argument is ambiguous"],
    [['list', '--as', 'ann'], '--as takes a role by its full ARN and a session'],
  ])('%j is one sentence', async (args, says) => {
    await expect(typed(...args)).rejects.toThrow(says);
  });

  test('takes a case as one word or as several', () => {
    expect(readVerb(['show', 'notebook-encryption', 'My', 'Nb']).input).toEqual({ case: 'notebook-encryption My Nb' });
    expect(readVerb(['undo', 'v/k', '--exempt-until', '2d', '--why', 'x']).input).toEqual({ case: 'v/k', exemptUntil: '2d', why: 'x' });
  });

  test('needs to know where mlwarden is', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_DEFAULT_REGION', undefined);
    vi.stubEnv('MLWARDEN_URL', undefined);
    await expect(operate(['status'], new PassThrough(), NOW)).rejects.toThrow('Say where mlwarden is');
    await expect(operate(['status', ...AS], new PassThrough(), NOW)).rejects.toThrow('--as belongs to --local');
    vi.unstubAllEnvs();
  });

  test.each([
    'http://a1.lambda-url.eu-west-1.on.aws/',
    'https://example.com/',
    'https://a1.lambda-url.eu-west-1.on.aws.example.com/',
    'https://x@example.com',
    'nonsense',
    'https://a1.lambda-url.eu-west-1.on.aws:8443/',
  ])('signs nothing for %s, which is no URL of a function', (url) => {
    expect(() => hostOf(url)).toThrow('--url takes the https URL of a function');
  });
  test('reads the Region from the URL of a function', () => {
    expect(hostOf('https://a1.lambda-url.eu-west-1.on.aws/')).toEqual({ hostname: 'a1.lambda-url.eu-west-1.on.aws', region: 'eu-west-1' });
  });
});

describe('a ledger in a file', () => {
  test('remembers a pause, and who ended it; refusals and questions leave the file as it was', async () => {
    expect(await typed('pause', 'global', '--why', 'incident 42', '--until', '2h', '--utc')).toEqual({
      code: 0,
      out: 'everything is paused until 2026-11-23T14:00Z (in 2 h).\nIt is in force from the next admission on. A call already admitted leaves within\n    10 s or never.\nNothing is in flight in it. 0 open cases are in it.\n',
    });
    const before = await readFile(ledger, 'utf8');
    expect((await typed('status')).out).toContain('PAUSED: everything');
    expect(await typed('resume', 'global', '--why', 'x')).toMatchObject({ code: 2, out: expect.stringContaining('Nobody can tell') });
    expect(await readFile(ledger, 'utf8')).toBe(before);
    expect(await typed('resume', 'global', '--why', 'x', ...AS)).toMatchObject({
      code: 0,
      out: expect.stringContaining('everything goes on.'),
    });
    expect((await typed('status')).out).toContain('Nothing is paused.');
  });

  test('has no logs to tell of an event from', async () => {
    expect(await typed('why', '4105a4fc-f944-11e6-9d32-8fb2db27a909')).toEqual({
      code: 2,
      out: 'There are no logs here to tell what came of an event, and a resource that is\n    named like one goes by its ARN.\n',
    });
  });

  test('answers JSON in one shape', async () => {
    const json = async (...args: string[]) => JSON.parse((await typed(...args, '--json')).out);
    expect(await json('pause', 'violation', 'notebook-encryption', '--why', 'x')).toMatchObject({
      verb: 'pause',
      says: expect.any(Array),
      data: { pause: 'pause#violation#notebook-encryption', inFlight: [] },
    });
    expect(await json('pause', 'violation', 'x', '--why', 'x')).toEqual({
      verb: 'pause',
      refused: expect.stringContaining('There is no violation "x"'),
    });
  });

  test('of another shape is refused, and one that cannot be read fails', async () => {
    await writeFile(ledger, '{"v":2}');
    await expect(typed('status')).rejects.toThrow('is no local ledger of mlwarden');
    await expect(load(folder)).rejects.toThrow('cannot be read');
    const items = new Map([['control#desk\u0000-', { rev: 1, doc: 'rubbish' }]]);
    await save(ledger, { home: { account: '111122223333', region: 'eu-west-1' }, items });
    expect(await typed('pause', 'global', '--why', 'x')).toMatchObject({
      code: 1,
      out: expect.stringContaining('control#desk is not JSON'),
    });
  });

  test('is not where anybody looks', async () => {
    expect(await typed('look', 'notebook-encryption', 'x')).toMatchObject({ code: 2, out: expect.stringContaining('Nobody looks here') });
  });
});

describe('a policy', () => {
  test('is checked, and a mistake is named with its line', async () => {
    expect((await typed('policy', 'check', 'policy.yaml')).out).toContain('policy.yaml can be built; its hash is');
    const bad = join(folder, 'bad.yaml');
    await writeFile(bad, (await readFile('policy.yaml', 'utf8')).replace('destructive: observe', 'destructive: enforce'));
    await expect(typed('policy', 'check', bad)).rejects.toThrow(/bad\.yaml, line \d+: /);
    await expect(typed('policy', 'check')).rejects.toThrow('Say which policy to check');
  });
  test('is explained', async () => {
    const { out } = await typed('policy', 'explain', 'role-admin-policy', 'ml-training');
    expect(out).toContain('only where it is linked to ML');
    expect(out).toContain('reversible: not done (observe), by defaults.reversible');
  });
});

describe('times', () => {
  test.each([
    ['2026-11-23T12:00:10Z', 'now'],
    ['2026-11-23T13:30:00Z', 'in 90 min'],
    ['2026-11-23T09:00:00Z', '3 h ago'],
    ['2026-11-30T12:00:00Z', 'in 7 days'],
  ])('%s is %s', (at, says) => {
    expect(relative(new Date(at), NOW)).toBe(says);
  });
  test('are those of where the reader is, unless he wants UTC, and stay as they are where they are to be typed again', () => {
    const text = 'over at 2026-11-23T15:00:00.000Z; say --until 2026-11-24T12:00:00.000Z';
    expect(timed(text, NOW, true)).toBe('over at 2026-11-23T15:00Z (in 3 h); say --until 2026-11-24T12:00:00.000Z');
    vi.stubEnv('TZ', 'Asia/Kolkata');
    expect(timed(text, NOW, false)).toContain('over at 2026-11-23 20:30 (in 3 h)');
    vi.unstubAllEnvs();
  });
});

test('the program itself ends with 0, 1 or 2, and says what is wrong in one sentence', async () => {
  expect(await mlwarden('exempt', 'list', '--local', ledger)).toMatchObject({ code: 0, out: 'Nothing is exempt.\n', err: '' });
  expect(await mlwarden('resum', 'global')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^mlwarden: There is no command "resum", and perhaps "resume" is meant: /),
  });
  expect(await mlwarden('undo', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: npx mlwarden undo <case>') });
});
