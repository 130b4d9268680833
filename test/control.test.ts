/** What the bench of the controls counts. Its bursts are played by `npm run bench:control -- --quick`. */
import { expect, test } from 'vitest';
import { sizeOf, unitsOf } from '../scripts/control/units.ts';

const item = (pk: string, doc: string, more: object = {}) => ({
  pk: { S: pk },
  sk: { S: '-' },
  rev: { N: '12' },
  doc: { S: doc },
  ...more,
});
const put = (one: object) => ({ Put: { TableName: 't', Item: one } });

test('an item is as big as its names and values are in bytes', () => {
  expect(sizeOf(undefined)).toBe(0);
  expect(sizeOf(item('é', 'x'))).toBe('pk'.length + 2 + 'sk'.length + 1 + 'rev'.length + 2 + 'doc'.length + 1);
});

test('a consistent read is a unit for each 4 KB of an item, and for each that is not there', () => {
  const before = new Map<string, unknown>([
    ['a -', undefined],
    ['b -', item('b', 'x'.repeat(4_096))],
  ]);
  expect(unitsOf({ operation: 'BatchGetItem', input: {}, before })).toEqual({ reads: 3, writes: 0, indexes: 0, items: 2 });
});

test('an item of a transaction is written twice, as big as it was or is, and a check is one of 1 KB at least', () => {
  const input = {
    TransactItems: [put(item('a', 'x')), put(item('b', 'x')), { ConditionCheck: { Key: { pk: { S: 'c' }, sk: { S: '-' } } } }],
  };
  const before = new Map<string, unknown>([['b -', item('b', 'x'.repeat(1_025))]]);
  expect(unitsOf({ operation: 'TransactWriteItems', input, before })).toEqual({ reads: 0, writes: 2 + 4 + 2, indexes: 0, items: 3 });
});

test.each<[string, object, object, number]>([
  ['begins', {}, { due: { S: 'due' }, wakeAt: { S: '1' } }, 1],
  ['ends', { due: { S: 'due' }, wakeAt: { S: '1' } }, {}, 1],
  ['stays', { due: { S: 'due' }, wakeAt: { S: '1' } }, { due: { S: 'due' }, wakeAt: { S: '1' } }, 0],
  ['moves', { due: { S: 'due' }, wakeAt: { S: '1' } }, { due: { S: 'due' }, wakeAt: { S: '2' } }, 2],
  ['is in both', {}, { due: { S: 'due' }, wakeAt: { S: '1' }, outcome: { S: 'x' }, since: { S: '1' } }, 2],
])('an entry of an index that %s is written as often as its place and its words change', (_, was, is, indexes) => {
  const input = { TransactItems: [put(item('a', 'x', is))] };
  const before = new Map<string, unknown>([['a -', item('a', 'x', was)]]);
  expect(unitsOf({ operation: 'TransactWriteItems', input, before }).indexes).toBe(indexes);
});
