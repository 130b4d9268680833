/** What our model of DynamoDB assumes because no page of AWS says it. Each rule by its id in test/world. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';

interface Where {
  readonly client: DynamoDBClient;
  readonly TableName: string;
}
const item = { pk: { S: 'assumed' }, sk: { S: '-' } };
const named = (error: unknown): string => (error as Error).name;

/** Each throws where the rule does not hold. */
export const RULES: Readonly<Record<string, (where: Where) => Promise<void>>> = {
  async 'dynamodb-missing-is-unequal'({ client, TableName }) {
    const put = (ConditionExpression: string, value: string) =>
      client
        .send(new PutItemCommand({ TableName, Item: item, ConditionExpression, ExpressionAttributeValues: { ':v': { S: value } } }))
        .then(() => 'put', named);
    expect(await put('nothing < :v', 'x')).toBe('ConditionalCheckFailedException');
    expect(await put('nothing = :v', 'x')).toBe('ConditionalCheckFailedException');
    expect(await put('nothing <> :v', 'x')).toBe('put');
  },

  async 'dynamodb-transaction-token-of-cancelled'({ client, TableName }) {
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
  },
};

/** `seen`: is told of each rule that was tried whether it holds. */
export function assumedRules(where: () => Where, seen = new Map<string, boolean>()): void {
  describe('what our model of DynamoDB assumes', () => {
    test.each(Object.entries(RULES))('%s', async (id, rule) => {
      seen.set(id, false);
      await rule(where());
      seen.set(id, true);
    });
  });
}
