/** What needs a person, and in which words. */

import type { Detail } from './detail.ts';
import type { BusEvent } from './event.ts';

export const STATES = {
  asked: { one: 'asks for approval', many: 'ask for approval', list: '--asking' },
  warned: { one: 'will be repaired when its grace is over', many: 'will be repaired when their grace is over', list: '--open' },
  reminded: {
    one: 'will be repaired soon: half of its grace is over',
    many: 'will be repaired soon: half of their grace is over',
    list: '--open',
  },
  told: { one: 'can only be put right by a person', many: 'can only be put right by a person', list: '--open' },
  denied: { one: 'stays as it is: its repair was denied', many: 'stay as they are: their repair was denied', list: '--withheld' },
  stuck: { one: 'is stuck', many: 'are stuck', list: '--stuck' },
  failed: { one: 'failed', many: 'failed', list: '--failed' },
  left: { one: 'was left as we found it', many: 'were left as we found them', list: '--open' },
  owed: { one: 'stays as we left it: it is not put back', many: 'stay as we left them: they are not put back', list: '--held' },
  tripped: { one: 'has used up its budget: no repair begins', many: 'have used up their budgets: no repair begins', list: '--withheld' },
  unreadable: { one: 'record cannot be read', many: 'records cannot be read', list: '--open' },
} as const;
export type State = keyof typeof STATES;

/** One case in one state. */
export interface Matter {
  readonly id: string;
  readonly state: State;
  readonly violation: string;
  readonly detail?: Detail;
  /** Of a record that nobody can read: where it is and why. */
  readonly unreadable?: { readonly where: string; readonly why: string };
}

const BY_TYPE: Readonly<Record<string, State>> = {
  'mlwarden Approval Asked': 'asked',
  'mlwarden Case Told': 'told',
  'mlwarden Case Stuck': 'stuck',
  'mlwarden Case Failed': 'failed',
  'mlwarden Change Left': 'left',
  'mlwarden Budget Tripped': 'tripped',
};

function stateOf({ type, detail }: BusEvent): State | undefined {
  if (type === 'mlwarden Case Warned') return detail.reminder ? 'reminded' : 'warned';
  const { why, call } = detail;
  // What we have changed stays so, though nobody wants it so: but for a pause, which ends by itself.
  if (detail.outcome && why !== undefined && call?.purpose && call.purpose !== 'repair') return why === 'paused' ? undefined : 'owed';
  // Withheld by policy is as policy wants it; withheld because nobody said yes is a flaw that stays.
  if (detail.outcome && why === 'denied') return 'denied';
  // Contained, and no step waits for anything: only a person can go on from there.
  if (detail.outcome === 'contained' && why === undefined) return 'told';
  return BY_TYPE[type];
}

/** Undefined: nobody needs to be called. */
export function matterOf(event: BusEvent): Matter | undefined {
  const state = stateOf(event);
  const { hash: id, violation } = event.detail;
  return state && { id, state, violation, detail: event.detail };
}
