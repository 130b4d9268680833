/** CloudWatch Logs, as one who searches them meets it. */
import type { FilterLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';

const API = 'CloudWatch Logs API, FilterLogEvents';
rule('logs.group', 'documented', 'a group is named by logGroupName or by logGroupIdentifier, and not by both', API);
rule('logs.unknown', 'documented', 'a group that is not there is a ResourceNotFoundException', API);
rule('logs.unknown-text', 'assumed', '"The specified log group does not exist."', 'public issues have it so');
rule(
  'logs.quoted',
  'documented',
  'a pattern in double quotes finds the lines that hold just that text; case counts',
  'CloudWatch Logs guide, "Filter pattern syntax"',
);
rule('logs.time', 'documented', 'lines from startTime on, in milliseconds since 1970', API);
rule('logs.newest', 'documented', 'startFromHead false gives the newest first, and takes a startTime of 2024 or later', API);
rule('logs.pages', 'documented', 'a page may be empty, or not full, and there is more all the same while there is a nextToken', API);
rule('logs.empty-page', 'assumed', 'the first page is empty, and no page has more than two lines', 'how full pages are is not said');
rule('logs.at-once', 'assumed', 'a line can be found as soon as it is written', 'how late it is is not said');

interface Line {
  readonly timestamp: number;
  readonly message: string;
}
export interface Logs extends Service {
  /** By name; what is taken out is not there. */
  readonly groups: Map<string, Line[]>;
  write(group: string, message: string): void;
}

const SINCE = Date.UTC(2024, 0);
const PAGE = 2;

export function logs(habitat: Habitat): Logs {
  const groups = new Map<string, Line[]>();
  return {
    groups,
    write(group, message) {
      const lines = groups.get(group) ?? [];
      groups.set(group, lines);
      lines.push({ timestamp: habitat.clock.now(), message });
    },
    ...service(habitat, 'logs', { reads: { FilterLogEvents: (input: FilterLogEventsRequest) => filtered(groups, input) }, writes: {} }),
  };
}

function filtered(groups: ReadonlyMap<string, readonly Line[]>, input: FilterLogEventsRequest) {
  const { logGroupName, logGroupIdentifier, startTime = 0, startFromHead = true, filterPattern = '', nextToken } = input;
  const named = [logGroupName, logGroupIdentifier?.split(':log-group:').at(-1)].filter((name) => name !== undefined);
  if (named.length !== 1)
    throw new AwsError('InvalidParameterException', 'Exactly one of logGroupName and logGroupIdentifier is required.');
  const lines = groups.get(named[0] ?? '');
  if (!lines) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  if (!startFromHead && startTime < SINCE)
    throw new AwsError('InvalidParameterException', 'startTime is too early for startFromHead false.');
  const [, words] = /^"([^"]+)"$/.exec(filterPattern) ?? [];
  if (words === undefined) throw new Error(`The world has no filter pattern ${filterPattern}.`);
  const found = lines.filter(({ timestamp, message }) => timestamp >= startTime && message.includes(words));
  const from = nextToken === undefined ? 0 : Number(nextToken);
  const until = nextToken === undefined ? 0 : from + PAGE;
  const events = (startFromHead ? found : found.toReversed()).slice(from, until);
  return { events, ...((nextToken === undefined || until < found.length) && { nextToken: String(until) }) };
}
