import { type AttributeValue, DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/ledger/desk.ts';
import { dynamoDesk } from '../../src/ledger/desk-dynamodb.ts';
import { dynamoLedger } from '../../src/ledger/dynamodb.ts';
import { type Case, freshCase } from '../../src/ledger/items.ts';
import { LedgerUnreadable } from '../../src/ledger/port.ts';
import { resourceOf } from '../engine/lamp.ts';
import type { Fault } from '../world/faults.ts';
import { World } from '../world/world.ts';
import { AT, admission, attributes, type Bench, ledgerContract, pausedToTheSecond, subject } from './contract.ts';
import { deskContract, exempt, order, pausing, ruling } from './desk-contract.ts';

const TableName = 'mlwarden-ledger';

type Item = Record<string, AttributeValue>;
function bench(...faults: Fault[]): Bench & { paused: number[]; stored: (pk: string) => Promise<Item> } {
  const world = new World({ seed: 1, start: new Date(AT), stale: false, ledgerTable: TableName });
  for (const fault of faults) world.faults.plan(fault);
  const client = new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1, ...world.connection() });
  const now = () => new Date(world.clock.now());
  const paused: number[] = [];
  const options = { client, table: TableName, now, pause: async (ms: number) => void paused.push(ms) };
  const put = async (pk: string, sk: string, more: Record<string, { S: string } | { N: string }>) =>
    void (await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: sk }, ...more } })));
  return {
    ledger: dynamoLedger(options),
    desk: dynamoDesk(options),
    now,
    paused,
    stored: async (pk) => (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: '-' } } }))).Item ?? {},
    spoil: async ({ pk, sk }, doc) => await put(pk, sk, { rev: { N: '1' }, doc: { S: doc } }),
    pause: async (name, item) => {
      const pk = `control#${name}`;
      if (item) await put(pk, '-', attributes(item));
      else await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: '-' } } }));
    },
  };
}
ledgerContract('in DynamoDB', bench);
deskContract('in DynamoDB', bench);

const on = (operation: string, what: Fault['what'], times = 1): Fault => ({ on: `dynamodb:${operation}`, what, times });

describe('a table in trouble', () => {
  test('a conflict is tried again, after longer and longer waits', async () => {
    const b = bench(on('TransactWriteItems', 'conflict', 3));
    expect(await b.ledger.write(subject, admission(await b.ledger.open(subject)))).toBe('written');
    expect(b.paused).toEqual([50, 100, 200]);
  });
  test('five conflicts are a ledger that is contended, never a lost fence', async () => {
    const b = bench(on('TransactWriteItems', 'conflict', 5));
    const contended = { message: 'The ledger is contended.', cause: { name: 'TransactionCanceledException' } };
    await expect(b.ledger.write(subject, admission(await b.ledger.open(subject)))).rejects.toMatchObject(contended);
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
    const { ledger } = bench(on('*', 'denied', 5));
    const refused = (what: string) => ({ message: `The ledger could not be read (${what}).`, cause: { name: 'AccessDeniedException' } });
    await expect(ledger.open(subject)).rejects.toMatchObject(refused('BatchGetItem'));
    await expect(Array.fromAsync(ledger.due(new Date(AT)))).rejects.toMatchObject(refused('Query'));
    const note = { kind: 'k', at: AT, looked: 0, flawed: 0, sent: 0, policy: '' };
    await expect(ledger.noteSweep(note)).rejects.toMatchObject(refused('PutItem'));
  });
  test('a pause lasts through the second in which it ends', async () => {
    expect(await pausedToTheSecond(bench())).toEqual([['pause#global'], 'paused']);
  });
  test('a pause that says nonsense of its end is in force', async () => {
    const b = bench();
    const world = b;
    await world.spoil({ pk: 'control#pause#global', sk: '-' }, '{}');
    expect((await b.ledger.open(subject)).paused).toEqual(['pause#global']);
    expect(await b.ledger.write(subject, admission(await b.ledger.open(subject)))).toBe('paused');
  });
});

describe('the indexes of the table', () => {
  test.each<[string, Partial<Case>, object]>([
    [
      'an open case by its outcome and by its time',
      { outcome: 'told', since: AT, wakeAt: AT },
      { outcome: 'told', since: AT, due: 'due', wakeAt: AT },
    ],
    ['one without an outcome by its time alone', { wakeAt: AT }, { due: 'due', wakeAt: AT }],
    ['one that is over by its outcome alone', { open: false, outcome: 'fixed', since: AT, wakeAt: AT }, { outcome: 'fixed', since: AT }],
    [
      'one that could not be looked at by both',
      { open: false, outcome: 'failed', since: AT, wakeAt: AT },
      { outcome: 'failed', since: AT, due: 'due', wakeAt: AT },
    ],
  ])('hold %s', async (_, kase, expected) => {
    const b = bench();
    await b.ledger.write(subject, admission(await b.ledger.open(subject), kase));
    const { pk, sk, rev, doc, ...indexed } = await b.stored(`case#${subject.violation}#${subject.key}`);
    expect([pk, sk, rev, doc].every(Boolean)).toBe(true);
    expect(indexed).toEqual(Object.fromEntries(Object.entries(expected).map(([name, S]) => [name, { S }])));
  });
});

const cancelled = (...Codes: (string | undefined)[]) =>
  Object.assign(new Error('Transaction cancelled'), {
    name: 'TransactionCanceledException',
    CancellationReasons: Codes.map((Code) => (Code ? { Code } : {})),
  });

describe('what the desk writes', () => {
  const until = '2026-11-24T12:00:00.000Z';
  const word = { hash: 'h', person: 'ann', arn: 'arn', why: 'calm', until };
  const rulingOf = `control#ruling#${subject.violation}#${subject.key}`;
  test.each<[string, Order, string, Item]>([
    ['a pause without an end is listed last', pausing(), 'control#pause#global', { due: { S: 'pause' }, wakeAt: { S: '9999' } }],
    [
      'a pause with an end is listed by it, and ends by the second',
      pausing(undefined, { until }),
      'control#pause#global',
      { due: { S: 'pause' }, wakeAt: { S: until }, until: { N: '1795521600' } },
    ],
    [
      'a ruling that exempts is listed by the end of the exemption',
      order({ about: 'ruling', was: undefined, now: ruling(exempt(until)) }),
      rulingOf,
      { due: { S: 'exempt' }, wakeAt: { S: until } },
    ],
    ['any other ruling is in no list', order({ about: 'ruling', was: undefined, now: ruling({}) }), rulingOf, {}],
    [
      'the word of one stands under its matter',
      order({ about: 'word', matter: 'resume global', was: undefined, now: word }),
      'control#word#resume global',
      {},
    ],
    ['the end of the chain is in no list', order(), 'control#desk', {}],
  ])('%s', async (_, written, at, expected) => {
    const b = bench();
    await b.desk.write(written);
    const { pk, sk, rev, doc, ...rest } = await b.stored(at);
    expect([pk, sk, rev, Boolean(doc?.S)]).toEqual([{ S: at }, { S: '-' }, { N: '1' }, true]);
    expect(rest).toEqual(expected);
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
  const fresh = async () => admission(await bench().ledger.open(subject));
  /** The same, and what it was asked. */
  const asked = (...answers: unknown[]) => {
    const inputs: Record<string, unknown>[] = [];
    const send = async ({ input }: { input: Record<string, unknown> }) => {
      inputs.push(input);
      return answers.shift();
    };
    const client = Object.assign(new DynamoDBClient({ region: 'eu-west-1' }), { send });
    const ledger = dynamoLedger({ client, table: TableName, now: () => new Date(AT), pause: async () => undefined });
    return { ledger, inputs };
  };

  test('is asked for as it stands now, wherever a decision hangs on it', async () => {
    const { ledger, inputs } = asked({}, {});
    await ledger.open(subject);
    await Array.fromAsync(ledger.entries('v', 'k'));
    expect(inputs).toMatchObject([{ RequestItems: { [TableName]: { ConsistentRead: true } } }, { ConsistentRead: true }]);
  });
  test('that goes on is asked for from where it broke off', async () => {
    const from = { pk: { S: 'x' } };
    const { ledger, inputs } = asked({ Items: [], LastEvaluatedKey: from }, {});
    await Array.fromAsync(ledger.due(new Date(AT)));
    expect(inputs.map((input) => input.ExclusiveStartKey)).toEqual([undefined, from]);
    expect(inputs[0]).not.toHaveProperty('ExclusiveStartKey');
  });
  test('to the question of the last sweep is the first one, and no other is asked for', async () => {
    const { ledger, inputs } = asked({ Items: [], LastEvaluatedKey: { pk: { S: 'x' } } });
    expect(await ledger.lastSweep('k')).toBeUndefined();
    expect(inputs).toHaveLength(1);
  });

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
    const refused = await answering(answer)
      .write(subject, await fresh())
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'LedgerUnavailable', message: expect.stringContaining(says), cause: answer });
  });
  test.each<[string, (string | undefined)[], string]>([
    ['a lost race beside a conflict', ['ConditionalCheckFailed', 'TransactionConflict'], 'moved'],
    ['a pause beside a lost race', ['ConditionalCheckFailed', ...Array(4), 'ConditionalCheckFailed'], 'moved'],
    ['a pause', [...Array(5), 'ConditionalCheckFailed'], 'paused'],
  ])('of %s is %s', async (_, codes, means) => {
    expect(await answering(cancelled(...codes)).write(subject, await fresh())).toBe(means);
  });
});

describe('a desk whose table is in trouble', () => {
  test('a conflict is tried again, after longer and longer waits', async () => {
    const b = bench(on('TransactWriteItems', 'conflict', 4));
    expect(await b.desk.write(pausing())).toMatchObject({ seq: 1 });
    expect(b.paused).toEqual([50, 100, 200, 400]);
  });
  test('five conflicts change nothing', async () => {
    const b = bench(on('TransactWriteItems', 'conflict', 5));
    await expect(b.desk.write(pausing())).rejects.toThrow('contended; nothing was changed');
    expect(await b.desk.pauses(['pause#global'])).toEqual([]);
  });
  test('a throttled table changes nothing', async () => {
    const b = bench(on('TransactWriteItems', 'throttled'));
    await expect(b.desk.write(pausing())).rejects.toThrow('did not take the order');
    expect(await b.desk.head()).toMatchObject({ seq: 0 });
  });
  test('what was not read whole is read again, and what cannot be is not known', async () => {
    const b = bench(on('BatchGetItem', 'partial', 2));
    await b.desk.write(pausing());
    expect(await b.desk.pauses(['pause#global'])).toHaveLength(1);
    const c = bench(on('BatchGetItem', 'partial', 50));
    await expect(c.desk.pauses(['pause#global'])).rejects.toThrow('could not be read whole');
  });
  test('whoever may not read it knows nothing', async () => {
    const b = bench(on('*', 'denied', 5));
    await expect(b.desk.pauses(['pause#global'])).rejects.toThrow('could not be read (Query)');
  });

  const answering = (...answers: unknown[]) => {
    const send = async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const client = Object.assign(new DynamoDBClient({ region: 'eu-west-1' }), { send });
    return dynamoDesk({ client, table: TableName, now: () => new Date(AT), pause: async () => undefined });
  };
  test('an answer in two pages is read to its end, and one with nothing in it means that nothing is there', async () => {
    const item = { pk: { S: 'control#pause#global' }, sk: { S: '-' } };
    const pages = [{ Items: [item], LastEvaluatedKey: item }, {}, { Responses: { [TableName]: [item] } }];
    expect(await answering(...pages).pauses([])).toEqual([{ name: 'pause#global', rev: 0 }]);
    expect(await answering({ Items: [{}] }, {}).pauses([])).toEqual([]);
    expect(await answering({ Items: [] }, { Responses: { [TableName]: [{}] } }).pauses(['pause#global'])).toEqual([]);
  });
  const overtaken = (times: number) => Array.from({ length: times }, () => [{}, cancelled('ConditionalCheckFailed')]).flat();
  test('whoever is overtaken four times at the desk is served the fifth time, and after that nothing is changed', async () => {
    expect(await answering(...overtaken(4), {}, {}).write(pausing())).toMatchObject({ seq: 1 });
    await expect(answering(...overtaken(5), {}, {}).write(pausing())).rejects.toThrow(
      'Too many are at the desk at once; nothing was changed.',
    );
  });
  test('whoever is overtaken at the desk while the matter has moved is told that it has', async () => {
    const both = cancelled('ConditionalCheckFailed', undefined, 'ConditionalCheckFailed');
    expect(await answering({}, both).write(pausing())).toBe('moved');
  });
  const id = (pk: string) => ({ pk: { S: pk }, sk: { S: '-' } });
  const kase = id('case#v#k');
  const standing = (outcome: string) => ({ ...kase, doc: { S: JSON.stringify({ ...freshCase('v', 'k'), outcome }) } });
  test('a case that an index still lists is not listed once it is gone or stands otherwise, and is named where nobody can read it', async () => {
    const listed = (...found: unknown[]) => answering({ Items: [kase] }, { Responses: { [TableName]: found } }).cases('stuck');
    expect(await Array.fromAsync(listed())).toEqual([]);
    expect(await Array.fromAsync(listed(standing('fixed')))).toEqual([]);
    expect(await Array.fromAsync(listed(standing('stuck')))).toMatchObject([{ outcome: 'stuck' }]);
    await expect(Array.fromAsync(listed(kase))).rejects.toThrow('case#v#k is not JSON');
  });
  test('a list is read in as few questions as its length allows', async () => {
    const asked: number[] = [];
    const send = async ({ input }: { input: { RequestItems?: { [TableName]: { Keys: unknown[] } } } }) => {
      if (!input.RequestItems) return { Items: Array.from({ length: 101 }, (_, i) => id(`case#v#${i}`)) };
      asked.push(input.RequestItems[TableName].Keys.length);
      return {};
    };
    const client = Object.assign(new DynamoDBClient({ region: 'eu-west-1' }), { send });
    const desk = dynamoDesk({ client, table: TableName, now: () => new Date(AT), pause: async () => undefined });
    expect(await Array.fromAsync(desk.cases('stuck'))).toEqual([]);
    expect(asked).toEqual([100, 1]);
  });
  test('an exemption that was ended a moment ago is not listed', async () => {
    const ruling = { v: 1, violation: 'v', key: 'k', resource: resourceOf('a'), rev: 2 };
    const at = id('control#ruling#v#k');
    const desk = answering({ Items: [at] }, { Responses: { [TableName]: [{ ...at, doc: { S: JSON.stringify(ruling) } }] } });
    expect(await Array.fromAsync(desk.exemptions())).toEqual([]);
  });
  test.each<[string, Error]>([
    ['without reasons', Object.assign(new Error('x'), { name: 'TransactionCanceledException' })],
    ['for a reason of its own', Object.assign(new Error('x'), { name: 'TransactionCanceledException', CancellationReasons: [{}] })],
    ['of another kind', Object.assign(new Error('x'), { name: 'Other', CancellationReasons: [{ Code: 'ConditionalCheckFailed' }] })],
  ])('a refusal %s is no lost race', async (_, refusal) => {
    const refused = { name: 'LedgerUnavailable', message: 'The ledger did not take the order.', cause: refusal };
    await expect(answering({}, refusal).write(pausing())).rejects.toMatchObject(refused);
  });
});
