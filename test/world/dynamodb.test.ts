import { type AttributeValue, BatchGetItemCommand, DeleteItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { key, N, S, TableName, table } from './platform/small-table.ts';

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
    world.dynamodb.call('PutItem', { TableName, Item });
    Item.map.M.x = S('2');
    const read = world.dynamodb.call('GetItem', { TableName, Key: key('a'), ConsistentRead: true }) as { Item: typeof Item };
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
