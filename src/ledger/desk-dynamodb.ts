/** The desk in DynamoDB, over the ledger's own table. */
import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Desk } from './desk.ts';
import { deskOver } from './desk-over.ts';
import type { DynamoOptions } from './dynamodb.ts';
import { getAll, type Item, key, query } from './dynamodb-reads.ts';
import { dynamoRecords } from './dynamodb-records.ts';
import type { ItemId } from './layout.ts';
import { LedgerUnavailable } from './port.ts';
import type { Put, Row, RowOp, Rows } from './rows.ts';

const TRIES = 5;
const INDEX = {
  'by-outcome': { partition: 'outcome', forward: false },
  'by-wake': { partition: 'due', forward: true },
} as const;

const idOf = (item: Item): ItemId => ({ pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' });

function rowOf(item: Item): Row {
  const { rev, until, doc, reason, by } = item;
  return {
    ...idOf(item),
    rev: Number(rev?.N ?? 0),
    doc: doc?.S ?? '',
    ...(until?.N !== undefined && { until: Number(until.N) }),
    ...(reason?.S !== undefined && { reason: reason.S }),
    ...(by?.S !== undefined && { by: by.S }),
  };
}

function itemOf(id: ItemId, { rev, doc, until, due, wakeAt }: Put): Item {
  return {
    ...key(id),
    rev: { N: String(rev) },
    doc: { S: doc },
    ...(until !== undefined && { until: { N: String(until) } }),
    ...(due !== undefined && wakeAt !== undefined && { due: { S: due }, wakeAt: { S: wakeAt } }),
  };
}

function unmoved(was: number | undefined) {
  if (was === undefined) return { ConditionExpression: 'attribute_not_exists(pk)' };
  const ExpressionAttributeNames = { '#rev': 'rev' };
  if (was === 0) return { ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#rev)', ExpressionAttributeNames };
  return { ConditionExpression: '#rev = :was', ExpressionAttributeNames, ExpressionAttributeValues: { ':was': { N: String(was) } } };
}

const transactItem = (TableName: string, op: RowOp): TransactWriteItem => ({
  Put: { TableName, Item: itemOf(op, op.put), ...unmoved(op.was) },
});

/** The places of what was not as it must be; none = the transaction only met another one, which says nothing about the items. */
function failedPlaces(error: unknown): readonly number[] {
  const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons;
  if ((error as Error).name === 'TransactionCanceledException' && reasons) {
    const failed = [...reasons.keys()].filter((place) => reasons[place]?.Code === 'ConditionalCheckFailed');
    if (failed.length > 0 || reasons.some((reason) => reason.Code === 'TransactionConflict')) return failed;
  }
  throw new LedgerUnavailable('The ledger did not take the order.', { cause: error });
}

export function dynamoRows({ client, table, pause }: Omit<DynamoOptions, 'now'>): Rows {
  return {
    get: async (ids) => (await getAll(client, table, ids)).map(rowOf),
    listed: (index, of) => listed(client, table, index, of),
    async transact(ops) {
      const input = { TransactItems: ops.map((op) => transactItem(table, op)), ClientRequestToken: randomUUID() };
      for (let round = 1; round <= TRIES; round++) {
        try {
          await client.send(new TransactWriteItemsCommand(input));
          return [];
        } catch (error) {
          const failed = failedPlaces(error);
          if (failed.length > 0) return failed;
          await pause(25 * 2 ** round);
        }
      }
      throw new LedgerUnavailable('The ledger is contended; nothing was changed.');
    },
  };
}

async function* listed(client: DynamoDBClient, TableName: string, index: keyof typeof INDEX, of: string): AsyncGenerator<ItemId> {
  const { partition, forward } = INDEX[index];
  const input = {
    TableName,
    IndexName: index,
    KeyConditionExpression: '#of = :of',
    ExpressionAttributeNames: { '#of': partition },
    ExpressionAttributeValues: { ':of': { S: of } },
    ScanIndexForward: forward,
  };
  for await (const item of query(client, input)) yield idOf(item);
}

export const dynamoDesk = (options: DynamoOptions): Desk => deskOver(dynamoRows(options), dynamoRecords(options));
