/** The ledger's table and one client of it: for tests of DynamoDB. */
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { World } from '../world.ts';

export const TableName = 'mlwarden-ledger';
export const S = (text: string): AttributeValue => ({ S: text });
export const N = (n: number): AttributeValue => ({ N: String(n) });
export const key = (pk: string, sk = '-') => ({ pk: S(pk), sk: S(sk) });

export function table(stale = false) {
  const world = new World({ seed: 7, start: new Date('2026-03-01T12:00:00Z'), stale });
  const client = new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1, ...world.connection() });
  const put = (pk: string, more: Record<string, AttributeValue> = {}, sk = '-') =>
    client.send(new PutItemCommand({ TableName, Item: { ...key(pk, sk), ...more } }));
  const get = async (pk: string) => (await client.send(new GetItemCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;
  const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
    client.send(new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }));
  return { world, client, put, get, transact };
}
export const Put = (pk: string, more: Record<string, AttributeValue> = {}): TransactWriteItem => ({
  Put: { TableName, Item: { ...key(pk), ...more }, ConditionExpression: 'attribute_not_exists(pk)' },
});
