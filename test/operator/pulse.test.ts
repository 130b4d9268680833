/** What `status` tells of events, queues and dead letters, as EventBridge and CloudWatch of the world have it. */
import { afterEach, describe, expect, test } from 'vitest';
import { connect } from '../../src/aws.ts';
import { known } from '../../src/known.ts';
import { sweepName } from '../../src/ledger/sweep-note.ts';
import { pulse } from '../../src/operator/pulse.ts';
import { remediations } from '../../src/registry.ts';
import { all, ofType } from '../deploy/templates.ts';
import { cloudWatch } from '../world/cloudwatch.ts';
import { eventBridge } from '../world/eventbridge.ts';
import { AwsError, type Service } from '../world/habitat.ts';
import { World } from '../world/world.ts';
import { Counter } from './desk.ts';

const START = new Date('2026-11-23T12:20:00Z');
const at = (time: string) => new Date(`2026-11-${time}Z`);
const RULES = {
  'mlwarden-lamp-off': { source: ['aws.sagemaker'], 'detail-type': ['a'] },
  'mlwarden-lamp-off-2': { account: ['1'], $or: [{ source: ['aws.config'] }, { source: ['aws.config'], detail: {} }] },
  'mlwarden-lamp-shut': { source: ['aws.config'] },
  'theirs-lamp': { source: ['aws.theirs'] },
};
const families = ['lamps'];

afterEach(() => connect({}));

function street(over: { service?: (it: Service) => Service } = {}) {
  const world = new World({ seed: 1, start: START, stale: false });
  const parts = { metrics: cloudWatch(world), rules: eventBridge(world) };
  const { service = (it) => it } = over;
  world.add(service(parts.metrics)).add(service(parts.rules));
  for (const [Name, EventPattern] of Object.entries(RULES)) parts.rules.place({ Name, EventPattern });
  parts.rules.place({ Name: 'mlwarden-sweep-data', ScheduleExpression: 'rate(15 minutes)' });
  connect({ ...world.connection(), maxAttempts: 1 });
  const counter = new Counter();
  const felt = async () => await pulse({ region: world.region, known: counter.office().known, families, now: START });
  const status = async () => await counter.ask('status', {}, undefined, { pulse: felt });
  return { ...parts, world, felt, status, tail: async (n: number) => (await status()).says.slice(-n) };
}

describe('the status', () => {
  test('says of each source, in order, between which hours its latest event came, and of which none has come', async () => {
    const { metrics, tail, status } = street();
    metrics.counted('MatchedEvents', 'mlwarden-lamp-off-2', at('20T07:59:00'), 1);
    metrics.counted('MatchedEvents', 'mlwarden-lamp-shut', at('21T03:10:00'), 7);
    metrics.counted('MatchedEvents', 'mlwarden-lamp-shut', at('23T11:00:00'), 0);
    metrics.counted('MatchedEvents', 'theirs-lamp', at('23T11:00:00'), 1);
    metrics.counted('MatchedEvents', 'mlwarden-lamp-off', at('09T11:59:00'), 1);
    expect(await tail(4)).toEqual([
      'events of aws.config: the last between 2026-11-21T03:00:00.000Z and 2026-11-21T04:00:00.000Z',
      'events of aws.sagemaker: none in 14 days',
      'Nothing waits in the queues.',
      'There are no dead letters.',
    ]);
    expect((await status()).data.pulse).toEqual({
      since: '2026-11-09T12:20:00.000Z',
      sources: [{ source: 'aws.config', from: '2026-11-21T03:00:00.000Z', until: '2026-11-21T04:00:00.000Z' }, { source: 'aws.sagemaker' }],
      waiting: [],
      dead: [],
    });
  });
  test('says of an event of this hour that it came until now, not that it comes yet', async () => {
    const { metrics, tail } = street();
    metrics.counted('MatchedEvents', 'mlwarden-lamp-off', at('23T12:15:00'), 2);
    expect(await tail(3)).toContain('events of aws.sagemaker: the last between 2026-11-23T12:00:00.000Z and 2026-11-23T12:20:00.000Z');
  });
  test('names the queues in which something waits, as they were last, and no other', async () => {
    const { metrics, tail } = street();
    metrics.counted('ApproximateAgeOfOldestMessage', 'mlwarden-lamp-off', at('23T12:11:00'), 30);
    metrics.counted('ApproximateAgeOfOldestMessage', 'mlwarden-lamp-off', at('23T12:16:00'), 2_520);
    metrics.counted('ApproximateAgeOfOldestMessage', 'mlwarden-lamp-shut', at('23T12:11:00'), 900);
    metrics.counted('ApproximateAgeOfOldestMessage', 'mlwarden-lamp-shut', at('23T12:16:00'), 0);
    expect(await tail(2)).toEqual([
      'waiting in mlwarden-lamp-off: the oldest for 42 min, 2026-11-23T12:15:00.000Z',
      'There are no dead letters.',
    ]);
  });
  test('names the dead letters, whose they are, and where it stands what to do', async () => {
    const { metrics, tail, status } = street();
    metrics.counted('ApproximateNumberOfMessagesVisible', 'mlwarden-lamps-dead-letters', at('23T12:16:00'), 3);
    metrics.counted('ApproximateNumberOfMessagesVisible', 'mlwarden-tell-dead-letters', at('23T12:16:00'), 1);
    expect(await tail(3)).toEqual([
      'Nothing waits in the queues.',
      'DEAD LETTERS in mlwarden-lamps-dead-letters: 3. What to do: docs/operations.md, "Dead letters"',
      'DEAD LETTERS in mlwarden-tell-dead-letters: 1. What to do: docs/operations.md, "Dead letters"',
    ]);
    const { dead } = (await status()).data.pulse as { dead: object[] };
    expect(dead[0]).toEqual({ queue: 'mlwarden-lamps-dead-letters', amount: 3, at: '2026-11-23T12:15:00.000Z' });
  });

  test.each(['ListRules', 'GetMetricData'])(
    'tells all the rest where %s is denied, and takes nothing that is not known for an answer',
    async (denied) => {
      const refusing = (it: Service): Service => ({
        ...it,
        call(operation, input, caller) {
          if (operation === denied) throw new AwsError('AccessDenied', `not authorized to perform ${denied}`);
          return it.call(operation, input, caller);
        },
      });
      const { status } = street({ service: refusing });
      const { says, data } = await status();
      expect(says[1]).toBe('Nothing is paused.');
      expect(says.at(-1)).toMatch(
        /^NOT KNOWN: when events came last, what waits and whether there are dead letters \(AccessDenied.*: not authorized to perform \w+\)\.$/,
      );
      expect(says.join(' ')).not.toMatch(/Nothing waits|no dead letters|none in/);
      expect(data).toMatchObject({ pauses: [], pulseUnread: expect.stringContaining('AccessDenied') });
      expect(data).not.toHaveProperty('pulse');
    },
  );
  test('takes a metric that CloudWatch could not read for not known', async () => {
    const broken = (it: Service): Service => ({
      ...it,
      call(operation, input, caller) {
        const output = it.call(operation, input, caller) as { MetricDataResults?: { StatusCode: string }[] };
        for (const result of output.MetricDataResults ?? []) result.StatusCode = 'InternalError';
        return output;
      },
    });
    const { says } = await street({ service: broken }).status();
    expect(says.at(-1)).toContain('NOT KNOWN');
    expect(says.at(-1)).toContain('CloudWatch says InternalError of ');
  });
  test('tells the queues also where no rule is', async () => {
    const { rules, felt, world } = street();
    world.add({ ...rules, call: () => ({ Rules: [] }) });
    expect(await felt()).toMatchObject({ sources: [], waiting: [], dead: [] });
  });
});

test('asks for every queue that is deployed, and for no other', async () => {
  const asked = new Set<string>();
  const listening = (it: Service): Service => ({
    ...it,
    call(operation, input, caller) {
      for (const { MetricStat } of input.MetricDataQueries ?? [])
        for (const { Name, Value } of MetricStat.Metric.Dimensions) if (Name === 'QueueName') asked.add(Value);
      return it.call(operation, input, caller);
    },
  });
  const { world } = street({ service: listening });
  await pulse({ region: world.region, known, families: [...new Set(remediations.map((r) => r.family))], now: START });
  const deployed = all.flatMap((t) => ofType(t, 'AWS::SQS::Queue').map(([, { Properties }]) => Properties.QueueName as string));
  expect([...asked].toSorted()).toEqual(deployed.toSorted());
});

test('the operator knows each violation by its name, its type and the name under which the sweep notes its kind, and carries no more', () => {
  const kinds = Map.groupBy(remediations, (r) => r.kind);
  const names = remediations.map(({ id, kind }) => ({ id, type: kind.types[0], sweep: sweepName(kind, kinds.get(kind) ?? []) }));
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
  expect(known.toSorted(byId)).toEqual(names.toSorted(byId));
});
