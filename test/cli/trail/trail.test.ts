import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { save } from '../../../src/cli/local-store.ts';
import { exported } from '../../../src/cli/trail/export.ts';
import { digest } from '../../../src/ledger/chain.ts';
import type { Entry } from '../../../src/ledger/items.ts';
import { resourceOf } from '../../engine/lamp.ts';
import { policy } from '../../engine/policies.ts';
import { Counter } from '../../operator/desk.ts';
import { typed } from '../served.ts';

const KEY = resourceOf('a').key;
let folder = '';
let ledger = '';
let file = '';
/** Two cases and a word of the desk, in a ledger in a file. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mlwarden-'));
  ledger = join(folder, 'ledger.json');
  file = join(folder, 'trail.jsonl');
  const counter = new Counter(policy());
  counter.street.place('a', { paint: 'red', door: 'open' });
  await counter.looked('lamp-off');
  await counter.looked('lamp-shut');
  await counter.ask('pause', { level: 'global', why: 'x' });
  await save(ledger, { home: { account: '111122223333', region: 'eu-west-1' }, items: counter.street.items });
});
const take = async (...args: string[]) => await typed('export', ...args, '--local', ledger);
const verify = async (...args: string[]) => await typed('verify', file, ...args);
const lines = async (...args: string[]): Promise<string[]> => (await take(...args)).out.trimEnd().split('\n');
const put = async (all: readonly string[]) => await writeFile(file, `${all.join('\n')}\n`);
const parsed = (line: string) => JSON.parse(line) as { entry?: Entry; chain?: object; export?: object; end?: object };

describe('an exported trail', () => {
  test('holds every chain whole, and verifies', async () => {
    const all = await lines();
    await put(all);
    const kinds = all.map((line) => Object.keys(parsed(line))[0]);
    expect([kinds[0], kinds.at(-1)]).toEqual(['export', 'end']);
    expect(kinds.filter((k) => k === 'chain')).toHaveLength(3);
    expect(await verify()).toEqual({ code: 0, err: '', out: expect.stringMatching(/^3 chains of \d+ entries: whole\.\n$/) });
  });
  test('of one case, and of a span of time, verifies as the part that it is', async () => {
    await put(await lines(`lamp-off/${KEY}`));
    expect((await verify()).out).toContain('1 chains of');
    const entries = (await lines(`lamp-off/${KEY}`)).flatMap((line) => parsed(line).entry ?? []);
    const at = entries[2]?.at ?? '';
    for (const [args, left] of [
      [['--since', at], entries.filter((e) => e.at >= at)],
      [['--until', at], entries.filter((e) => e.at <= at)],
      [['--after', '2'], entries.slice(2)],
      [['--after', '999'], []],
    ] as const) {
      const part = await lines(`lamp-off/${KEY}`, ...args);
      expect(part.flatMap((line) => parsed(line).entry ?? [])).toEqual(left);
      await put(part);
      expect(await verify()).toMatchObject({ code: 0 });
    }
  });
  test('of a case that is none is refused with 2', async () => {
    expect(await take('lamp-off', 'nobody')).toEqual({ code: 2, out: expect.any(String), err: expect.stringContaining('no violation') });
  });
  test('that had to stop is cut off, and says so', async () => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const answers = [{ says: [], data: { chains: ['a/b'] } }, { failed: 'the ledger is gone' }];
    const ask = async () => answers.shift() ?? { failed: 'x' };
    expect(await exported({}, ask, new Date(), { out, err })).toBe(1);
    expect(String(err.read())).toBe('mlwarden: the ledger is gone\n');
    await writeFile(file, String(out.read()));
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('cut off') });
  });
  test('turns pages', async () => {
    const all = (await lines(`lamp-off/${KEY}`)).flatMap((line) => parsed(line).entry ?? []);
    const head = { seq: all.length, hash: all.at(-1)?.hash ?? '' };
    const asked: unknown[] = [];
    const ask = async (input: Readonly<Record<string, unknown>>) => {
      asked.push(input.after);
      const from = Number(input.after ?? 0);
      const entries = JSON.parse(JSON.stringify(all.slice(from, from + 2)));
      return { says: [], data: { violation: 'lamp-off', key: KEY, head, entries, more: from + 2 < all.length } };
    };
    const out = new PassThrough();
    expect(await exported({ case: 'x' }, ask, new Date(), { out, err: new PassThrough() })).toBe(0);
    expect(asked.slice(0, 3)).toEqual([undefined, '2', '4']);
    await writeFile(file, String(out.read()));
    expect(await verify()).toMatchObject({ code: 0 });
  });
});

describe('a trail that somebody had in his hands', () => {
  const altered = (all: string[], i: number): string[] => all.map((line, n) => (n === i ? line.replace('"at":"2026', '"at":"2025') : line));
  test.each<[string, (all: string[]) => string[], string]>([
    [
      'with an entry altered',
      (all) =>
        altered(
          all,
          all.findIndex((l) => l.includes('"entry"')),
        ),
      'was altered',
    ],
    [
      'with an entry put in place of another, and its hash computed anew',
      (all) =>
        all.map((line) => {
          const { entry } = parsed(line);
          if (entry?.seq !== 2) return line;
          const { hash: _, ...unsigned } = { ...entry, prev: 'f'.repeat(64) };
          return JSON.stringify({ entry: { ...unsigned, hash: digest(unsigned) } });
        }),
      'entry 2 does not follow from the one before it',
    ],
    ['without one of its entries', (all) => all.filter((_, i) => i !== all.findIndex((l) => l.includes('"seq":2,'))), 'entry 2 is missing'],
    ['without the last of a chain', (all) => all.filter((_, i) => !all[i + 1]?.includes('"chain"')), 'the case ends at entry'],
    ['without a chain', (all) => all.filter((l) => !l.includes('lamp-shut')), 'it says that it holds 3 chains'],
    ['without its end', (all) => all.slice(0, -1), 'its last line is missing'],
    ['with more behind its end', (all) => [...all, all[1] ?? ''], 'more behind its end'],
    [
      'with an entry of another chain',
      (all) => all.map((l) => (l.includes('"chain"') ? l.replace('lamp-off', 'lamp-shut') : l)),
      'belongs to',
    ],
  ])('%s is broken', async (_, change, says) => {
    const all = await lines();
    const changed = change(all);
    expect(changed).not.toEqual(all);
    await put(changed);
    const { code, out } = await verify();
    expect([code, out.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(says)]);
    const said = JSON.parse((await verify('--json')).out) as { data: { faults: string[] }; wrong: boolean };
    expect([said.wrong, said.data.faults.length > 0]).toEqual([true, true]);
  });
  test.each([
    ['{}\n', 'line 1: it is no line of an exported trail'],
    ['rubbish\n', 'line 1: it is not JSON'],
    ['', 'it is empty'],
    ['{"end":{"chains":0,"entries":0}}\n', 'its first line does not say what was asked for'],
  ])('%j is none at all', async (content, says) => {
    await writeFile(file, content);
    await expect(verify()).rejects.toThrow(says);
  });
  test('has to be there', async () => {
    await expect(typed('verify', join(folder, 'nobody'))).rejects.toThrow('There is no file');
    await expect(typed('verify', folder)).rejects.toThrow('cannot be read');
    await expect(typed('verify')).rejects.toThrow('Say which file to verify');
  });
});

test('what would be left behind ends with 3, and nothing with 0', async () => {
  const { code, out } = await typed('uninstall', '--plan', '--local', ledger);
  expect([code, out]).toEqual([3, expect.stringContaining('held: off since')]);
  expect(await typed('uninstall', '--plan', '--local', join(folder, 'new.json'))).toMatchObject({ code: 0 });
  expect(await typed('uninstall', '--local', ledger)).toMatchObject({ code: 2 });
  expect(await readFile(ledger, 'utf8')).toContain('lamp-off');
});
