/** What ledger and desk read of their table, whole or not at all. */
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { ItemId } from './layout.ts';
import { LedgerUnavailable } from './port.ts';

export type Item = Record<string, AttributeValue>;
const TRIES = 5;

export const textOf = (item: Item, name: string): string => item[name]?.S ?? '';
export const docOf = (item: Item): string => textOf(item, 'doc');
export const key = ({ pk, sk }: ItemId): Item => ({ pk: { S: pk }, sk: { S: sk } });

export async function ask<T>(what: string, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw new LedgerUnavailable(`The ledger could not be read (${what}).`, { cause });
  }
}

/** Those that are there, consistently; at most 100 at once. */
export async function getAll(client: DynamoDBClient, table: string, ids: readonly ItemId[]): Promise<readonly Item[]> {
  const found: Item[] = [];
  let keys: Item[] | undefined = ids.map(key);
  for (let round = 0; keys?.length; round++) {
    if (round === TRIES) throw new LedgerUnavailable('The ledger could not be read whole.');
    const wanted: BatchGetItemCommandInput = { RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } };
    const page: BatchGetItemCommandOutput = await ask('BatchGetItem', () => client.send(new BatchGetItemCommand(wanted)));
    found.push(...(page.Responses?.[table] ?? []));
    keys = page.UnprocessedKeys?.[table]?.Keys;
  }
  return found;
}

/** With a `Limit` one page, else all of them. */
export async function* query(client: DynamoDBClient, input: ConstructorParameters<typeof QueryCommand>[0]): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const page = await ask('Query', () => client.send(new QueryCommand({ ...input, ...(from && { ExclusiveStartKey: from }) })));
    yield* page.Items ?? [];
    from = input.Limit === undefined ? page.LastEvaluatedKey : undefined;
  } while (from);
}
