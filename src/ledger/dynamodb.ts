/** The ledger in DynamoDB: one table, `pk` and `sk`, and two indexes (`by-outcome`, `by-wake`). */
import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, PutItemCommand, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { ask, docOf, type Item, key, query, textOf } from './dynamodb-reads.ts';
import { dynamoRecords } from './dynamodb-records.ts';
import { dueSchema, type Op, ops, parsed, sweepsOf } from './layout.ts';
import { type Ledger, LedgerUnavailable, type SweepNote, type Written } from './port.ts';

const WHERE_DUE = 'due';
const TRIES = 5;

function transactItem(table: string, op: Op, now: Date): TransactWriteItem {
  if (op.about === 'pause') {
    const over = {
      ConditionExpression: 'attribute_not_exists(pk) OR (attribute_type(#until, :number) AND #until < :now)',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':number': { S: 'N' }, ':now': { N: String(Math.floor(now.getTime() / 1000)) } },
    };
    return { ConditionCheck: { TableName: table, Key: key(op), ...over } };
  }
  const unmoved = op.was
    ? {
        ConditionExpression: '#rev = :was',
        ExpressionAttributeNames: { '#rev': 'rev' },
        ExpressionAttributeValues: { ':was': { N: String(op.was) } },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  if (!op.put) return { ConditionCheck: { TableName: table, Key: key(op), ...unmoved } };
  const { rev, doc, outcome, since, wakeAt } = op.put;
  const index: Item = {
    ...(outcome && since && { outcome: { S: outcome }, since: { S: since } }),
    ...(wakeAt && { due: { S: WHERE_DUE }, wakeAt: { S: wakeAt } }),
  };
  return { Put: { TableName: table, Item: { ...key(op), rev: { N: String(rev) }, doc: { S: doc }, ...index }, ...unmoved } };
}

/** What a cancelled transaction means, item by item. A mere conflict says nothing about the items: try again. */
function reading(list: readonly Op[], error: unknown): Exclude<Written, 'written'> | 'conflict' {
  const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons;
  if ((error as Error).name === 'TransactionCanceledException' && reasons) {
    const failed = list.filter((_, i) => reasons[i]?.Code === 'ConditionalCheckFailed');
    if (failed.length > 0) return failed.every((op) => op.about === 'pause') ? 'paused' : 'moved';
    if (reasons.some((r) => r.Code === 'TransactionConflict')) return 'conflict';
  }
  throw new LedgerUnavailable('The ledger did not take the change.', { cause: error });
}

export interface DynamoOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly now: () => Date;
  /** Resolves after about that many milliseconds: the wait between two tries of a conflicting transaction. */
  readonly pause: (ms: number) => Promise<void>;
}

export function dynamoLedger(options: DynamoOptions): Ledger {
  const { client, table, now, pause } = options;

  return {
    ...dynamoRecords(options),

    async write(subject, change) {
      const list = ops(subject, change);
      const at = now();
      const input = { TransactItems: list.map((op) => transactItem(table, op, at)), ClientRequestToken: randomUUID() };
      for (let round = 1; ; round++) {
        try {
          await client.send(new TransactWriteItemsCommand(input));
          return 'written';
        } catch (error) {
          const means = reading(list, error);
          if (means !== 'conflict') return means;
          if (round === TRIES) throw new LedgerUnavailable('The ledger is contended.', { cause: error });
          await pause(25 * 2 ** round);
        }
      }
    },

    async *due(at) {
      const values = { ':due': { S: WHERE_DUE }, ':at': { S: at.toISOString() } };
      const input = {
        TableName: table,
        IndexName: 'by-wake',
        KeyConditionExpression: 'due = :due AND wakeAt <= :at',
        ExpressionAttributeValues: values,
      };
      for await (const item of query(client, input)) {
        yield parsed(dueSchema, textOf(item, 'pk'), docOf(item));
      }
    },

    async noteSweep(note: SweepNote) {
      const item = { ...key({ pk: sweepsOf(note.kind), sk: note.at }), doc: { S: JSON.stringify(note) } };
      await ask('PutItem', () => client.send(new PutItemCommand({ TableName: table, Item: item })));
    },
  };
}
