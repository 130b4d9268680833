/** CloudTrail's event history: what was called, some minutes later than it was. */
import type { LookupEventsRequest } from '@aws-sdk/client-cloudtrail';
import type { Habitat } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';

const GUIDE = 'CloudTrail guide, "Working with CloudTrail event history"';
rule('cloudtrail.history', 'documented', 'ninety days of management events of the Region are looked up, the newest first', GUIDE);
rule(
  'cloudtrail.history-late',
  'assumed',
  'a call is found after 1 to 14 minutes, each call after its own time; the guide says within 15 minutes, typically',
  GUIDE,
);
rule('cloudtrail.lookup', 'documented', 'one attribute, up to 50 events a page, and a NextToken', 'CloudTrail API, LookupEvents');
rule(
  'cloudtrail.lookup-rate',
  'assumed',
  'nobody else looks anything up: the limit of two requests a second for an account and Region is met only by faults',
  'CloudTrail API, LookupEvents, names the limit; who else looks is not in the world',
);

const MINUTE = 60_000;
const KEPT = 90 * 24 * 60 * MINUTE;
const PAGE = 50;

/** One call as it stands in the history. `at`: epoch milliseconds. */
export interface Recorded {
  readonly at: number;
  readonly detail: { readonly eventID: string; readonly eventName: string; readonly eventSource: string };
}

/** Drawn from the event itself, so that a seed tells the same of everything else. */
const late = ({ eventID }: Recorded['detail']): number => MINUTE * (1 + (Number.parseInt(eventID.slice(0, 4), 16) / 0xffff) * 13);
/** Epoch milliseconds: on the wire a time is in seconds. */
const time = (given: Date | number | string | undefined, otherwise: number): number =>
  given === undefined ? otherwise : typeof given === 'number' ? given * 1000 : new Date(given).getTime();

export function lookup(habitat: Habitat, asked: LookupEventsRequest): object {
  const [attribute, ...more] = asked.LookupAttributes ?? [];
  if (attribute?.AttributeKey !== 'EventName' || more.length > 0) throw new Error('the world looks events up by their name only');
  const now = habitat.clock.now();
  const [from, until] = [time(asked.StartTime, now - KEPT), time(asked.EndTime, now)];
  if (from > until) throw new AwsError('InvalidTimeRangeException', 'The start time is after the end time.');
  const known = (habitat.history ?? [])
    .filter(({ detail }) => detail.eventName === attribute.AttributeValue)
    .filter(({ at }) => at >= Math.max(from, now - KEPT) && at <= until)
    .filter(({ at, detail }) => !habitat.stale || at + late(detail) <= now)
    .toSorted((a, b) => b.at - a.at);
  const begin = Number(asked.NextToken ?? 0);
  const end = begin + (asked.MaxResults ?? PAGE);
  return {
    Events: known.slice(begin, end).map(({ at, detail }) => ({
      ...{ EventId: detail.eventID, EventName: detail.eventName, EventSource: detail.eventSource },
      ...{ EventTime: new Date(at), ReadOnly: 'false', CloudTrailEvent: JSON.stringify(detail) },
    })),
    ...(end < known.length && { NextToken: String(end) }),
  };
}
