import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { key, N, S, TableName, table } from './platform/small-table.ts';

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
