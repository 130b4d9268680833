/** A batch of the ledger's stream is told: each news on the bus, and to people what needs one. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { Resource } from '../engine/remediation.ts';
import { chat } from './chat.ts';
import type { BusEvent } from './event.ts';
import { letter, subject } from './letter.ts';
import type { Matter } from './matter.ts';
import { message } from './message.ts';
import { type Case, type News, newsOf } from './news.ts';
import { read } from './record.ts';
import { type Group, grouped, pace } from './storm.ts';

/** `letter` is for every protocol but those of `chat` (https) and `short` (text messages). */
export interface Post {
  readonly subject: string;
  readonly letter: string;
  readonly chat: string;
  /** Several values: a filter that names any of them takes the message. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}
export interface Outside {
  /** The resources of cases, by `violation` and `key`, as far as the ledger has them. */
  readonly resources: (cases: readonly Case[]) => Promise<(of: Case) => Resource | undefined>;
  /** At most ten. Says of each whether it was taken; throws where none was. */
  readonly emit: (events: readonly BusEvent[]) => Promise<readonly boolean[]>;
  readonly post: (post: Post) => Promise<void>;
  readonly table: string;
  readonly now: () => number;
  readonly count: (what: string, fields: Readonly<Record<string, string>>) => void;
}
/** What was told by this sandbox: a batch that comes again is told from where it stopped. */
function remembered(most: number) {
  const ids = new Set<string>();
  return {
    has: (id: string) => ids.has(id),
    add(id: string): void {
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > most && oldest !== undefined) ids.delete(oldest);
    },
  };
}
type Remembered = ReturnType<typeof remembered>;

const TEN = 10;
/** Returns the ids that the bus did not take. */
async function announce(news: readonly News[], told: Remembered, { emit, count }: Outside): Promise<readonly string[]> {
  const due = news.flatMap(({ id, event }) => (event && !told.has(id) ? [{ id, event }] : []));
  const left: string[] = [];
  for (let from = 0; from < due.length; from += TEN) {
    const some = due.slice(from, from + TEN);
    const taken = await emit(some.map(({ event }) => event)).catch((error: Error) => {
      count('failed', { what: 'an event of ours', says: error.message });
      return [];
    });
    for (const [i, { id }] of some.entries()) taken[i] ? told.add(id) : left.push(id);
  }
  return left;
}

/** Returns the ids of what people were not told. */
async function inform(
  news: readonly News[],
  told: Remembered,
  paced: ReturnType<typeof pace>,
  outside: Outside,
): Promise<readonly string[]> {
  const due = news.flatMap(({ id, matter }) => (matter && !told.has(id) ? [matter] : []));
  const left: string[] = [];
  for (const group of grouped([...paced.kept(), ...due])) {
    const ids = due.filter((m) => m.violation === group[0].violation && m.state === group[0].state).map(({ id }) => id);
    if (await sent(group, paced, outside)) for (const id of ids) told.add(id);
    else left.push(...ids);
  }
  return left;
}

/** SNS counts attributes to the 256 KB of a message (SNS API, "MessageAttributeValue"), and a value of a tag may have 256 characters. */
const NAMED = 50;
/** In which accounts the cases are and whose, as far as it is known: an owner hears of his own. */
function whoseOf(group: Group): Readonly<Record<string, readonly string[]>> {
  const named = (of: (m: Matter) => string | undefined) => [...new Set(group.flatMap((m) => of(m) ?? []))].slice(0, NAMED);
  const whose = { account: named((m) => m.detail?.resource?.account), owner: named((m) => m.detail?.owner) };
  return Object.fromEntries(Object.entries(whose).filter(([, names]) => names.length > 0));
}

async function sent(group: Group, paced: ReturnType<typeof pace>, { post, table, count }: Outside): Promise<boolean> {
  const turn = paced.turn(group);
  const { violation, state } = group[0];
  if (turn === 'not') {
    const lost = paced.keep(group);
    count('kept for the next message', { violation, state, cases: String(group.length - lost), ...(lost > 0 && { lost: String(lost) }) });
    return true;
  }
  const m = message(group, table, turn === 'last');
  try {
    await post({
      subject: subject(m),
      letter: letter(m),
      chat: chat(m),
      attributes: { violation: m.violation, state, severity: m.severity, ...whoseOf(group) },
    });
  } catch (error) {
    count('failed', { what: 'a message to people', says: (error as Error).message });
    return false;
  }
  paced.took(group);
  return true;
}

/** Whatever was not told comes again, and with it all after it in its shard: what of that was told is not told twice while the sandbox lives. */
export function teller(outside: Outside) {
  const [onBus, toPeople, paced] = [remembered(10_000), remembered(10_000), pace(outside.now)];
  return async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    // A sweep's note is nothing to tell. It comes every 15 minutes, so that what is kept back does not wait for other news.
    const Records = event.Records.filter(({ dynamodb }) => !dynamodb?.Keys?.pk?.S?.startsWith('sweep#'));
    const arrived = Records.map(read);
    const cases = arrived.flatMap((a) => ('record' in a ? [a.record] : []));
    const news = await outside.resources(cases).then((resource) => arrived.map((a) => newsOf(a, resource)));
    const left = new Set([...(await announce(news, onBus, outside)), ...(await inform(news, toPeople, paced, outside))]);
    if (left.size === 0) return { batchItemFailures: [] };
    const first = arrived.findIndex(({ id }) => left.has(id));
    // Without a number Lambda takes the whole batch for failed, which is right, too.
    return { batchItemFailures: [{ itemIdentifier: Records[first]?.dynamodb?.SequenceNumber ?? '' }] };
  };
}
