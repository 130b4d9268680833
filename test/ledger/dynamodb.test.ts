import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { dynamoLedger } from '../../src/ledger/dynamodb.ts';
import { LedgerUnreadable } from '../../src/ledger/port.ts';
import { resourceOf } from '../engine/lamp.ts';
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

describe('an answer that DynamoDB may give', () => {
  const answering = (...answers: unknown[]) => {
    const send = async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const client = Object.assign(new DynamoDBClient({ region: 'eu-west-1' }), { send });
    return dynamoLedger({ client, table: TableName, now: () => new Date(AT), pause: async () => undefined });
  };
  const cancelled = (...Codes: (string | undefined)[]) =>
    Object.assign(new Error('Transaction cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: Codes.map((Code) => (Code ? { Code } : {})),
    });
  const fresh = async () => admission(await bench().ledger.open(subject));

  test('with nothing in it means that nothing is there', async () => {
    expect((await answering({}).open(subject)).case.rev).toBe(0);
    expect(await Array.fromAsync(answering({}).entries('v', 'k'))).toEqual([]);
    expect(await Array.fromAsync(answering({}).due(new Date(AT)))).toEqual([]);
    expect(await answering({}).lastSweep('k')).toBeUndefined();
  });
  test('in two pages is read to its end', async () => {
    const item = { pk: { S: 'case#v#k' }, doc: { S: JSON.stringify({ violation: 'v', resource: resourceOf('a') }) } };
    const ledger = answering({ Items: [item], LastEvaluatedKey: { pk: { S: 'x' } } }, { Items: [item] });
    expect(await Array.fromAsync(ledger.due(new Date(AT)))).toHaveLength(2);
  });
  test('that holds an item without a document cannot be read', async () => {
    const lock = { pk: { S: `lock#${subject.key}` }, sk: { S: '-' } };
    await expect(answering({ Responses: { [TableName]: [lock] } }).open(subject)).rejects.toThrow('is not JSON');
    await expect(Array.fromAsync(answering({ Items: [{}] }).due(new Date(AT)))).rejects.toThrow(LedgerUnreadable);
  });
  test('that holds something due of which nobody can say whose it is cannot be read', async () => {
    const item = { pk: { S: 'lock#k' }, doc: { S: JSON.stringify({ resource: resourceOf('a') }) } };
    await expect(Array.fromAsync(answering({ Items: [item] }).due(new Date(AT)))).rejects.toThrow('lock#k cannot be read');
  });
  test.each<[string, Error, string]>([
    ['that the table is being throttled', cancelled('ThrottlingError', undefined), 'did not take the change'],
    ['that nobody can say why', cancelled(), 'did not take the change'],
    ['without reasons', Object.assign(new Error('x'), { name: 'TransactionCanceledException' }), 'did not take the change'],
    ['of another kind, with reasons', Object.assign(cancelled('ConditionalCheckFailed'), { name: 'Other' }), 'did not take the change'],
  ])('%s changes nothing and is no lost race', async (_, answer, says) => {
    await expect(answering(answer).write(subject, await fresh())).rejects.toThrow(says);
  });
  test.each<[string, (string | undefined)[], string]>([
    ['a lost race beside a conflict', ['ConditionalCheckFailed', 'TransactionConflict'], 'moved'],
    ['a pause beside a lost race', ['ConditionalCheckFailed', ...Array(4), 'ConditionalCheckFailed'], 'moved'],
    ['a pause', [...Array(5), 'ConditionalCheckFailed'], 'paused'],
  ])('of %s is %s', async (_, codes, means) => {
    expect(await answering(cancelled(...codes)).write(subject, await fresh())).toBe(means);
  });
});
