/** The function that only reads. */
import { describe, expect, test } from 'vitest';
import { LedgerUnavailable } from '../../src/ledger/port.ts';
import { READS } from '../../src/operator/functions.ts';
import { read } from '../../src/operator/reader.ts';
import { reading } from '../../src/operator/reading.ts';
import { ruling } from '../../src/operator/ruling.ts';
import { Counter } from './desk.ts';

const byUrl = (order: unknown) => ({
  body: JSON.stringify(order),
  isBase64Encoded: false,
  requestContext: { http: {}, authorizer: { iam: { callerId: 'AROAX:x', userArn: 'arn:aws:sts::111122223333:assumed-role/x/x' } } },
});
/** What each verb needs to answer. */
const INPUT: Readonly<Record<string, object>> = {
  show: { case: 'lamp-off a' },
  why: { resource: 'a' },
  'policy explain': { case: 'lamp-off a' },
  uninstall: { plan: true },
};

test('every verb that only reads is the reader’s, and no other', () => {
  expect(reading.map((v) => [v.name, v.takes])).toEqual(READS.map((name) => [name, 'read']));
  expect(ruling.filter((v) => v.takes === 'read' || READS.some((name) => name === v.name))).toEqual([]);
});

test.each(READS)('%s is answered to anybody, and nothing is changed', async (verb) => {
  const counter = await new Counter().found();
  const before = JSON.stringify(await counter.kept.all());
  const order = { verb, input: INPUT[verb] ?? {} };
  const reply = await read(order, counter.office());
  expect(reply).toMatchObject({ says: expect.any(Array), data: expect.any(Object) });
  expect(await read(byUrl(order), counter.office())).toMatchObject({ statusCode: 200, body: JSON.stringify(reply) });
  expect(JSON.stringify(await counter.kept.all())).toBe(before);
});

describe('what is not read', () => {
  test.each<[unknown, string]>([
    ...ruling.map(({ name }): [unknown, string] => [
      { verb: name, input: {} },
      `"${name}" is none of the verbs that only read: status, list`,
    ]),
    ...['sudo', '__proto__', 'constructor', 'status ', 'Status'].map((verb): [unknown, string] => [
      { verb, input: {} },
      'mlwarden-operator has the others',
    ]),
    [{ automation: '4105a4fc-f944-11e6-9d32-8fb2db27a909' }, 'Cannot read verb'],
    [undefined, 'Cannot read the event'],
    [{ verb: 'show' }, 'Cannot read input'],
    [{ verb: 'list', input: { account: 3 } }, 'list: cannot read account'],
  ])('%j is refused in one sentence', async (event, says) => {
    const refused = expect.stringContaining(says);
    const counter = await new Counter().found();
    const before = JSON.stringify(await counter.kept.all());
    expect(await read(event, counter.office())).toEqual({ refused });
    expect(JSON.stringify(await counter.kept.all())).toBe(before);
    if (event)
      expect(await read(byUrl(event), new Counter().office())).toMatchObject({ statusCode: 400, body: expect.stringContaining('refused') });
  });

  test('because the ledger does not answer has failed, and is 503 by URL', async () => {
    const office = new Counter().office();
    const down = async () => {
      throw new LedgerUnavailable('The ledger could not be read (Query).');
    };
    const without = { ...office, desk: { ...office.desk, pauses: down } };
    const order = { verb: 'status', input: {} };
    expect(await read(order, without)).toEqual({ failed: 'The ledger could not be read (Query).' });
    expect(await read(byUrl(order), without)).toMatchObject({ statusCode: 503 });
  });
});
