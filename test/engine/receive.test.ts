import { describe, expect, test } from 'vitest';
import type { House, Visit } from '../../src/engine/house.ts';
import { handle } from '../../src/engine/lambda.ts';
import { Unreadable } from '../../src/engine/read.ts';
import { receive } from '../../src/engine/receive.ts';
import type { AnyRemediation, Ref, Resource } from '../../src/engine/remediation.ts';
import { stateChange } from '../../src/triggers/state-change.ts';
import { awsError, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const LAMP = 'AWS::SageMaker::Lamp';
const trigger = stateChange('SageMaker Lamp State Change', LAMP, { name: 'LampName', arn: 'LampArn' });
const event = (name: string, over: object = {}) => ({
  version: '0',
  id: `event-of-${name}`,
  'detail-type': 'SageMaker Lamp State Change',
  source: 'aws.sagemaker',
  account: '111122223333',
  region: 'eu-west-1',
  time: '2026-11-23T11:59:00Z',
  resources: [],
  detail: { LampName: name },
  ...over,
});
const visit = (name: string, region = 'eu-west-1', account = '111122223333'): Visit => ({
  resource: { ...resourceOf(name), region, account },
  cause: { source: 'mlwarden.sweep', detailType: 'Sweep', id: 'sweep 1', time: '2026-11-23T11:59:00Z' },
});

const visitOf = (over: Partial<Resource>): Visit => ({ ...visit('a'), resource: { ...resourceOf('a'), ...over } });

interface Door {
  readonly street: Street;
  readonly remediation: AnyRemediation;
  readonly counted: string[];
  arrive(message: unknown, over?: Partial<House>): ReturnType<typeof receive>;
}
function door(locate?: (ref: Ref) => readonly string[], type?: string): Door {
  const street = new Street(policy());
  const of = street.remediations.get('lamp-off');
  if (!of) throw new Error('no violation');
  const remediation: AnyRemediation = {
    ...of,
    triggers: [trigger],
    kind: {
      ...of.kind,
      ...(type !== undefined && { types: [type] as const }),
      ...(locate && { locate: async (ref: Ref) => locate(ref).map((name) => resourceOf(name)) }),
    },
  };
  const counted: string[] = [];
  const count: House['count'] = (what, { violation = '', reason = '', outcome = '', messageId = '', error = '' }) =>
    void counted.push([what, violation, reason, outcome, messageId, error].filter(Boolean).join(' '));
  return {
    street,
    remediation,
    counted,
    arrive: async (message, over = {}) => await receive(remediation, message, { ...street.house(), count, ...over }),
  };
}

describe('an event', () => {
  test('about one lamp is a look at that lamp', async () => {
    const { street, arrive, counted } = door();
    const lamp = street.place('a', { paint: 'red' });
    expect(await arrive(event('a'))).toMatchObject([{ violation: 'lamp-off', key: resourceOf('a').key, outcome: 'sent' }]);
    expect(lamp.power).toBe('off');
    expect(street.entries[0]?.body.cause).toMatchObject({ source: 'aws.sagemaker', id: 'event-of-a', time: '2026-11-23T11:59:00.000Z' });
    expect(counted).toEqual(['looked lamp-off sent']);
  });

  test('about several is a message for each, so that one failing lamp never stands in the way of the others', async () => {
    const { street, arrive } = door(() => ['a', 'b', 'a']);
    for (const name of ['a', 'b']) street.place(name, { paint: 'red' });
    const reports = await arrive(event('street'));
    const says = 'queued for a look of its own';
    expect(reports).toMatchObject([
      { key: resourceOf('a').key, outcome: 'waiting', says },
      { key: resourceOf('b').key, outcome: 'waiting', says },
    ]);
    expect(street.sent).toEqual([]);
    expect(street.queue.map((m) => [m.violation, m.visit.resource.name])).toEqual([
      ['lamp-off', 'a'],
      ['lamp-off', 'b'],
    ]);
    await street.rest();
    expect([...street.lamps.values()].map((l) => l.power)).toEqual(['off', 'off']);
  });

  test('about several is a look at each where there is no queue', async () => {
    const { street, remediation } = door(() => ['a', 'b']);
    for (const name of ['a', 'b']) street.place(name, { paint: 'red' });
    const { again: _, ...house } = street.house();
    expect(await receive(remediation, event('street'), house)).toMatchObject([{ outcome: 'sent' }, { outcome: 'sent' }]);
    expect([...street.lamps.values()].map((l) => l.power)).toEqual(['off', 'off']);
  });

  test.each<[string, object, (() => readonly string[]) | undefined, string]>([
    ['of another account', event('a', { account: '444455556666' }), undefined, 'foreign'],
    ['of another Region', event('a', { region: 'us-east-1' }), undefined, 'foreign'],
    ["about mlwarden's own", event('mlwarden-x'), undefined, 'ours'],
    ['about what leads to no lamp', event('a'), () => [], 'names-nothing'],
  ])('%s is ignored and counted by its reason', async (_, message, locate, reason) => {
    const { street, arrive, counted } = door(locate);
    const lamp = street.place('a', { paint: 'red' });
    expect(await arrive(message)).toEqual({ ignored: reason });
    expect(counted).toEqual([`ignored lamp-off ${reason}`]);
    expect([lamp.power, street.entries, street.queue]).toEqual(['on', [], []]);
  });

  test('keeps, for the record, who caused it', async () => {
    const { street, remediation, arrive } = door();
    const refs = trigger.refs;
    Object.assign(remediation, {
      triggers: [
        {
          ...trigger,
          refs: (e: unknown) => {
            const found = refs(e);
            return 'ignored' in found ? found : found.map((ref) => ({ ...ref, by: 'ana' }));
          },
        },
      ],
    });
    street.place('a', { paint: 'red' });
    await arrive(event('a'));
    expect(street.entries[0]?.body.cause).toMatchObject({ by: 'ana' });
    expect((await street.ledger.open({ key: resourceOf('a').key, violation: 'lamp-off', account: '111122223333' })).lock.last?.by).toBe(
      'ana',
    );
  });

  test('about several keeps for each who caused it, and when', async () => {
    const { street, remediation, arrive } = door();
    const ref = { type: LAMP, account: '111122223333', region: 'eu-west-1' };
    const refs = [
      { ...ref, id: 'a', at: '2026-11-23T11:01:00.000Z', by: 'ana' },
      { ...ref, id: 'b', at: '2026-11-23T11:02:00.000Z', by: 'bob' },
    ];
    Object.assign(remediation, { triggers: [{ ...trigger, refs: () => refs }] });
    await arrive(event('street'));
    expect(street.queue.map(({ visit: { resource, cause } }) => [resource.name, cause.by, cause.time])).toEqual([
      ['a', 'ana', '2026-11-23T11:01:00.000Z'],
      ['b', 'bob', '2026-11-23T11:02:00.000Z'],
    ]);
  });

  test.each<[string, unknown, string]>([
    ['nothing', null, ''],
    ['a text', 'rubbish', ''],
    ['a list', [], ''],
    ['an event of another kind', event('a', { 'detail-type': 'x' }), 'detail-type'],
    ['an event without a lamp', event('a', { detail: { LampName: 3 } }), 'detail.LampName'],
  ])('that is %s is unreadable, and nothing is looked at', async (_, message, path) => {
    const { arrive, counted } = door();
    const refused = await arrive(message).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Unreadable);
    expect((refused as Unreadable).path).toBe(path);
    expect(counted).toEqual([]);
  });
});

describe('a request to look', () => {
  test('of an operator, by type and name, is a look in the name of the operator', async () => {
    const { street, arrive } = door();
    street.place('a', { paint: 'red' });
    expect(await arrive({ look: { type: LAMP, id: 'a' } })).toMatchObject([{ outcome: 'sent' }]);
    expect(street.entries[0]?.body.cause).toEqual({
      source: 'mlwarden.operator',
      detailType: 'Look',
      id: 'look a',
      time: new Date(START).toISOString(),
    });
  });

  test.each<[string, unknown]>([
    ['of another account', { type: LAMP, id: 'arn:aws:sagemaker:eu-west-1:444455556666:lamp/a' }],
    ['of another Region', { type: LAMP, id: 'arn:aws:sagemaker:us-east-1:111122223333:lamp/a' }],
    ['of another account, as an earlier look would name it', visitOf({ arn: 'arn:aws:sagemaker:eu-west-1:444455556666:lamp/a' })],
  ])('for an ARN %s is ignored, and nothing is looked at', async (_, look) => {
    const { street, arrive } = door();
    const lamp = street.place('a', { paint: 'red' });
    expect(await arrive({ look })).toEqual({ ignored: 'foreign' });
    expect(lamp.power).toBe('on');
  });

  test.each<[string, unknown, string]>([
    ['of another type', { type: 'AWS::S3::Bucket', id: 'a' }, 'look.type'],
    ['of another type, as an earlier look would name it', visitOf({ type: 'AWS::S3::Bucket' }), 'look.resource.type'],
    ['whose ARN is of another service', { type: LAMP, id: 'arn:aws:s3:::a' }, 'detail'],
    ['that no terminal can show', { type: LAMP, id: 'a\u001b[2J' }, 'look.id'],
  ])('for a thing %s is unreadable', async (_, look, path) => {
    const { street, arrive } = door();
    const lamp = street.place('a', { paint: 'red' });
    const refused = await arrive({ look }).catch((error: unknown) => error);
    expect((refused as Unreadable).path).toBe(path);
    expect(lamp.power).toBe('on');
  });

  test('for a thing of another type is refused naming the types that are known', async () => {
    const { remediation, arrive } = door();
    Object.assign(remediation.kind, { types: [LAMP, 'AWS::SageMaker::Lantern'] });
    await expect(arrive({ look: { type: 'AWS::S3::Bucket', id: 'a' } })).rejects.toThrow(
      'Cannot read look.type: expected AWS::SageMaker::Lamp or AWS::SageMaker::Lantern.',
    );
  });

  test("for mlwarden's own is ignored", async () => {
    const { arrive } = door();
    expect(await arrive({ look: { type: LAMP, id: 'mlwarden-lamp' } })).toEqual({ ignored: 'ours' });
  });

  test.each([
    [LAMP, 'eu-west-1'],
    ['AWS::IAM::Role', 'aws-global'],
  ])('for a %s is one for home: %s', async (type, region) => {
    const asked: Ref[] = [];
    const { arrive } = door((ref) => {
      asked.push(ref);
      return [];
    }, type);
    expect(await arrive({ look: { type, id: 'a' } })).toEqual({ ignored: 'names-nothing' });
    expect(asked).toMatchObject([{ type, id: 'a', account: '111122223333', region }]);
  });

  test('of an earlier look or of the sweep goes on where that one was', async () => {
    const { street, arrive } = door();
    street.place('a', { paint: 'red' });
    expect(await arrive({ look: visit('a') })).toMatchObject([{ outcome: 'sent' }]);
    expect(street.entries[0]?.body.cause).toEqual(visit('a').cause);
  });

  test('goes on waiting from where that one had come to', async () => {
    const { street, arrive } = door();
    street.place('a', { paint: 'red', busy: true });
    const waited = { saw: { token: 0, waited: 30 }, delay: { for: 'the fitter to finish', seconds: 30 } };
    await arrive({ look: { ...visit('a'), cause: { ...visit('a').cause, source: 'aws.test' }, ...waited } });
    expect(street.queue[0]?.visit).toMatchObject({ saw: { token: 0, waited: 90 }, delay: { for: 'the fitter to finish', seconds: 60 } });
  });

  test('at a global resource is one for home, too', async () => {
    const { street, arrive } = door();
    street.place('a', { paint: 'red' });
    expect(await arrive({ look: visit('a', 'aws-global') })).toMatchObject([{ outcome: 'sent' }]);
  });

  test.each([
    ['account', visit('a', 'eu-west-1', '444455556666')],
    ['Region', visit('a', 'us-east-1')],
  ])('at a lamp of another %s is ignored', async (_, look) => {
    const { street, arrive, counted } = door();
    const lamp = street.place('a', { paint: 'red' });
    expect(await arrive({ look })).toEqual({ ignored: 'foreign' });
    expect(lamp.power).toBe('on');
    expect(counted).toEqual(['ignored lamp-off foreign']);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'a'],
    ['half of what is needed', { type: LAMP }],
    ['a word more than is known', { type: LAMP, id: 'a', force: true }],
    ['a visit with a word more than is known', { ...visit('a'), force: true }],
    ['a visit without a resource', { cause: visit('a').cause }],
    ['a visit that has seen half of something', { ...visit('a'), saw: { token: 1 } }],
    ['a visit that has waited for nothing', { ...visit('a'), delay: { seconds: 5 } }],
    ['a visit to half a resource', { ...visit('a'), resource: { key: 'a' } }],
  ])('that says %s is unreadable', async (_, look) => {
    const { arrive } = door();
    await expect(arrive({ look })).rejects.toThrow('Cannot read look');
  });
});

describe('a handler', () => {
  const record = (messageId: string, body: string) => ({ messageId, body }) as never;
  const handler = (at: Door, over: Partial<House> = {}) =>
    handle(at.remediation, () => ({
      ...at.street.house(),
      count: (what, { messageId = '', error = '' }) => void at.counted.push(`${what} ${messageId} ${error}`.trim()),
      ...over,
    }));

  test('reports exactly the messages that failed, and the others are done', async () => {
    const at = door();
    for (const name of ['a', 'b', 'c']) at.street.place(name, { paint: 'red' });
    at.street.trouble = () => undefined;
    let looks = 0;
    at.street.blindness = () => (++looks === 2 ? awsError('ThrottlingException', 'Rate exceeded') : undefined);
    const Records = [
      record('m1', JSON.stringify(event('a'))),
      record('m2', 'no JSON'),
      record('m3', JSON.stringify(event('b'))),
      record('m4', JSON.stringify(event('x', { source: 'aws.s3' }))),
      record('m5', JSON.stringify({ look: visit('c') })),
      record('m6', JSON.stringify(event('a', { account: '444455556666' }))),
      record('m7', 'null'),
    ];
    expect(await handler(at)({ Records })).toEqual({
      batchItemFailures: ['m2', 'm3', 'm4', 'm7'].map((itemIdentifier) => ({ itemIdentifier })),
    });
    expect(Object.fromEntries([...at.street.lamps].map(([name, l]) => [name, l.power]))).toEqual({ a: 'off', b: 'on', c: 'off' });
    const failed = ['failed m2 SyntaxError', 'failed m3 LookFailed', 'failed m4 Unreadable'];
    expect(at.counted).toEqual(['looked', ...failed, 'looked', 'ignored', 'failed m7 Unreadable']);
  });

  test('names in what it counts the event that it is about, or its message where nobody can read it', async () => {
    const at = door();
    at.street.place('a');
    at.street.place('b', { paint: 'red' });
    const events: string[] = [];
    const count: House['count'] = (what, { event }) => void events.push(`${what} ${event}`);
    const Records = [
      event('a'),
      { look: visit('b') },
      { look: { type: LAMP, id: 'mlwarden-lamp' } },
      event('x', { account: '444455556666' }),
      event('x', { source: 'aws.s3' }),
      { look: null },
      { look: { type: LAMP } },
      null,
    ].map((body, i) => record(`m${i}`, JSON.stringify(body)));
    await handler(at, { count })({ Records: [...Records, record('m8', '{')] });
    expect(events).toEqual([
      ...['looked event-of-a', 'looked sweep 1', 'ignored m2', 'ignored event-of-x', 'failed event-of-x'],
      ...['failed m5', 'failed m6', 'failed m7', 'failed m8'],
    ]);
  });

  test.each([[{ a: 1 }], [['x']], [7], [true], [{ toString: 'x' }]])(
    'takes %j for no name of an event, and reports its message',
    async (id) => {
      const failed: string[] = [];
      const count: House['count'] = (_, { event, error }) => void failed.push(`${event} ${error}`);
      const Records = [record('m1', JSON.stringify({ ...event('a'), id })), record('m2', JSON.stringify({ look: { cause: { id } } }))];
      const answer = await handler(door(), { count })({ Records });
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
      expect(failed).toEqual(['m1 Unreadable', 'm2 Unreadable']);
    },
  );

  test('has nothing to report of an empty batch', async () => {
    expect(await handler(door())({ Records: [] })).toEqual({ batchItemFailures: [] });
  });

  test('returns what it found of a bare event', async () => {
    const at = door();
    at.street.place('a');
    expect(await handler(at)(event('a'))).toMatchObject([{ outcome: 'compliant' }]);
  });

  test.each([null, undefined, 3, { Records: 'x' }])('throws for %j, which is neither batch nor event', async (rubbish) => {
    await expect(handler(door())(rubbish)).rejects.toThrow(Unreadable);
  });

  test('fails the message whose next look could not be queued: it is not done with', async () => {
    const at = door();
    at.street.place('a', { paint: 'red' });
    const again = async () => {
      throw awsError('QueueDoesNotExist', 'no such queue');
    };
    const failed = { batchItemFailures: [{ itemIdentifier: 'm1' }] };
    expect(await handler(at, { again })({ Records: [record('m1', JSON.stringify(event('a')))] })).toEqual(failed);
  });
});
