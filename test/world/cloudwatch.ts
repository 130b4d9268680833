/** CloudWatch: how often endpoints are invoked, and what else it is said to have counted. */
import type { GetMetricStatisticsInput } from '@aws-sdk/client-cloudwatch';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import { type MetricData, metricData, time } from './metric-data.ts';

rule(
  'cloudwatch.statistics',
  'documented',
  'datapoints from StartTime, rounded down to the minute, to before EndTime, in no order; none for a period without a value; an unknown metric has none',
  'CloudWatch API, GetMetricStatistics',
);
rule(
  'cloudwatch.most',
  'documented',
  'more than 1,440 datapoints are refused: InvalidParameterCombination',
  'CloudWatch API, GetMetricStatistics',
);
rule(
  'cloudwatch.steady',
  'assumed',
  'an endpoint is invoked as evenly as it can be, and each minute is known as it begins',
  'SageMaker guide: by the minute; how late a minute is known is not said',
);

const MINUTE = 60_000;

export interface CloudWatch extends Service, Pick<MetricData, 'counted'> {
  /** From ever and for ever so many invocations an hour. */
  invoked(endpoint: string, variant: string, hourly: number): void;
}

/** How many of a steady flow fall into the minute. */
const within = (minute: number, hourly: number): number => Math.floor(((minute + 1) * hourly) / 60) - Math.floor((minute * hourly) / 60);

export function cloudWatch(habitat: Habitat): CloudWatch {
  const flows = new Map<string, number>();
  const data = metricData(habitat.clock);
  const flow = (endpoint: unknown, variant: unknown) => JSON.stringify([endpoint, variant]);
  return {
    invoked: (endpoint, variant, hourly) => void flows.set(flow(endpoint, variant), hourly),
    counted: data.counted,
    ...service(habitat, 'monitoring', {
      reads: {
        GetMetricStatistics: (input: GetMetricStatisticsInput) => ({ Label: input.MetricName, Datapoints: points(input) }),
        GetMetricData: data.read,
      },
      writes: {},
    }),
  };

  function points({ Namespace, MetricName, Dimensions = [], StartTime, EndTime, Period = 60 }: GetMetricStatisticsInput) {
    const { EndpointName, VariantName, ...others } = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
    const known = Namespace === 'AWS/SageMaker' && MetricName === 'Invocations' && Object.keys(others).length === 0;
    const hourly = known ? (flows.get(flow(EndpointName, VariantName)) ?? 0) : 0;
    const [from, until] = [Math.floor(time(StartTime) / MINUTE), Math.min(time(EndTime), habitat.clock.now()) / MINUTE];
    const step = Period / 60;
    if ((until - from) / step > 1440)
      throw new AwsError('InvalidParameterCombination', 'You have requested more datapoints than the limit of 1,440.');
    const all: { Timestamp: Date; Sum: number; Unit: string }[] = [];
    for (let at = from; at < until; at += step) {
      let Sum = 0;
      for (let minute = at; minute < Math.min(at + step, until); minute++) Sum += within(minute, hourly);
      if (Sum > 0) all.unshift({ Timestamp: new Date(at * MINUTE), Sum, Unit: 'None' });
    }
    return all;
  }
}
