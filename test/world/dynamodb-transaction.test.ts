import { describe, expect, test } from 'vitest';
import { key, N, Put, S, TableName, table } from './platform/small-table.ts';

describe('a transaction', () => {
  test('writes, updates, deletes and checks together', async () => {
    const { put, get, transact } = table();
    await put('old');
    await put('checked', { rev: N(3) });
    const ConditionExpression = 'rev = :three';
    await transact([
      Put('new', { rev: N(1) }),
      { Delete: { TableName, Key: key('old') } },
      {
        Update: {
          TableName,
          Key: key('counted'),
          UpdateExpression: 'SET n = if_not_exists(n, :zero) + :one',
          ExpressionAttributeValues: { ':zero': N(0), ':one': N(1) },
        },
      },
      { ConditionCheck: { TableName, Key: key('checked'), ConditionExpression, ExpressionAttributeValues: { ':three': N(3) } } },
    ]);
    expect([await get('new'), await get('old'), await get('counted')]).toEqual([
      { ...key('new'), rev: N(1) },
      undefined,
      { ...key('counted'), n: N(1) },
    ]);
  });

  test('changes nothing when one item refuses, and says which', async () => {
    const { put, get, transact } = table();
    await put('there', { rev: N(1) });
    const refused = { ...Put('there').Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const, TableName, Item: key('there') };
    await expect(transact([Put('new'), { Put: refused }])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringContaining('[None, ConditionalCheckFailed]'),
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { ...key('there'), rev: N(1) } }],
    });
    expect(await get('new')).toBeUndefined();
  });

  test('that meets another is cancelled for conflict, and no item is to blame', async () => {
    const { world, get, transact } = table();
    world.faults.plan({ on: 'dynamodb:TransactWriteItems', what: 'conflict' });
    await expect(transact([Put('a'), Put('b')])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    });
    expect(await get('a')).toBeUndefined();
  });

  test('whose answer was lost has happened, and its token makes it happen no second time', async () => {
    const { world, get, transact } = table();
    world.faults.plan({ on: 'dynamodb:TransactWriteItems', what: 'reset-after' });
    await expect(transact([Put('a')], 'token')).rejects.toThrow('socket hang up');
    expect(await get('a')).toEqual(key('a'));
    await expect(transact([Put('a')], 'token')).resolves.toBeDefined();
    await expect(transact([Put('a')], 'another')).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  });

  test('with the token of another is refused, for ten minutes', async () => {
    const { world, transact } = table();
    await transact([Put('a')], 'token');
    await expect(transact([Put('b')], 'token')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    await world.run(new Date(world.clock.now() + 10 * 60_000));
    await expect(transact([Put('b')], 'token')).resolves.toBeDefined();
  });

  test.each([
    ['two operations on one item', () => [Put('a'), { Delete: { TableName, Key: key('a') } }], 'multiple operations on one item'],
    ['101 items', () => Array.from({ length: 101 }, (_, i) => Put(`${i}`)), 'less than or equal to 100'],
    ['an item without its key', () => [{ Put: { TableName, Item: { pk: S('a') } } }], 'Missing the key sk'],
    ['an item over 400 KB', () => [Put('a', { doc: S('x'.repeat(400 * 1024)) })], 'maximum allowed size'],
    ['a key of an index that is no string', () => [Put('a', { due: N(1) })], 'Type mismatch for Index Key due'],
  ])('of %s is refused whole', async (_, items, message) => {
    await expect(table().transact(items())).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });
});
