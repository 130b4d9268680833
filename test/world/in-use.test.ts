/** What the world tells of the use of endpoints and roles, as the SDK reads it: through the wire, in both directions. */
import { CloudWatchClient, GetMetricDataCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { GenerateServiceLastAccessedDetailsCommand, GetServiceLastAccessedDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import { cloudWatch } from './cloudwatch.ts';
import { iam } from './iam.ts';
import { World } from './world.ts';

const START = new Date('2026-11-23T12:00:30Z');
const ago = (minutes: number) => new Date(START.getTime() - minutes * 60_000);

function world() {
  const it = new World({ seed: 1, start: START, stale: false });
  const parts = { metrics: cloudWatch(it), roles: iam(it) };
  it.add(parts.metrics).add(parts.roles);
  return { ...parts, it, client: { region: it.region, maxAttempts: 1, ...it.connection() } };
}

describe('CloudWatch', () => {
  const asked = (over: object = {}) =>
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: [
        { Name: 'EndpointName', Value: 'e' },
        { Name: 'VariantName', Value: 'v' },
      ],
      StartTime: ago(60),
      EndTime: START,
      Period: 60,
      Statistics: ['Sum'],
      ...over,
    });
  const sum = (points: readonly { Sum?: number | undefined }[] = []) => points.reduce((all, { Sum = 0 }) => all + Sum, 0);

  test('has a datapoint for each minute that has a value: of the hour as many as there were', async () => {
    const { metrics, client } = world();
    metrics.invoked('e', 'v', 45);
    const sdk = new CloudWatchClient(client);
    const whole = { StartTime: new Date('2026-11-23T11:00:00Z'), EndTime: new Date('2026-11-23T12:00:00Z') };
    const { Datapoints, Label } = await sdk.send(asked(whole));
    expect([Label, Datapoints?.length, sum(Datapoints)]).toEqual(['Invocations', 45, 45]);
    expect(Datapoints?.[0]?.Timestamp).toBeInstanceOf(Date);
    expect(sum((await sdk.send(asked({ ...whole, Period: 3600 }))).Datapoints)).toBe(45);
    // Rounded down at the beginning, so that the minute under way comes to the sixty.
    metrics.invoked('e', 'v', 60);
    expect(sum((await sdk.send(asked())).Datapoints)).toBe(61);
  });

  test.each([
    ['of another endpoint', { Dimensions: [{ Name: 'EndpointName', Value: 'f' }] }],
    ['by another dimension', { Dimensions: [{ Name: 'ContainerName', Value: 'c' }] }],
    ['of another metric', { MetricName: 'ModelLatency' }],
    ['of the time to come', { StartTime: ago(-1), EndTime: ago(-60) }],
  ])('has none %s', async (_, over) => {
    const { metrics, client } = world();
    metrics.invoked('e', 'v', 45);
    const { Datapoints } = await new CloudWatchClient(client).send(asked(over));
    expect(Datapoints).toEqual([]);
  });

  test('refuses more than 1,440 datapoints', async () => {
    const { client } = world();
    const many = new CloudWatchClient(client).send(asked({ StartTime: ago(1442) }));
    await expect(many).rejects.toMatchObject({ name: expect.stringContaining('InvalidParameterCombination') });
  });
});

describe('GetMetricData', () => {
  const query = (Id: string, Value: string) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: 'AWS/Events', MetricName: 'MatchedEvents', Dimensions: [{ Name: 'RuleName', Value }] },
      Period: 3600,
      Stat: 'Sum',
    },
  });
  const span = { StartTime: new Date('2026-11-23T08:00:00Z'), EndTime: START };

  test('answers each query by its Id, the newest first, page by page', async () => {
    const { metrics, client } = world();
    for (const [minutes, value] of [
      [200, 1],
      [90, 2],
      [80, 3],
      [400, 9],
    ] as const)
      metrics.counted('MatchedEvents', 'r', ago(minutes), value);
    const asked = { ...span, MetricDataQueries: [query('a', 'r'), query('b', 'other')] };
    const sdk = new CloudWatchClient(client);
    const { MetricDataResults, NextToken } = await sdk.send(new GetMetricDataCommand(asked));
    expect(NextToken).toBeUndefined();
    expect(MetricDataResults).toMatchObject([
      { Id: 'a', Timestamps: [new Date('2026-11-23T10:00:00Z'), new Date('2026-11-23T08:00:00Z')], Values: [5, 1], StatusCode: 'Complete' },
      { Id: 'b', Timestamps: [], Values: [], StatusCode: 'Complete' },
    ]);
    const first = await sdk.send(new GetMetricDataCommand({ ...asked, MaxDatapoints: 1 }));
    expect(first.MetricDataResults?.[0]).toMatchObject({ Values: [5], StatusCode: 'PartialData' });
    const rest = await sdk.send(new GetMetricDataCommand({ ...asked, MaxDatapoints: 1, NextToken: first.NextToken }));
    expect(rest.MetricDataResults?.[0]).toMatchObject({ Values: [1], StatusCode: 'Complete' });
  });
  test.each([
    ['none at all', []],
    ['two of one Id', [query('a', 'r'), query('a', 's')]],
  ])('refuses queries: %s', async (_, MetricDataQueries) => {
    const sent = new CloudWatchClient(world().client).send(new GetMetricDataCommand({ ...span, MetricDataQueries }));
    await expect(sent).rejects.toMatchObject({ name: expect.stringContaining('Validation') });
  });
});

describe('the report of IAM', () => {
  const job = (sdk: IAMClient, Arn: string) => sdk.send(new GenerateServiceLastAccessedDetailsCommand({ Arn }));

  test('is ready a while after it was ordered, and lists what was used and what was not', async () => {
    const { roles, client, it } = world();
    const { Arn } = roles.roles.place({ RoleName: 'r' });
    roles.lastAccessed.uses('r', [{ ServiceName: 'Amazon S3', ServiceNamespace: 's3', LastAuthenticated: ago(60) }]);
    const sdk = new IAMClient(client);
    const { JobId } = await job(sdk, Arn);
    const report = (more: object = {}) => sdk.send(new GetServiceLastAccessedDetailsCommand({ JobId, ...more }));
    expect(await report()).toMatchObject({ JobStatus: 'IN_PROGRESS', ServicesLastAccessed: [] });
    it.clock.moveTo(it.clock.now() + 1_500);
    const [first, second] = [await report({ MaxItems: 1 }), await report({ MaxItems: 1, Marker: Buffer.from('1').toString('base64') })];
    expect(first).toMatchObject({ JobStatus: 'COMPLETED', IsTruncated: true, ServicesLastAccessed: [{ ServiceNamespace: 'ec2' }] });
    expect(first.ServicesLastAccessed?.[0]).not.toHaveProperty('LastAuthenticated');
    expect(second).toMatchObject({
      IsTruncated: false,
      ServicesLastAccessed: [{ ServiceName: 'Amazon S3', LastAuthenticated: ago(60), LastAuthenticatedEntity: Arn }],
    });
  });

  test('is refused of a role, and of a job, that is not there', async () => {
    const sdk = new IAMClient(world().client);
    await expect(job(sdk, 'arn:aws:iam::111122223333:role/gone')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const report = sdk.send(new GetServiceLastAccessedDetailsCommand({ JobId: '0'.repeat(36) }));
    await expect(report).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});
