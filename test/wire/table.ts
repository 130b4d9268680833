/** The ledger's table as the template defines it, made where a test wants it. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { dynamoDesk } from '../../src/ledger/desk-dynamodb.ts';
import { dynamoLedger } from '../../src/ledger/dynamodb.ts';
import { frame } from '../deploy/templates.ts';
import { attributes, type Bench } from '../ledger/contract.ts';

/** Left out is what guards the table against its owner (a test deletes what it has made), and the stream, to which nobody listens here. */
const { DeletionProtectionEnabled, PointInTimeRecoverySpecification, SSESpecification, StreamSpecification, Tags, ...defined } =
  frame.Resources.Ledger?.Properties ?? {};

export async function makeTable(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(new CreateTableCommand({ ...(defined as CreateTableCommandInput), TableName }));
  await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 5 }, { TableName });
}

/** A ledger over a real table, in real time if nothing else is said, and what an operator and an accident do to it. */
export function benchOn(client: DynamoDBClient, TableName: string, now = () => new Date()): Bench {
  const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms * Math.random()));
  const put = async (pk: string, more: Record<string, { S: string } | { N: string }>) =>
    void (await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: '-' }, ...more } })));
  return {
    ledger: dynamoLedger({ client, table: TableName, now, pause }),
    desk: dynamoDesk({ client, table: TableName, now, pause }),
    now,
    spoil: async ({ pk }, doc) => await put(pk, { rev: { N: '1' }, doc: { S: doc } }),
    async pause(name, item) {
      const pk = `control#${name}`;
      if (item) await put(pk, attributes(item));
      else await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: '-' } } }));
    },
  };
}
