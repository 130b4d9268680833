/** What ledger and desk both read of a case. */
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import type { DynamoOptions } from './dynamodb.ts';
import { docOf, getAll, type Item, query, textOf } from './dynamodb-reads.ts';
import { type Entry, recordSchema } from './items.ts';
import { entriesOf, type ItemId, opened, openIds, parsed, sweepsOf } from './layout.ts';
import type { Ledger } from './port.ts';
import { sweepSchema } from './sweep-note.ts';

export function dynamoRecords({ client, table: TableName, now }: DynamoOptions): Pick<Ledger, 'open' | 'entries' | 'lastSweep'> {
  const under = (pk: string, more: Pick<QueryCommandInput, 'ConsistentRead' | 'ScanIndexForward' | 'Limit'>) =>
    query(client, { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } }, ...more });
  return {
    async open(subject) {
      const found = new Map((await getAll(client, TableName, openIds(subject))).map((item) => [textOf(item, 'pk'), item]));
      const stored = ({ pk }: ItemId): Item | undefined => found.get(pk);
      const epoch = now().getTime() / 1000;
      return opened(
        subject,
        (id) => {
          const item = stored(id);
          return item && docOf(item);
        },
        (id) => {
          const item = stored(id);
          return item !== undefined && !(Number(item.until?.N) < Math.floor(epoch)); // No `until` is NaN, and never past.
        },
      );
    },

    async *entries(violation, of) {
      const id = entriesOf(violation, of);
      for await (const item of under(id, { ConsistentRead: true })) yield parsed(recordSchema as z.ZodMiniType<Entry>, id, docOf(item));
    },

    async lastSweep(kind) {
      const id = sweepsOf(kind);
      for await (const item of under(id, { ScanIndexForward: false, Limit: 1 })) return parsed(sweepSchema, id, docOf(item));
      return undefined;
    },
  };
}
