/** What came of an event, as the functions have logged it: what is not wrong leaves no record, and what never arrived none anywhere. */
import * as z from 'zod/mini';
import { commandLine } from './command-line.ts';
import { type Answer, dataOf, type LogLine, type Office, Refused, Unanswered } from './office.ts';
import { since as sinceThen } from './times.ts';

const maybe = z.optional(z.string());
/** The lines of src/log.ts that name an event. */
const schema = z.object({
  message: z.enum(['looked', 'ignored', 'not done']),
  event: z.string(),
  violation: z.string(),
  ...{ key: maybe, outcome: maybe, says: maybe },
  ...{ reason: maybe, error: maybe, messageId: maybe },
});
interface Heard extends z.infer<typeof schema> {
  readonly family: string;
  /** Of the last such line. */
  readonly at: string;
  readonly times: number;
}

const REASONS: Readonly<Record<string, string>> = {
  compliant: 'it says that all is right',
  archived: 'its finding is archived',
  sample: 'its finding is a sample',
  'failed-call': 'that call failed',
  foreign: 'of another account or Region',
  ours: 'about mlwarden itself',
  'names-nothing': 'it names nothing of ours',
};
const BY_ARN = 'a resource that is named like one goes by its ARN.';
/** Outcomes without a case of their own. */
const NO_CASE = ['compliant', 'absent', 'busy'];
/** How often a queue hands a message out: maxReceiveCount in stacks/. */
const TRIES = 5;

function read({ text, at, family }: LogLine, event: string): Omit<Heard, 'times'>[] {
  try {
    const line = z.parse(schema, JSON.parse(text));
    return line.event === event ? [{ ...line, family, at: at.toISOString() }] : [];
  } catch {
    // A record, a metric, or what Lambda itself says.
    return [];
  }
}

/** Of each violation and resource the last line, with how many there are. A message that failed is counted by itself. */
function heardIn(lines: readonly LogLine[], event: string): readonly Heard[] {
  const last = new Map<string, Heard>();
  for (const line of lines
    .toReversed()
    .toSorted((a, b) => Number(a.at) - Number(b.at))
    .flatMap((one) => read(one, event))) {
    const id = JSON.stringify([line.violation, line.message, line.key ?? line.messageId]);
    const { times = 0 } = last.get(id) ?? {};
    last.delete(id);
    last.set(id, { ...line, times: times + 1 });
  }
  return [...last.values()];
}

const caseOf = ({ violation, key, outcome = '' }: Heard): string | undefined =>
  key === undefined || NO_CASE.includes(outcome) ? undefined : `${violation}/${key}`;

function told(h: Heard, all: readonly Heard[]): string {
  const head = (did: string) => `${h.at}  ${h.violation} ${did}${h.times > 1 ? ` (${h.times} times)` : ''}`;
  if (h.message === 'ignored') return `${head('ignored it')}: ${REASONS[h.reason ?? ''] ?? h.reason}`;
  if (h.message === 'looked') {
    const id = caseOf(h);
    return `${head(`looked at ${h.key?.split('/').at(-1)}`)}: ${h.outcome}, ${h.says}${id ? `; ${commandLine('show', id)}` : ''}`;
  }
  const later = all.some((o) => o.violation === h.violation && o.message !== h.message && o.at > h.at);
  const next = later
    ? 'a later try came through'
    : `${h.times < TRIES ? 'it comes again, or is' : 'it is'} in mlwarden-${h.family}-dead-letters`;
  return `${head('failed')}, ${h.error}: ${h.says}; ${next}`;
}

/** Throws `Unanswered` where nothing was found and not everything could be read. */
export async function fateOf({ logs, clock }: Office, event: string, since: string | undefined): Promise<Answer> {
  if (!logs) throw new Refused(`There are no logs here to tell what came of an event, and ${BY_ARN}`);
  const from = since === undefined ? undefined : sinceThen(since, clock.now());
  const { lines, unread } = await logs(event, from);
  const heard = heardIn(lines, event);
  const gap = `not all logs could be read: ${unread.join('; ')}`;
  if (heard.length === 0 && unread.length > 0) throw new Unanswered(`No line that was read names ${event}, and ${gap}`);
  const ago = from ? `before ${from.toISOString()}` : 'longer ago than logs are kept';
  const says =
    heard.length > 0
      ? [`Heard of by ${[...new Set(heard.map((h) => h.violation))].join(', ')}`, ...heard.map((h) => told(h, heard))]
      : [
          `No line of the logs names ${event}: it never arrived, or ${ago}, or only just now.`,
          `npx mlwarden doctor tells whether it could have arrived. The event's own id is meant, not the eventID in its detail; ${BY_ARN}`,
        ];
  const data = heard.map(({ message, ...h }) => ({
    ...h,
    is: message === 'not done' ? 'failed' : message,
    case: caseOf({ message, ...h }),
  }));
  const answer = { says, data: dataOf({ event, since: from, heard: data, unread }) };
  return unread.length > 0 ? { ...answer, says: [...says, `But ${gap}`], wrong: true } : answer;
}
