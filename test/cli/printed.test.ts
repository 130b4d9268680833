import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlwarden } from './run.ts';

let lines: readonly string[] = [];
beforeAll(async () => {
  lines = (await mlwarden('replay', 'events')).out.split('\n');
}, 60_000);
const tooLong = (all: readonly string[]) => all.filter((line) => [...line].length > 80);

describe('what a replay of all stories prints', () => {
  test('fits a terminal of 80 columns', () => {
    expect(lines.length).toBeGreaterThan(1_000);
    expect(tooLong(lines)).toEqual([]);
  });
  test('fits it with a policy in a folder far away', async () => {
    const policy = join(await mkdtemp(join(tmpdir(), 'm'.repeat(90))), 'policy.yaml');
    await cp('events/policy.yaml', policy);
    const { code, out } = await mlwarden('replay', 'events/identity/role-admin-policy.cloudtrail.json', '--policy', policy);
    expect([code, tooLong(out.split('\n'))]).toEqual([0, []]);
  });
  test('ends with a table that counts the changes of each story', () => {
    const head = lines.findIndex((line) => /^ +# +story +ends +changes +as told$/.test(line));
    const count = Number(/all (\d+) ended as told/.exec(lines.join('\n'))?.[1]);
    const rows = lines.slice(head + 1, head + 1 + count);
    expect(rows.map((row) => row.slice(0, 3).trim())).toEqual(rows.map((_, i) => `${i + 1}`));
    for (const row of rows) expect(row).toMatch(/ \d+ {2}yes$/);
  });
});
