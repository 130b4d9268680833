import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

const TableName = 'mlwarden-ledger';
const S = (text: string): AttributeValue => ({ S: text });
const N = (n: number): AttributeValue => ({ N: String(n) });
const key = (pk: string, sk = '-') => ({ pk: S(pk), sk: S(sk) });

function table(stale = false) {
  const world = new World({ seed: 7, start: new Date('2026-03-01T12:00:00Z'), stale });
  const client = new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1, ...world.connection() });
  const put = (pk: string, more: Record<string, AttributeValue> = {}, sk = '-') =>
    client.send(new PutItemCommand({ TableName, Item: { ...key(pk, sk), ...more } }));
  const get = async (pk: string) => (await client.send(new GetItemCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;
  const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
    client.send(new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }));
  return { world, client, put, get, transact };
}
const Put = (pk: string, more: Record<string, AttributeValue> = {}): TransactWriteItem => ({
  Put: { TableName, Item: { ...key(pk), ...more }, ConditionExpression: 'attribute_not_exists(pk)' },
});

describe('conditions', () => {
  const ITEM = { rev: N(10), name: S('a'), map: { M: { sub_key: S('x') } }, list: { L: [N(1), N(2)] }, flag: { BOOL: true } };
  test.each([
    ['attribute_exists(rev)', true],
    ['attribute_not_exists(rev)', false],
    ['attribute_type(rev, :type)', true],
    ['rev = :ten', true],
    ['rev < :nine', false],
    ['rev > :nine', true],
    ['rev <> :nine', true],
    ['gone = :nine', false],
    ['gone < :nine', false],
    ['gone <> :nine', true],
    ['NOT rev = :ten OR #n = :a', true],
    ['NOT (rev = :ten OR #n = :a)', false],
    ['rev = :nine AND #n = :a OR #n = :a', true],
    ['rev = :nine AND (#n = :a OR #n = :a)', false],
    ['#m.sub_key = :x', true],
    ['#l[1] = :two', true],
    ['rev BETWEEN :nine AND :ten', true],
    ['rev IN (:nine, :ten)', true],
    ['begins_with(#n, :a)', true],
    ['rev >= :a', false],
  ])('%s is %s', async (ConditionExpression, holds) => {
    const { client, put } = table();
    await put('i', ITEM);
    const names = { '#n': 'name', '#m': 'map', '#l': 'list' };
    const values = { ':type': S('N'), ':nine': N(9), ':ten': N(10), ':two': N(2), ':a': S('a'), ':x': S('x') };
    const used = <T>(given: Record<string, T>) =>
      Object.fromEntries(Object.entries(given).filter(([name]) => ConditionExpression.includes(name)));
    const ExpressionAttributeNames = used(names);
    const ExpressionAttributeValues = used(values);
    const input = {
      TableName,
      Key: key('i'),
      ConditionExpression,
      ...(Object.keys(ExpressionAttributeNames).length > 0 && { ExpressionAttributeNames }),
      ...(Object.keys(ExpressionAttributeValues).length > 0 && { ExpressionAttributeValues }),
    };
    const attempt = client.send(new DeleteItemCommand(input));
    await (holds
      ? expect(attempt).resolves.toBeDefined()
      : expect(attempt).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' }));
  });

  test.each([
    ['a reserved word', { ConditionExpression: 'token = :v', ExpressionAttributeValues: { ':v': N(1) } }, 'reserved keyword: token'],
    ['a name nobody gave', { ConditionExpression: 'attribute_exists(#x)' }, 'attribute name: #x'],
    ['a value nobody gave', { ConditionExpression: 'rev = :v' }, 'attribute value: :v'],
    [
      'a name nobody uses',
      { ConditionExpression: 'attribute_exists(pk)', ExpressionAttributeNames: { '#x': 'x' } },
      'unused in expressions: keys: {#x}',
    ],
    ['a value nobody uses', { ExpressionAttributeValues: { ':v': N(1) } }, 'unused in expressions: keys: {:v}'],
    ['half a sentence', { ConditionExpression: 'rev =' }, 'Syntax error'],
    ['a strange sign', { ConditionExpression: 'rev ! 1' }, 'Syntax error'],
  ])('%s is refused', async (_, more, message) => {
    const attempt = table().client.send(new PutItemCommand({ TableName, Item: key('i'), ...more }));
    await expect(attempt).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
  });
});

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

describe('reads', () => {
  test('a batch is consistent when asked, refuses a key twice, and may leave some for later', async () => {
    const { world, client, put } = table(true);
    await put('a');
    const batch = (...Keys: Record<string, AttributeValue>[]) =>
      client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }));
    expect((await batch(key('a'), key('b'))).Responses?.[TableName]).toEqual([key('a')]);
    await expect(batch(key('a'), key('a'))).rejects.toMatchObject({ name: 'ValidationException' });
    world.faults.plan({ on: 'dynamodb:BatchGetItem', what: 'partial' });
    const partly = await batch(key('b'), key('a'));
    expect([partly.Responses?.[TableName], partly.UnprocessedKeys?.[TableName]?.Keys]).toEqual([[], [key('a')]]);
  });

  test('a partition comes in order, forward or back, page by page', async () => {
    const { client, put } = table();
    for (const sk of ['3', '1', '2']) await put('p', {}, sk);
    await put('other', {}, '0');
    const page = async (more: object) => {
      const input = {
        TableName,
        KeyConditionExpression: 'pk = :p AND sk >= :from',
        ExpressionAttributeValues: { ':p': S('p'), ':from': S('1') },
        ...more,
      };
      const { Items, LastEvaluatedKey } = await client.send(new QueryCommand(input));
      return { found: Items?.map((item) => item.sk?.S), next: LastEvaluatedKey };
    };
    expect(await page({})).toEqual({ found: ['1', '2', '3'], next: undefined });
    expect(await page({ ScanIndexForward: false, Limit: 2 })).toEqual({ found: ['3', '2'], next: key('p', '2') });
    expect(await page({ ExclusiveStartKey: key('p', '2') })).toEqual({ found: ['3'], next: undefined });
    expect(await page({ Limit: 3 })).toMatchObject({ next: key('p', '3') });
  });

  test('an index holds only items that have its keys, and lags behind', async () => {
    const { world, client, put } = table(true);
    const due = async () => {
      const input = { TableName, IndexName: 'by-wake', KeyConditionExpression: 'due = :d', ExpressionAttributeValues: { ':d': S('due') } };
      return (await client.send(new QueryCommand(input))).Items?.map((item) => item.pk?.S);
    };
    await put('a', { due: S('due'), wakeAt: S('2') });
    await put('b', { due: S('due'), wakeAt: S('1') });
    await put('c', { due: S('due') });
    const seen = [];
    for (let i = 0; i < 20; i += 1) seen.push(await due());
    expect(seen).toContainEqual([]);
    await world.run(new Date(world.clock.now() + 3_000));
    expect(await due()).toEqual(['b', 'a']);
  });

  test('what was read or written can be changed by nobody else', async () => {
    const { world, get } = table();
    const Item = { ...key('a'), map: { M: { x: S('1') } } };
    world.call('dynamodb', 'PutItem', { TableName, Item });
    Item.map.M.x = S('2');
    const read = world.call('dynamodb', 'GetItem', { TableName, Key: key('a'), ConsistentRead: true }) as { Item: typeof Item };
    read.Item.map.M.x = S('3');
    expect((await get('a'))?.map).toEqual({ M: { x: S('1') } });
  });
});

test('an operator sets, removes and reads back with single commands', async () => {
  const { client, put, get } = table();
  await put('control', { until: N(1), why: S('x') });
  const change = {
    UpdateExpression: 'SET #u = :u, seen.by_me = :u REMOVE why',
    ExpressionAttributeNames: { '#u': 'until' },
    ExpressionAttributeValues: { ':u': N(5) },
  };
  await expect(client.send(new UpdateItemCommand({ TableName, Key: key('control'), ...change }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await put('control', { until: N(1), why: S('x'), seen: { M: {} } });
  const updated = await client.send(new UpdateItemCommand({ TableName, Key: key('control'), ...change, ReturnValues: 'ALL_NEW' }));
  expect(updated.Attributes).toEqual({ ...key('control'), until: N(5), seen: { M: { by_me: N(5) } } });
  await client.send(new DeleteItemCommand({ TableName, Key: key('control') }));
  expect(await get('control')).toBeUndefined();
});
