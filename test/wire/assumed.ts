/** What our model of DynamoDB assumes because no page of AWS says it. Each rule by its id in test/world. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';

interface Where {
  readonly client: DynamoDBClient;
  readonly TableName: string;
}
const item = { pk: { S: 'assumed' }, sk: { S: '-' } };
const named = (error: unknown): string => (error as Error).name;

export function assumedRules(where: () => Where): void {
  describe('what our model of DynamoDB assumes', () => {
    test('dynamodb-missing-is-unequal', async () => {
      const { client, TableName } = where();
      const put = (ConditionExpression: string, value: string) =>
        client
          .send(new PutItemCommand({ TableName, Item: item, ConditionExpression, ExpressionAttributeValues: { ':v': { S: value } } }))
          .then(() => 'put', named);
      expect(await put('nothing < :v', 'x')).toBe('ConditionalCheckFailedException');
      expect(await put('nothing = :v', 'x')).toBe('ConditionalCheckFailedException');
      expect(await put('nothing <> :v', 'x')).toBe('put');
    });

    test('dynamodb-transaction-token-of-cancelled', async () => {
      const { client, TableName } = where();
      const write = () =>
        client
          .send(
            new TransactWriteItemsCommand({
              ClientRequestToken: 'once-cancelled',
              TransactItems: [
                { Put: { TableName, Item: { ...item, pk: { S: 'new' } } } },
                { ConditionCheck: { TableName, Key: item, ConditionExpression: 'attribute_exists(pk)' } },
              ],
            }),
          )
          .then(() => 'written', named);
      expect(await write()).toBe('TransactionCanceledException');
      await client.send(new PutItemCommand({ TableName, Item: item }));
      expect(await write()).toBe('written');
      const found = await client.send(new GetItemCommand({ TableName, Key: { ...item, pk: { S: 'new' } }, ConsistentRead: true }));
      expect(found.Item).toBeDefined();
    });
  });
}
