import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { dynamoLedger } from '../../src/ledger/dynamodb.ts';
import type { Fault } from '../world/faults.ts';
import { World } from '../world/world.ts';
import { AT, admission, type Bench, ledgerContract, subject } from './contract.ts';

const TableName = 'mlwarden-ledger';

function bench(...faults: Fault[]): Bench & { paused: number[] } {
  const world = new World({ seed: 1, start: new Date(AT), stale: false, ledgerTable: TableName });
  for (const fault of faults) world.faults.plan(fault);
  const client = new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1, ...world.connection() });
  const now = () => new Date(world.clock.now());
  const paused: number[] = [];
  const ledger = dynamoLedger({ client, table: TableName, now, pause: async (ms) => void paused.push(ms) });
  const put = async (pk: string, sk: string, more: Record<string, { S: string } | { N: string }>) =>
    void (await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: sk }, ...more } })));
  return {
    ledger,
    now,
    paused,
    spoil: async ({ pk, sk }, doc) => await put(pk, sk, { rev: { N: '1' }, doc: { S: doc } }),
    pause: async (name, item) => {
      const pk = `control#${name}`;
      if (item) await put(pk, '-', item.until === undefined ? {} : { until: { N: String(item.until) } });
      else await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: '-' } } }));
    },
  };
}
ledgerContract('in DynamoDB', bench);

const on = (operation: string, what: Fault['what'], times = 1): Fault => ({ on: `dynamodb:${operation}`, what, times });

describe('a table in trouble', () => {
  test('a conflict is tried again, after longer and longer waits', async () => {
    const b = bench(on('TransactWriteItems', 'conflict', 3));
    expect(await b.ledger.write(subject, admission(await b.ledger.open(subject)))).toBe('written');
    expect(b.paused).toEqual([50, 100, 200]);
  });
  test('five conflicts are a ledger that is contended, never a lost fence', async () => {
    const b = bench(on('TransactWriteItems', 'conflict', 5));
    await expect(b.ledger.write(subject, admission(await b.ledger.open(subject)))).rejects.toThrow('contended');
  });
  test('a throttled table changes nothing', async () => {
    const b = bench(on('TransactWriteItems', 'throttled'));
    await expect(b.ledger.write(subject, admission(await b.ledger.open(subject)))).rejects.toThrow('did not take the change');
    expect((await b.ledger.open(subject)).case.rev).toBe(0);
  });
  test('what was not read whole is read again', async () => {
    const b = bench(on('BatchGetItem', 'partial', 2));
    await b.ledger.write(subject, admission(await b.ledger.open(subject)));
    expect((await b.ledger.open(subject)).case.rev).toBe(1);
  });
  test('what cannot be read whole is not known', async () => {
    const b = bench(on('BatchGetItem', 'partial', 50));
    await b.ledger.write(subject, admission(await bench().ledger.open(subject)));
    await expect(b.ledger.open(subject)).rejects.toThrow('could not be read whole');
  });
  test('whoever may not read it knows nothing', async () => {
    const b = bench(on('*', 'denied', 5));
    await expect(b.ledger.open(subject)).rejects.toThrow('could not be read (BatchGetItem)');
  });
  test('a pause that says nonsense of its end is in force', async () => {
    const b = bench();
    const world = b;
    await world.spoil({ pk: 'control#pause#global', sk: '-' }, '{}');
    expect((await b.ledger.open(subject)).paused).toEqual(['pause#global']);
    expect(await b.ledger.write(subject, admission(await b.ledger.open(subject)))).toBe('paused');
  });
});
