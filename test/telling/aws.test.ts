/** What is asked of AWS to tell something, and what its answers mean. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../src/aws.ts';
import { CasesUnread, outside } from '../../src/telling/aws.ts';
import { change, record, resourceOf } from './stage.ts';

const table = 'mlwarden-ledger';
const topic = 'arn:aws:sns:eu-west-1:111122223333:mlwarden-people';
// biome-ignore lint/suspicious/noExplicitAny: inputs are whatever the commands take.
type Input = any;
let answers: Record<string, (input: Input) => unknown> = {};
const asked: [string, Input][] = [];
beforeEach(() => {
  asked.length = 0;
  for (const { prototype } of [DynamoDBClient, EventBridgeClient, SNSClient]) {
    vi.spyOn(prototype, 'send').mockImplementation((async ({ constructor: { name }, input }: Input) => {
      const operation = name.replace(/Command$/, '');
      asked.push([operation, input]);
      const answer = answers[operation];
      if (!answer) throw new Error(`Nobody answers ${operation}`);
      return answer(input);
    }) as never);
  }
  answers = {
    BatchGetItem: ({ RequestItems }) => ({
      Responses: {
        [table]: RequestItems[table].Keys.map((k: Input) => ({ ...k, doc: { S: JSON.stringify({ resource: resourceOf('Churn') }) } })),
      },
    }),
    PutEvents: ({ Entries }) => ({ Entries: Entries.map(() => ({ EventId: '1' })) }),
    Publish: () => ({ MessageId: '1' }),
  };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  connect({});
});

const there = () => outside({ region: 'eu-west-1', table, bus: 'mlwarden', topic });
const cases = (many: number) => Array.from({ length: many }, (_, i) => ({ violation: 'notebook-encryption', key: `k${i}` }));
const inputs = (operation: string): Input[] => asked.filter(([o]) => o === operation).map(([, input]) => input);

describe('the resource of a case', () => {
  test('is read by the key of the case, a hundred at a time, each once', async () => {
    const resource = await there().resources([...cases(150), ...cases(150)]);
    expect(inputs('BatchGetItem').map((i) => i.RequestItems[table].Keys.length)).toEqual([100, 50]);
    expect(inputs('BatchGetItem')[0].RequestItems[table].Keys[0]).toEqual({ pk: { S: 'case#notebook-encryption#k0' }, sk: { S: '-' } });
    expect(resource({ violation: 'notebook-encryption', key: 'k149' })).toEqual(resourceOf('Churn'));
    expect(resource({ violation: 'notebook-encryption', key: 'k150' })).toBeUndefined();
  });

  test('that the ledger puts off is asked for again, five times at most', async () => {
    const whole = answers.BatchGetItem as (input: Input) => object;
    let puts = 1;
    answers.BatchGetItem = (i) => (puts-- > 0 ? { UnprocessedKeys: i.RequestItems } : whole(i));
    expect((await there().resources(cases(1)))({ violation: 'notebook-encryption', key: 'k0' })).toEqual(resourceOf('Churn'));
    puts = 9;
    await expect(there().resources(cases(1))).rejects.toThrow(CasesUnread);
  });

  test.each(['rubbish', '{}', '{"resource":{"key":1}}'])('that is stored as %s is unknown', async (doc) => {
    answers.BatchGetItem = ({ RequestItems }) => ({ Responses: { [table]: [{ ...RequestItems[table].Keys[0], doc: { S: doc } }] } });
    expect((await there().resources(cases(1)))({ violation: 'notebook-encryption', key: 'k0' })).toBeUndefined();
  });
});

test('the deployed function puts the event on our bus, at the time of its record, and people are told in letters and in chat', async () => {
  for (const [name, value] of Object.entries({ AWS_REGION: 'eu-west-1', TABLE: table, BUS: 'mlwarden', TOPIC: topic }))
    vi.stubEnv(name, value);
  vi.resetModules();
  const { handler } = await import('../../src/handlers/tell.ts');
  const stuck = record('outcome', { outcome: 'stuck', flaw: 'open', says: 'no' });
  expect(await handler({ Records: [change(stuck)] })).toEqual({ batchItemFailures: [] });
  const [{ Entries }] = inputs('PutEvents');
  expect(Entries).toEqual([
    {
      EventBusName: 'mlwarden',
      Source: 'mlwarden',
      DetailType: 'mlwarden Case Stuck',
      Detail: expect.stringContaining(stuck.hash),
      Time: new Date(stuck.at),
      Resources: [resourceOf('Churn').arn],
    },
  ]);
  const [post] = inputs('Publish');
  expect(post).toMatchObject({ TopicArn: topic, Subject: 'mlwarden: notebook-encryption is stuck', MessageStructure: 'json' });
  expect(post.MessageAttributes.severity).toEqual({ DataType: 'String', StringValue: 'medium' });
  expect(post.MessageAttributes.account).toEqual({ DataType: 'String.Array', StringValue: '["111122223333"]' });
  const told = JSON.parse(post.Message);
  expect(Object.keys(told)).toEqual(['default', 'email', 'https', 'sms']);
  expect([told.default, told.sms]).toEqual([told.email, post.Subject]);
  expect(JSON.parse(told.https)).toMatchObject({ version: '1.0', source: 'custom' });
});

test('of several events, those without an id were not taken', async () => {
  answers.PutEvents = () => ({ FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }] });
  const detail = { at: '2026-11-25T12:00:00.000Z' } as never;
  expect(
    await there().emit([
      { type: 'a', detail },
      { type: 'b', detail },
      { type: 'c', detail },
    ]),
  ).toEqual([true, false, false]);
});
