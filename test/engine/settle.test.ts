import { describe, expect, test } from 'vitest';
import { begin, change, type Draft, ours } from '../../src/engine/draft.ts';
import { both } from '../../src/engine/expect.ts';
import type { Json, Seen } from '../../src/engine/remediation.ts';
import { applied, isSeen, refused, voided } from '../../src/engine/settle.ts';
import { type Attempt, freshBudget, freshCase, freshLock, type Last, type Lock } from '../../src/ledger/items.ts';
import { resourceOf, START } from './lamp.ts';

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(START - hours * HOUR).toISOString();
const made = (over: Partial<Last> = {}): Last => ({
  violation: 'lamp-off',
  token: 1,
  born: 'b',
  at: at(0),
  hash: 'h',
  purpose: 'repair',
  call: { api: 'SwitchOff', input: {} },
  effect: 'disruptive',
  expect: { power: 'off' },
  status: 'sent',
  ...over,
});
function draft(attempts: readonly Attempt[] = [], over: Partial<Lock> = {}): Draft {
  const { key } = resourceOf('a');
  const lock = { ...freshLock(key), ...over };
  const kase = { ...freshCase('lamp-off', key), attempts: [...attempts] };
  const opened = { lock, case: kase, budgets: [freshBudget('x'), freshBudget('y')] as const, paused: [] };
  return begin(opened, { violation: 'lamp-off', resource: resourceOf('a'), release: 'r', policy: 'p', now: new Date(START) });
}

describe('a change is seen', () => {
  test.each<[string, Partial<Last>, Seen<Json> | undefined, boolean]>([
    ['in a lamp that is as it was to be', {}, { born: 'b', state: { power: 'off' } }, true],
    ['in no lamp that is not', {}, { born: 'b', state: { power: 'on' } }, false],
    ['in no other lamp of its name, however alike', {}, { born: 'c', state: { power: 'off' } }, false],
    ['in no lamp that is not there', {}, undefined, false],
    ['when the lamp was to be gone, and is', { expect: 'gone' }, undefined, true],
    ['when the lamp was to be gone, and another stands there', { expect: 'gone' }, { born: 'c', state: {} }, true],
    ['not while the lamp that was to be gone is there', { expect: 'gone' }, { born: 'b', state: {} }, false],
  ])('%s', (_, last, seen, is) => {
    expect(isSeen(made(last), seen)).toBe(is);
  });
});

describe('an attempt', () => {
  const attempt = (hours: number): Attempt => ({ hash: 'h', at: at(hours), end: 'applied' });

  test('is remembered for a day', () => {
    const d = draft([attempt(25), attempt(24), attempt(23.9)]);
    voided(d, made(), 'not seen');
    expect(d.case.attempts.map((a) => a.at)).toEqual([at(23.9), at(0)]);
  });

  test.each<[string, (d: Draft) => void, Attempt]>([
    ['that worked', (d) => applied(d, made({ by: 'ana' }), false), { hash: 'h', at: at(0), end: 'applied', by: 'ana' }],
    ['of a flaw that nobody is known to have caused', (d) => applied(d, made(), false), { hash: 'h', at: at(0), end: 'applied' }],
    ['that was never seen', (d) => voided(d, made(), 'not seen'), { hash: 'h', at: at(0), end: 'void', text: 'not seen' }],
    ['that AWS refused', (d) => refused(d, made(), 'no', true), { hash: 'h', at: at(0), end: 'refused', text: 'no' }],
  ])('%s is remembered with what is known of it', (_, settle, expected) => {
    const d = draft();
    settle(d);
    expect(d.case.attempts).toStrictEqual([expected]);
  });

  test('that met a passing condition is none', () => {
    const d = draft();
    refused(d, made(), 'Rate exceeded', false);
    expect(d.case.attempts).toEqual([]);
  });
});

describe('once a hand-back is seen', () => {
  const owed = { what: 'off', violation: 'lamp-off', call: { api: 'SwitchOn', input: {} }, expect: { power: 'on' }, since: at(1) };
  test('nothing is owed any more, even where another flaw holds the lamp', () => {
    const d = draft([], { owed, holds: { 'lamp-shut': { what: 'off', effect: 'disruptive', since: at(0) } } });
    applied(d, made({ purpose: 'hand-back', call: owed.call, expect: { power: 'on' } }), false);
    expect(d.lock.owed).toBeUndefined();
    expect(d.lock.last?.status).toBe('seen');
  });
});

describe('what two changes have brought about', () => {
  test.each<[string, Json, Json, Json]>([
    ['is what both say, of different keys', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ['is what the later says, of the same key', { a: 1 }, { a: 2 }, { a: 2 }],
    ['is both, deep within', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    ['is what the later says, where the earlier was no map', 'x', { a: 1 }, { a: 1 }],
    ['is what the later says, where it is no map', { a: 1 }, 'gone', 'gone'],
    ['is also that a key is not there', { a: null }, { b: null }, { a: null, b: null }],
  ])('%s', (_, first, then, is) => {
    expect(both(first, then)).toStrictEqual(is);
  });
});

describe('a look that changed nothing', () => {
  const seenBy = (before: string | undefined, now: string | undefined) => {
    const d = draft();
    if (before) Object.assign(d.opened.case, { by: before });
    if (now) d.case = { ...d.case, by: now };
    return change(d) !== undefined;
  };
  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['writes nothing', undefined, undefined, false],
    ['writes nothing of somebody who is known already', 'ana', 'ana', false],
    ['writes who caused the flaw, where nobody was known', undefined, 'ana', true],
    ['writes who caused the flaw, where it was somebody else', 'bob', 'ana', true],
  ])('%s', (_, before, now, writes) => {
    expect(seenBy(before, now)).toBe(writes);
  });
});

describe('a session of our own', () => {
  test.each([
    ['arn:aws:sts::111122223333:assumed-role/mlwarden-notebooks/look', true],
    ['arn:aws:iam::111122223333:role/mlwarden-notebooks', true],
    ['arn:aws:iam::111122223333:role/team/path/mlwarden-notebooks', true],
    ['arn:aws:sts::111122223333:assumed-role/dev/ana', false],
    ['arn:aws:sts::111122223333:assumed-role/dev/mlwarden-ana', false],
    ['arn:aws:iam::111122223333:role/my-mlwarden-role', false],
    ['arn:aws:iam::111122223333:user/mlwarden-ana', false],
    ['myrole/mlwarden-x', false],
    ['cloudformation.amazonaws.com', false],
  ])('%s: %s', (by, is) => {
    expect(ours(by)).toBe(is);
  });
});
