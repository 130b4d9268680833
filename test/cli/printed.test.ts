import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlwarden } from './run.ts';

let lines: readonly string[] = [];
beforeAll(async () => {
  lines = (await mlwarden('replay', 'events')).out.split('\n');
});
const tooLong = (all: readonly string[]) => all.filter((line) => [...line].length > 80);

describe('what a replay of all stories prints', () => {
  test('fits a terminal of 80 columns', () => {
    expect(lines.length).toBeGreaterThan(1_000);
    expect(tooLong(lines)).toEqual([]);
  });
  test('opens with how much follows and where it happens', () => {
    const count = lines.filter((line) => /^\d+\. /.test(line)).length;
    expect(lines[0]).toMatch(new RegExp(`^${count} stories follow`));
    expect(lines[1]).toBe('All happens in a model of AWS in this process: nothing of yours is touched.');
  });
  test('tells of notebooks, then of endpoints, then of identity', () => {
    const violations = lines.flatMap((line) => /^ {2}violation {2}(\w+)-/.exec(line)?.[1] ?? []);
    expect([...new Set(violations)].slice(0, 3)).toEqual(['notebook', 'endpoint', 'access']);
  });
  test('has the example of the README in it, byte for byte', async () => {
    const [, example] = /^```\n(\d+\..*?)^```$/ms.exec(await readFile('README.md', 'utf8')) ?? [];
    expect(example).toContain('record ');
    expect(lines.join('\n')).toContain(example);
  });
  test('fits it with a policy in a folder far away', async () => {
    const policy = join(await mkdtemp(join(tmpdir(), 'm'.repeat(90))), 'policy.yaml');
    await cp('events/policy.yaml', policy);
    const { code, out } = await mlwarden('replay', 'events/identity/role-admin-policy.cloudtrail.json', '--policy', policy);
    expect([code, tooLong(out.split('\n'))]).toEqual([0, []]);
  });
  test.each([
    'withheld: StopNotebookInstance, disruptive: over budget, by budget.violation',
    'withheld: DetachRolePolicy of arn:aws:iam::aws:policy/AdministratorAccess, disruptive: out of scope, by scope.AWS::IAM::Role',
    'disruptive: protected, by arn:aws:iam::*:role/break-glass*',
    'contained: DeleteNotebookInstance, destructive, is withheld: only observed, by defaults.destructive',
    'PutRolePolicy of mlwarden-revoke-older-sessions, disruptive; enforced by defaults.disruptive',
    'UpdateNotebookInstance with RootAccess Disabled, reversible; enforced by',
    'UpdateEndpoint with EndpointConfigName fraud-cfg-7-mlw-5cdd2889559a, disruptive;',
    'endpoint-encryption ignored it: names nothing of ours',
  ])('says once and in words: %s', (says) => {
    expect(lines.map((line) => line.trim()).join(' ')).toContain(says);
  });
  test('has no reason as the ledger spells it', () => {
    expect(lines.filter((line) => /over-budget|out-of-scope|names-nothing|, is withheld: own|withheld:.*is withheld/.test(line))).toEqual(
      [],
    );
  });
  test('ends with a table that counts the changes of each story', () => {
    const head = lines.findIndex((line) => /^ +# +story +ends +changes +as told$/.test(line));
    const count = Number(/all (\d+) ended as told/.exec(lines.join('\n'))?.[1]);
    const rows = lines.slice(head + 1, head + 1 + count);
    expect(rows.map((row) => row.slice(0, 3).trim())).toEqual(rows.map((_, i) => `${i + 1}`));
    for (const row of rows) expect(row).toMatch(/ \d+ {2}yes$/);
  });
});
