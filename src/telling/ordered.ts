/** What people order at the desk is on record as `ruled`, with its verb. Of all verbs, a pause and its end are events of their own. */
import { spoken } from '../operator/spoken.ts';
import type { Told } from './record.ts';

type Body = Told['body'];
const EVENTS: Readonly<Record<string, { readonly type: string; readonly is: string }>> = {
  pause: { type: 'mlwarden Paused', is: 'is paused' },
  resume: { type: 'mlwarden Resumed', is: 'goes on' },
};
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Its type, and what it says in the words of all records. Undefined: no event of its own, or it waits for the second person. */
export function ordered({ verb, complete, pause, why, who, first, until }: Body): { type: string; body: Body } | undefined {
  const event = Object.hasOwn(EVENTS, words(verb)) ? EVENTS[words(verb)] : undefined;
  if (!event || complete === false) return undefined;
  const by = [first, who].flatMap((one) => one ?? []);
  const says = `${spoken(words(pause))} ${event.is}: ${words(why)}`;
  return { type: event.type, body: { says, by, ...(until !== undefined && { until }) } };
}
