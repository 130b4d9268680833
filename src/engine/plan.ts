/** What one look comes to: the words that judging, admitting and waiting share. */
import type { Entry, Last } from '../ledger/items.ts';
import type { Opened } from '../ledger/port.ts';
import { DAY } from './decide.ts';
import { begin, conclude, type Draft, later } from './draft.ts';
import type { House, Report, Visit } from './house.ts';
import type { Owned } from './owned.ts';
import type { AnyRemediation, Json, Resource, Seen, Wait } from './remediation.ts';
import { elapsed } from './time.ts';

export interface View {
  readonly remediation: AnyRemediation;
  readonly resource: Resource;
  readonly visit: Visit;
  readonly seen: Seen<Json> | undefined;
  readonly opened: Opened;
  /** Whose it is, where that was asked for. */
  readonly owned?: Owned;
  /** All that is on record of the case, where something is to be put back. */
  readonly trail?: readonly Entry[];
  readonly now: Date;
  readonly house: Pick<House, 'policy' | 'cap' | 'release'>;
}
/** A view of a resource that is there. */
export type Standing = View & { readonly seen: Seen<Json> };

/** What follows once the draft is safely written. */
export interface Plan {
  readonly draft: Draft;
  readonly outcome: Report['outcome'];
  readonly says: string;
  /** The admitted change, to be sent now. */
  readonly send?: Last;
  /** Look again: for what, and after how many seconds at first. */
  readonly again?: { readonly for: string; readonly seconds: number };
  /** The look that is to be queued for it, and after how many seconds. */
  readonly queue?: { readonly visit: Visit; readonly seconds: number };
  /** The violation whose change is under way, to be told to look after it. */
  readonly wake?: string;
}

/** The `source` of a look that the sweep asked for: it comes again by itself. */
export const SWEEP = 'mlwarden.sweep';
/** Why a sweep that had no time for everything ended early. */
export const OUT_OF_TIME = 'out of time';
/** What a second look right after an event waits for. */
export const REPEAT = 'reads to catch up';

/** Whether reads may still be of what was before the event. The sweep brings no news. */
export const fresh = ({ cause }: Visit, now: Date, lag: number): boolean => cause.source !== SWEEP && elapsed(cause.time, now) < lag * 1000;

/** A draft of nothing yet, stamped with who looks, under which policy and release. */
export function blank({
  remediation,
  resource,
  house,
  opened,
  now,
}: Pick<View, 'remediation' | 'resource' | 'house' | 'opened' | 'now'>): Draft {
  return begin(opened, { violation: remediation.id, resource, release: house.release, policy: house.policy.hash, now });
}

/** Whether the case has been waiting for more than a day. */
export const overdue = ({ case: { waitingSince }, stamp: { now } }: Draft): boolean =>
  waitingSince !== undefined && now.getTime() - Date.parse(waitingSince) > DAY;

/** AWS, or another condition that passes by itself, is waited for: a day at most. */
export function wait(d: Draft, visit: Visit, next: Wait): Plan {
  const { now } = d.stamp;
  if (overdue(d)) {
    const says = `waited a day for ${next.for}`;
    conclude(d, 'stuck', { says });
    return { draft: d, outcome: 'stuck', says };
  }
  d.case = { ...d.case, waitingSince: d.case.waitingSince ?? now.toISOString(), wakeAt: later(now) };
  conclude(d, 'waiting', { says: `waiting for ${next.for}` }, { cause: visit.cause });
  return { draft: d, outcome: 'waiting', says: `waiting for ${next.for}`, again: { for: next.for, seconds: next.again } };
}
