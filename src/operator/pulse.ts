/** What comes in and what is left lying, as CloudWatch counts it. It trails by minutes, and what it counts of events may not be all. */
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { reader } from '../aws.ts';
import { paged } from '../resources/reading.ts';
import type { Known, Office } from './office.ts';
import { DAY, HOUR } from './times.ts';

/** `amount`: seconds that the oldest message has waited, or how many dead letters there are. `at`: in the five minutes from then. */
export interface Left {
  readonly queue: string;
  readonly amount: number;
  readonly at: string;
}
/** Times in ISO 8601. The latest event of a source came between `from` and `until`; where they are missing none came since `since`. */
export interface Pulse {
  readonly since: string;
  readonly sources: readonly { readonly source: string; readonly from?: string; readonly until?: string }[];
  readonly waiting: readonly Left[];
  readonly dead: readonly Left[];
}

/** Milliseconds after which the rest is told without it. */
const PATIENCE = 5_000;
const MINUTE = 60_000;
/** Days for which there are datapoints by the minute, and so by any hour, with one to spare (CloudWatch API, GetMetricData). */
const DAYS = 14;
/** How a thing is named in a metric of that namespace, and by which statistic; `period` and `back` in milliseconds. */
const EVENTS = { Namespace: 'AWS/Events', Name: 'RuleName', Stat: 'Sum', period: HOUR, back: DAYS * DAY };
const QUEUES = { Namespace: 'AWS/SQS', Name: 'QueueName', Stat: 'Maximum', period: 5 * MINUTE, back: 15 * MINUTE };

/** `families`: those that are on. What is asked of a queue that is not there is nothing. */
interface Deployed {
  readonly region: string;
  readonly known: readonly Pick<Known, 'id'>[];
  readonly families: readonly string[];
  readonly now: Date;
}
interface Where {
  readonly region: string;
  readonly now: number;
  readonly abortSignal: AbortSignal;
}
interface Point {
  readonly name: string;
  readonly at: number;
  readonly amount: number;
}
const iso = (ms: number): string => new Date(ms).toISOString();

/** Datapoints by name, the newest first. What CloudWatch could not read is not taken for nothing. */
async function points(
  MetricName: string,
  { Namespace, Name, Stat, period, back }: typeof EVENTS,
  names: readonly string[],
  { region, now, abortSignal }: Where,
): Promise<readonly Point[]> {
  if (names.length === 0) return [];
  const MetricDataQueries = names.map((Value, i) => ({
    Id: `m${i}`,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions: [{ Name, Value }] }, Period: period / 1000, Stat },
  }));
  const StartTime = new Date(Math.floor((now - back) / period) * period);
  const client = reader(CloudWatchClient, { region });
  const asked = (NextToken: string | undefined) =>
    client.send(new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime: new Date(now), NextToken }), { abortSignal });
  const found: Point[] = [];
  for await (const { Id = '', Timestamps = [], Values = [], StatusCode } of paged(
    asked,
    (p) => p.MetricDataResults,
    (p) => p.NextToken,
  )) {
    const name = names[Number(Id.slice(1))] ?? Id;
    if (StatusCode !== 'Complete' && StatusCode !== 'PartialData')
      throw new Error(`CloudWatch says ${StatusCode} of ${MetricName} of ${name}`);
    found.push(...Timestamps.map((at, i) => ({ name, at: at.getTime(), amount: Values[i] ?? 0 })));
  }
  return found.toSorted((a, b) => b.at - a.at);
}

/**
 * Each rule of ours that hears events, and the one source that it hears. Events are counted by rule alone (EventBridge guide, "Monitoring Amazon
 * EventBridge").
 */
async function rules({ region, abortSignal }: Where): Promise<ReadonlyMap<string, string>> {
  const client = reader(EventBridgeClient, { region });
  const asked = (NextToken: string | undefined) =>
    client.send(new ListRulesCommand({ NamePrefix: 'mlwarden-', NextToken }), { abortSignal });
  const sources = new Map<string, string>();
  for await (const { Name = '', EventPattern } of paged(
    asked,
    (p) => p.Rules,
    (p) => p.NextToken,
  )) {
    const { $or, source = $or?.[0]?.source } = JSON.parse(EventPattern ?? '{}') as { source?: string[]; $or?: { source: string[] }[] };
    if (source) sources.set(Name, `${source}`);
  }
  return sources;
}

async function heard(where: Where): Promise<Pulse['sources']> {
  const sources = await rules(where);
  const events = await points('MatchedEvents', EVENTS, [...sources.keys()], where);
  return [...new Set(sources.values())].sort().map((source) => {
    const last = events.find(({ name, amount }) => amount > 0 && sources.get(name) === source);
    return { source, ...(last && { from: iso(last.at), until: iso(Math.min(last.at + HOUR, where.now)) }) };
  });
}

async function left(MetricName: string, queues: readonly string[], where: Where): Promise<readonly Left[]> {
  const all = await points(MetricName, QUEUES, queues, where);
  return queues.flatMap((queue) => {
    const { at = 0, amount = 0 } = all.find(({ name }) => name === queue) ?? {};
    return amount > 0 ? [{ queue, amount, at: iso(at) }] : [];
  });
}

/** Throws what AWS does not tell, or that it took too long. */
export async function pulse({ region, known, families, now }: Deployed): Promise<Pulse> {
  const where = { region, now: now.getTime(), abortSignal: AbortSignal.timeout(PATIENCE) };
  const dead = [...families, 'tell'].map((of) => `mlwarden-${of}-dead-letters`);
  const looks = known.map(({ id }) => `mlwarden-${id}`);
  const [sources, waiting, letters] = await Promise.all([
    heard(where),
    left('ApproximateAgeOfOldestMessage', looks, where),
    left('ApproximateNumberOfMessagesVisible', dead, where),
  ]);
  return { since: iso(where.now - EVENTS.back), sources, waiting, dead: letters };
}

function spelt({ sources, waiting, dead }: Pulse): readonly string[] {
  return [
    ...sources.map(
      ({ source, from, until }) => `events of ${source}: ${from ? `the last between ${from} and ${until}` : `none in ${DAYS} days`}`,
    ),
    ...(waiting.length === 0 ? ['Nothing waits in the queues.'] : []),
    ...waiting.map(({ queue, amount, at }) => `waiting in ${queue}: the oldest for ${Math.ceil(amount / 60)} min, ${at}`),
    ...(dead.length === 0 ? ['There are no dead letters.'] : []),
    ...dead.map(({ queue, amount }) => `DEAD LETTERS in ${queue}: ${amount}. What to do: docs/operations.md, "Dead letters"`),
  ];
}

/** What `status` says of it, whether it can be read or not. */
export async function beaten({ pulse: felt }: Office): Promise<{ says: readonly string[]; data: { pulse?: Pulse; pulseUnread?: string } }> {
  if (!felt) return { says: ['This is a local store: it has no rules and no queues.'], data: {} };
  try {
    const is = await felt();
    return { says: spelt(is), data: { pulse: is } };
  } catch (error) {
    const { name, message } = error as Error;
    const why = `${name}: ${message}`;
    return {
      says: [`NOT KNOWN: when events came last, what waits and whether there are dead letters (${why}).`],
      data: { pulseUnread: why },
    };
  }
}
