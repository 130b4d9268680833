/** What ledger and desk both read of a case. */
import type * as z from 'zod/mini';
import type { DynamoOptions } from './dynamodb.ts';
import { docOf, getAll, type Item, query, textOf } from './dynamodb-reads.ts';
import { type Entry, recordSchema } from './items.ts';
import { entriesOf, type ItemId, opened, openIds, parsed, sweepsOf } from './layout.ts';
import type { Ledger } from './port.ts';
import { sweepSchema } from './sweep-note.ts';

export function dynamoRecords({ client, table: TableName, now }: DynamoOptions): Pick<Ledger, 'open' | 'entries' | 'lastSweep'> {
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
          return item !== undefined && !(item.until?.N !== undefined && Number(item.until.N) < Math.floor(epoch));
        },
      );
    },

    async *entries(violation, of) {
      const id = entriesOf(violation, of);
      const values = { ':pk': { S: id } };
      for await (const item of query(client, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: values,
        ConsistentRead: true,
      })) {
        yield parsed(recordSchema as z.ZodMiniType<Entry>, id, docOf(item));
      }
    },

    async lastSweep(kind) {
      const id = sweepsOf(kind);
      const input = {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: id } },
        ScanIndexForward: false,
        Limit: 1,
      };
      for await (const item of query(client, input)) return parsed(sweepSchema, id, docOf(item));
      return undefined;
    },
  };
}
