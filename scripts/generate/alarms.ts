/** What a family's people are called for. */
import type { AnyRemediation, Json } from '../../src/engine/remediation.ts';
import { ref } from '../cloudformation.ts';

/** CloudWatch takes ten metrics to an alarm with an expression. */
const AT_ONCE = 10;

interface Watched {
  readonly namespace: 'AWS/SQS' | 'AWS/Lambda';
  readonly metric: string;
  readonly dimension: 'QueueName' | 'FunctionName';
  readonly names: readonly string[];
  readonly stat: 'Maximum' | 'Sum';
}

/** The metrics of several resources as one: `MAX([m0, m1])`. */
function metrics({ namespace, metric, dimension, names, stat }: Watched): Json {
  const single = names.map((Value, i) => ({
    Id: `m${i}`,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: [{ Name: dimension, Value }] },
      Period: 300,
      Stat: stat,
    },
    ReturnData: names.length === 1,
  }));
  if (names.length === 1) return single;
  const all = `[${names.map((_, i) => `m${i}`).join(', ')}]`;
  return [{ Id: 'all', Expression: `${stat === 'Sum' ? 'SUM' : 'MAX'}(${all})` }, ...single];
}

function alarm(AlarmName: string, AlarmDescription: string, watched: Watched, Threshold: number): Json {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName,
      AlarmDescription,
      Metrics: metrics(watched),
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: [ref('AlarmTopic')],
    },
  };
}

/** No sweep has come to its end for an hour: it was not started, or it crashed. Silence is the alarm. */
function silence(family: string): Json {
  const hourly = (Id: string, MetricName: string): Json => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Period: 3600,
      Stat: 'Sum',
      Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: `mlwarden-sweep-${family}` }] },
    },
  });
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `mlwarden-sweep-${family}-silent`,
      AlarmDescription: 'For an hour no sweep of the family has come to its end. What events do not tell is not seen meanwhile.',
      Metrics: [{ Id: 'done', Expression: 'begun - crashed' }, hourly('begun', 'Invocations'), hourly('crashed', 'Errors')],
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      AlarmActions: [ref('AlarmTopic')],
    },
  };
}

export function alarms(family: string, own: readonly AnyRemediation[]): { readonly [id: string]: Json } {
  const name = (id: string) => `mlwarden-${id}`;
  const dead = { namespace: 'AWS/SQS', metric: 'ApproximateNumberOfMessagesVisible', dimension: 'QueueName', stat: 'Maximum' } as const;
  const all: Record<string, Json> = {
    DeadLettersAlarm: alarm(
      name(`${family}-dead-letters`),
      'A message could not be worked off. Its text names the resource; the sweep looks at it again all the same.',
      { ...dead, names: [name(`${family}-dead-letters`)] },
      0,
    ),
    SweepSilentAlarm: silence(family),
  };
  for (let from = 0; from < own.length; from += AT_ONCE) {
    const part = from === 0 ? '' : String(from / AT_ONCE + 1);
    const names = own.slice(from, from + AT_ONCE).map((r) => name(r.id));
    const suffix = part && `-${part}`;
    // Seconds. A look may wait 900 in its queue, and the queue hides it for 360 at a time.
    all[`AgeAlarm${part}`] = alarm(
      name(`${family}-age${suffix}`),
      'Looks wait for more than half an hour.',
      { namespace: 'AWS/SQS', metric: 'ApproximateAgeOfOldestMessage', dimension: 'QueueName', names, stat: 'Maximum' },
      1800,
    );
    all[`ErrorsAlarm${part}`] = alarm(
      name(`${family}-errors${suffix}`),
      'A function of the family crashed or ran out of time.',
      { namespace: 'AWS/Lambda', metric: 'Errors', dimension: 'FunctionName', names, stat: 'Sum' },
      0,
    );
  }
  return all;
}
