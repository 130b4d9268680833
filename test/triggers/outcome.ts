import { readFileSync } from 'node:fs';
import { type Home, read, Unreadable } from '../../src/engine/read.ts';
import type { Trigger } from '../../src/engine/remediation.ts';
import { matches } from '../eventbridge-pattern.ts';

// biome-ignore lint/suspicious/noExplicitAny: an event is any JSON until it is read.
export type Event = any;

const EVENTS = new URL('../events/', import.meta.url);
/** A fresh copy of a sample: tests may change it. */
export const sample = (file: string): Event => JSON.parse(readFileSync(new URL(`${file}.json`, EVENTS), 'utf8'));

/** The event's own account and Region. */
export const homeOf = (event: Event): Home => ({ account: event.account, region: event.region });

/** What reading comes to, in a word: `<type> <id>` of each ref, the reason it is ignored, or `! <path>` that could not be read. */
export function outcome(event: unknown, triggers: readonly Trigger[], home: Home = homeOf(event)): string {
  try {
    const heard = read(event, triggers, home);
    return 'ignored' in heard ? heard.ignored : heard.refs.map((ref) => `${ref.type.split('::').at(-1)} ${ref.id}`).join(', ');
  } catch (error) {
    if (error instanceof Unreadable) return `! ${error.path}`;
    throw error;
  }
}

/** Whether EventBridge would deliver it to any of them. */
export const delivered = (event: unknown, triggers: readonly Trigger[]) => triggers.some((trigger) => matches(trigger.pattern, event));
