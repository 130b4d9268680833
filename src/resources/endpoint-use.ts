/** How often an endpoint was invoked in the last hour, which CloudWatch alone knows. */
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { reader } from '../aws.ts';
import type { Resource } from '../engine/remediation.ts';
import type { endpoint } from './endpoint.ts';

const MINUTE = 60_000;

/** Counted by the minute, endpoint and variant (SageMaker guide, "endpoint invocation metrics"). A minute without one has no datapoint. */
async function counted({ region, name }: Resource, variant: string, EndTime: Date, abortSignal: AbortSignal): Promise<number> {
  const asked = new GetMetricStatisticsCommand({
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocations',
    Dimensions: [
      { Name: 'EndpointName', Value: name },
      { Name: 'VariantName', Value: variant },
    ],
    StartTime: new Date(EndTime.getTime() - 60 * MINUTE),
    EndTime,
    Period: 60,
    Statistics: ['Sum'],
  });
  const { Datapoints = [] } = await reader(CloudWatchClient, { region }).send(asked, { abortSignal });
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

export const endpointUse: NonNullable<(typeof endpoint)['inUse']> = {
  reads: ['cloudwatch:GetMetricStatistics'],
  arns: [],
  async read(r, { variants }, signal) {
    // CloudWatch rounds to whole minutes by itself, which may make one too many (CloudWatch API reference, GetMetricStatistics).
    const end = new Date(Math.floor(Date.now() / MINUTE) * MINUTE);
    const each = await Promise.all(Object.keys(variants).map(async (name) => ({ name, sum: await counted(r, name, end, signal) })));
    if (each.every(({ sum }) => sum === 0)) return ['no invocation in the last hour, as far as CloudWatch knows'];
    return [`invocations in the last hour, as far as CloudWatch knows: ${each.map(({ name, sum }) => `${name} ${sum}`).join(', ')}`];
  },
};
