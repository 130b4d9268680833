/** The one transaction a look is about to write, while it is being put together. */

import { digest, link } from '../ledger/chain.ts';
import type { Budget, Case, Entry, Lock, Outcome } from '../ledger/items.ts';
import type { Change, Opened } from '../ledger/port.ts';
import type { Json, Resource } from './remediation.ts';
import { hence } from './time.ts';

export interface Stamp {
  readonly violation: string;
  readonly resource: Resource;
  readonly release: string;
  readonly policy: string;
  readonly now: Date;
}
export interface Draft {
  readonly opened: Opened;
  readonly stamp: Stamp;
  /** The lock as it counts for this look; moved when `lock` is another object. */
  base: Lock;
  lock: Lock;
  case: Case;
  readonly entries: Entry[];
  readonly budgets: { was: Budget; now: Budget }[];
  /** It is written only as long as no pause and no other ruling has come into force. */
  gated: boolean;
}
export type Body = { readonly [k: string]: Json | undefined };

export const begin = (opened: Opened, stamp: Stamp): Draft => ({
  opened,
  stamp,
  base: opened.lock,
  lock: opened.lock,
  case: { ...opened.case, violation: stamp.violation, key: stamp.resource.key },
  entries: [],
  budgets: [],
  gated: false,
});

/** Adds an entry to the case's chain. Undefined members are left out, as they would be in storage. */
export function note(d: Draft, type: Entry['type'], body: Body): void {
  const { now, violation, resource, release, policy } = d.stamp;
  const plain = JSON.parse(JSON.stringify(body)) as Record<string, Json>;
  const entry = link(d.case.head, { violation, key: resource.key, release, policy, at: now.toISOString(), type, body: plain });
  d.entries.push(entry);
  d.case = { ...d.case, head: { seq: entry.seq, hash: entry.hash } };
}

/** Milliseconds after which the sweep looks at an open case when nobody else has. */
const DOZE = 20 * 60_000;
export const later = (now: Date): string => hence(now, DOZE);

/** Records how the case stands, when that is new. `also` is recorded with it but is no news by itself. */
export function conclude(d: Draft, outcome: Outcome, body: Body, also: Body = {}): void {
  const told = digest({ outcome, body: JSON.stringify(body) });
  if (told === d.case.told) return;
  const since = outcome === d.case.outcome ? d.case.since : d.stamp.now.toISOString();
  const { waitingSince, retry, ...kase } = d.case;
  const waits = waitingSince && (outcome === 'waiting' || outcome === 'stuck');
  const tries = retry && outcome === 'waiting';
  d.case = {
    ...kase,
    outcome,
    since,
    told,
    wakeAt: d.case.wakeAt ?? later(d.stamp.now),
    ...(waits && { waitingSince }),
    ...(tries && { retry }),
  };
  note(d, 'outcome', { outcome, ...body, ...also, ...d.case.owned });
}

/**
 * Sessions of our own roles do not undo repairs; they are no news about who did. A session's ARN has no path, and what follows its role is a
 * name that anybody may choose (IAM guide, "IAM identifiers").
 */
export const ours = (by: string): boolean => /:(assumed-role\/|role\/(.*\/)?)mlwarden-/.test(by);

/** The same without some of its members. */
export const without = <T extends object, K extends keyof T>(from: T, ...keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(from).filter(([k]) => !keys.includes(k as K))) as Omit<T, K>;

export const moved = (d: Draft): boolean => d.lock !== d.base;

/** What is to be written, or undefined when the look changed nothing. */
export function change(d: Draft): Change | undefined {
  const { opened, entries, budgets, gated } = d;
  const { resource } = d.stamp;
  const lockMoved = moved(d);
  const newsOfWho = d.case.by !== undefined && d.case.by !== opened.case.by;
  const newsOfNext = d.case.next !== opened.case.next;
  if (!lockMoved && entries.length === 0 && budgets.length === 0 && !newsOfWho && !newsOfNext) return undefined;
  return {
    lock: { was: opened.lock, ...(lockMoved && { now: { ...d.lock, resource, token: opened.lock.token + 1 } }) },
    case: { was: opened.case, now: { ...d.case, resource, rev: opened.case.rev + 1 } },
    entries,
    ...(budgets.length > 0 && { budgets }),
    ...(gated && { gate: { ruling: opened.ruling?.rev ?? 0 } }),
  };
}
