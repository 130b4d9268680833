/** Stop: anybody may, at once, at four levels. */
import * as z from 'zod/mini';
import { DEADLINE } from '../engine/sender.ts';
import { lasts, type Pause } from '../ledger/desk-items.ts';
import type { Case } from '../ledger/items.ts';
import { pausesOf } from '../ledger/port.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { order } from './order.ts';
import { LEVELS, pauseNamed } from './pauses.ts';
import { spoken } from './spoken.ts';
import { subjectOf } from './target.ts';
import { until } from './times.ts';
import { text, verb, why } from './verb.ts';

const input = z.strictObject({ level: z.enum(LEVELS), of: z.optional(text(2_000)), why, until: z.optional(text()) });
/** As many open cases as are asked for what is under way, in the time that a function has, and as many at once. */
const MOST = 10_000;
const AT_ONCE = 50;
export const PROMISE = 'It is in force from the next admission on. A call already admitted leaves within 10 s or never.';

export const pause = verb({
  name: 'pause',
  takes: 'pause',
  input,
  async run(office, wanted) {
    const name = await pauseNamed(office, wanted.level, wanted.of);
    const now = office.clock.now();
    const end = wanted.until === undefined ? {} : { until: until(wanted.until, now).toISOString() };
    const says = { reason: wanted.why, by: office.caller.arn, at: now.toISOString(), ...end };
    const { news: was } = await order(office, 'pause', async () => {
      const was = (await office.desk.pauses([name])).find((p) => p.name === name);
      noShorter(was, end.until, now);
      return { sets: [{ about: 'pause', name, was, now: says }], why: wanted.why, what: dataOf({ pause: name, ...end, was }), news: was };
    });
    const flight = await inFlight(office, name, now);
    const over = end.until === undefined ? 'until somebody resumes it' : `until ${end.until}`;
    const first = `${spoken(name)} is paused ${over}${was && lasts(was, now) ? ' (it was paused already)' : ''}.`;
    return { says: [first, PROMISE, ...flight.says], data: dataOf({ pause: name, ...says, inFlight: flight.data, more: flight.more }) };
  },
});

/** Or anybody could end a pause by way of a shorter one. */
function noShorter(was: Pause | undefined, end: string | undefined, now: Date): void {
  if (!was || !lasts(was, now) || end === undefined) return;
  if (was.until === undefined || was.until > end)
    throw new Refused(
      `${spoken(was.name)} is paused ${was.until ? `until ${was.until}` : 'without an end'}; only resume makes that shorter.`,
    );
}

interface Flight {
  readonly says: readonly string[];
  readonly data: readonly object[];
  readonly more: boolean;
}
/** What is admitted or waited for within the pause, as the locks of its open cases tell. `more`: not all were asked. */
async function inFlight(office: Office, name: string, now: Date): Promise<Flight> {
  const within: Case[] = [];
  let more = false;
  for await (const kase of office.desk.cases('open')) {
    const subject = kase.resource && subjectOf(kase.violation, kase.resource);
    if (!subject || !pausesOf(subject).includes(name)) continue;
    more = within.length === MOST;
    if (more) break;
    within.push(kase);
  }
  const data: NonNullable<Awaited<ReturnType<typeof underway>>>[] = [];
  for (let from = 0; from < within.length; from += AT_ONCE) {
    const found = await Promise.all(within.slice(from, from + AT_ONCE).map((kase) => underway(office, kase, now)));
    data.push(...found.filter((one) => one !== undefined));
  }
  const asked = more ? `Only the first ${MOST} open cases in it were asked; there are more.` : `${within.length} open cases are in it.`;
  const says = data.length > 0 ? data.map((one) => one.says) : [`Nothing is in flight in it. ${asked}`];
  return { says: more && data.length > 0 ? [...says, asked] : says, data, more };
}
async function underway(office: Office, kase: Case, now: Date) {
  if (!kase.resource) return undefined;
  const { last } = (await office.desk.open(subjectOf(kase.violation, kase.resource))).lock;
  if (!last || last.violation !== kase.violation || last.status === 'seen') return undefined;
  const { api } = last.call;
  const mayLeave = last.status === 'open' && now.getTime() - Date.parse(last.at) <= DEADLINE;
  const on = `${api} on ${kase.resource.name}`;
  const says = mayLeave
    ? `${on} was admitted at ${last.at} and may still leave.`
    : `${on}, admitted at ${last.at}, has left or never will; it is looked for.`;
  return { violation: kase.violation, key: kase.key, api, at: last.at, status: last.status, mayLeave, says };
}
