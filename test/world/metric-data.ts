/** GetMetricData: what CloudWatch is said to have counted. */
import type { GetMetricDataInput, GetMetricDataOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { WorldClock } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';

rule(
  'cloudwatch.data',
  'documented',
  'a result for each query, by its Id: datapoints from StartTime, rounded down to the minute, to before EndTime, the newest first; at most 500 queries, each of another Id',
  'CloudWatch API, GetMetricData and MetricDataQuery',
);
rule(
  'cloudwatch.data-pages',
  'documented',
  'after MaxDatapoints, 100,800 where none is given, the rest comes by NextToken; a result that goes on there is PartialData, all else Complete',
  'CloudWatch API, GetMetricData and MetricDataResult',
);
rule(
  'cloudwatch.data-aligned',
  'assumed',
  'periods are counted from the StartTime that was asked for',
  'CloudWatch API, GetMetricData only advises to ask for whole periods, and whoever asks here does',
);

const MINUTE = 60_000;
const MOST = 100_800;

export interface MetricData {
  /** One datum of a metric that has one dimension, whose value is `of`. */
  counted(metric: string, of: string, at: Date, value: number): void;
  readonly read: (input: GetMetricDataInput) => GetMetricDataOutput;
}
interface Datum {
  readonly at: number;
  readonly value: number;
}

/** The wire has seconds where the SDK has Dates. */
export const time = (at: Date | number | undefined): number => (at instanceof Date ? at.getTime() : (at ?? 0) * 1000);
const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, one) => sum + one, 0),
  Maximum: (values) => Math.max(...values),
};
const refuse = (says: string): never => {
  throw new AwsError('ValidationError', says);
};

export function metricData(clock: WorldClock): MetricData {
  const data = new Map<string, Datum[]>();
  const named = (metric: unknown, of: unknown) => JSON.stringify([metric, of]);

  /** The newest first. */
  function series({ MetricStat }: MetricDataQuery, { StartTime, EndTime }: GetMetricDataInput): readonly Datum[] {
    const { Metric: { MetricName, Dimensions = [] } = {}, Period = 60, Stat = '' } = MetricStat ?? {};
    const statistic = STATISTICS[Stat] ?? refuse(`The world has no statistic ${Stat}.`);
    const kept = (Dimensions.length === 1 && data.get(named(MetricName, Dimensions[0]?.Value))) || [];
    const from = Math.floor(time(StartTime) / MINUTE) * MINUTE;
    const asked = kept.filter(({ at }) => at >= from && at < Math.min(time(EndTime), clock.now()));
    const periods = Map.groupBy(asked, ({ at }) => from + Math.floor((at - from) / (Period * 1000)) * Period * 1000);
    return [...periods].map(([at, those]) => ({ at, value: statistic(those.map(({ value }) => value)) })).toSorted((a, b) => b.at - a.at);
  }

  return {
    counted(metric, of, at, value) {
      const name = named(metric, of);
      data.set(name, [...(data.get(name) ?? []), { at: at.getTime(), value }]);
    },
    read(input) {
      const { MetricDataQueries: queries = [], MaxDatapoints = MOST, NextToken = '0' } = input;
      if (queries.length === 0 || queries.length > 500) refuse('The parameter MetricDataQueries must have 1 to 500 members.');
      if (new Set(queries.map(({ Id }) => Id)).size < queries.length)
        refuse('The values for parameter id in MetricDataQueries are not unique.');
      const all = queries.flatMap((query) => series(query, input).map((datum) => ({ query, ...datum })));
      const next = Number(NextToken) + MaxDatapoints;
      const [page, rest] = [all.slice(Number(NextToken), next), all.slice(next)];
      return {
        MetricDataResults: queries.map((query) => {
          const own = page.filter((one) => one.query === query);
          return {
            Id: query.Id,
            Label: query.MetricStat?.Metric?.MetricName,
            Timestamps: own.map(({ at }) => new Date(at)),
            Values: own.map(({ value }) => value),
            StatusCode: rest.some((one) => one.query === query) ? 'PartialData' : 'Complete',
          };
        }),
        ...(rest.length > 0 && { NextToken: String(next) }),
      };
    },
  };
}
