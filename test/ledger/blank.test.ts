import { expect, test } from 'vitest';
import { blankLedger } from '../../src/ledger/blank.ts';
import { memoryLedger } from '../../src/ledger/memory.ts';
import { AT, admission, subject } from './contract.ts';

test('a ledger that keeps nothing takes every change, and the next look finds all as if nobody had ever looked, and nothing paused', async () => {
  const before = await blankLedger.open(subject);
  expect(before).toEqual(await memoryLedger().open(subject));
  expect(await blankLedger.write(subject, admission(before))).toBe('written');
  await blankLedger.noteSweep({ kind: 'k', at: AT, looked: 1, flawed: 0, sent: 0, policy: 'p' });
  expect(await blankLedger.open(subject)).toEqual(before);
  expect(await Array.fromAsync(blankLedger.entries(subject.violation, subject.key))).toEqual([]);
  expect(await Array.fromAsync(blankLedger.due(new Date(AT)))).toEqual([]);
  expect(await blankLedger.lastSweep('k')).toBeUndefined();
});
