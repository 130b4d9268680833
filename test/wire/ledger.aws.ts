import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteItemCommand, DeleteTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { type Bench, ledgerContract } from '../ledger/contract.ts';
import { deskContract } from '../ledger/desk-contract.ts';
import { writeSightings } from '../world/observed.ts';
import { assumedRules } from './assumed.ts';
import { crowdContract } from './crowd.ts';
import { benchOn, makeTable } from './table.ts';

const TableName = process.env.MLWARDEN_TEST_AWS_TABLE ?? '';
/** Where what was seen of the world's rules is written. */
const SEEN = process.env.MLWARDEN_TEST_AWS_SEEN ?? '';

/** Milliseconds in which an index of AWS's surely shows what was written; it gives no bound itself. */
const INDEX = 3_000;
const patient = (bench: Bench): Bench => ({
  ...bench,
  ledger: {
    ...bench.ledger,
    async *due(now) {
      await sleep(INDEX);
      yield* bench.ledger.due(now);
    },
  },
  desk: {
    ...bench.desk,
    async *cases(standing) {
      await sleep(INDEX);
      yield* bench.desk.cases(standing);
    },
    async *exemptions() {
      await sleep(INDEX);
      yield* bench.desk.exemptions();
    },
    async pauses(names) {
      await sleep(INDEX);
      return await bench.desk.pauses(names);
    },
  },
});

/** All that it has asked so far. */
function hostsOf({ middlewareStack }: DynamoDBClient): ReadonlySet<string> {
  const hosts = new Set<string>();
  const note = (request: unknown) => hosts.add((request as { readonly hostname: string }).hostname);
  middlewareStack.add(
    (next) => async (args) => {
      note(args.request);
      return await next(args);
    },
    { step: 'deserialize', name: 'hosts' },
  );
  return hosts;
}

describe('AWS', () => {
  const client = new DynamoDBClient({ maxAttempts: 3 });
  let ours = false;
  const hosts = hostsOf(client);
  const seen = new Map<string, boolean>();
  // AWS refuses it where a table of that name exists: then it is somebody's, and stays as it is.
  beforeAll(async () => {
    await makeTable(client, TableName);
    ours = true;
  });
  afterAll(async () => {
    if (!ours) return;
    await client.send(new DeleteTableCommand({ TableName }));
    writeSightings(SEEN, new Date(), hosts, seen);
  });
  beforeEach(async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ProjectionExpression: 'pk, sk' }));
    for (let from = 0; from < Items.length; from += 25) {
      const requests = Items.slice(from, from + 25).map((Key) => ({ DeleteRequest: { Key } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    }
  });

  const bench = () => patient(benchOn(client, TableName));
  ledgerContract('the ledger', bench);
  deskContract('the desk', bench);
  crowdContract('the ledger', bench, () => client);
  assumedRules(() => ({ client, TableName }), seen);
});
