/** What the engine asks of a ledger. Two implementations, one contract suite. */
import type { Resource } from '../engine/remediation.ts';
import type { Budget, Case, Entry, Lock } from './items.ts';
import type { Ruling } from './rulings.ts';

/** Everything a look needs, read consistently in one round trip. `paused` names the pauses in force. */
export interface Opened {
  readonly lock: Lock;
  readonly case: Case;
  /** Of the account, then of the violation in that account. */
  readonly budgets: readonly [Budget, Budget];
  readonly paused: readonly string[];
  /** Undefined: people have ruled nothing for this case. */
  readonly ruling?: Ruling;
}

/** What one transaction changes. Each `now` replaces its `was` only if nobody has written since; otherwise nothing at all is written. */
export interface Change {
  readonly lock: { readonly was: Lock; readonly now?: Lock };
  readonly case: { readonly was: Case; readonly now: Case };
  readonly budgets?: readonly { readonly was: Budget; readonly now: Budget }[];
  readonly entries: readonly Entry[];
  /** Refused while any pause of this subject is in force, and if people have ruled since: `ruling` is the rev of what was decided under, 0 = none. */
  readonly gate?: { readonly ruling: number };
}

/** `moved`: somebody wrote or ruled first, look again. `paused`: a pause came into force after the look. */
export type Written = 'written' | 'moved' | 'paused';

export interface Subject {
  readonly key: string;
  readonly violation: string;
  readonly account: string;
}

/** A case whose time has come, or a resource for which something is owed. */
export interface Due {
  readonly violation: string;
  readonly resource: Resource;
}

export interface SweepNote {
  readonly kind: string;
  readonly at: string;
  readonly looked: number;
  readonly flawed: number;
  readonly sent: number;
  readonly policy: string;
  /** Why it ended early, and the key it had come to: there the next sweep begins. */
  readonly gap?: { readonly after: string; readonly why: string };
}

/** Every method throws `LedgerUnavailable` when the ledger cannot answer, and `Unreadable` items throw `LedgerUnreadable`: nothing is changed then. */
export interface Ledger {
  open(subject: Subject): Promise<Opened>;
  write(subject: Subject, change: Change): Promise<Written>;
  entries(violation: string, key: string): AsyncIterable<Entry>;
  due(now: Date): AsyncIterable<Due>;
  lastSweep(kind: string): Promise<SweepNote | undefined>;
  noteSweep(note: SweepNote): Promise<void>;
}

export class LedgerUnavailable extends Error {
  override name = 'LedgerUnavailable';
}
export class LedgerUnreadable extends Error {
  override name = 'LedgerUnreadable';
}

/** The pauses that concern a subject, widest first. Their items stand under `control#<name>`; no item = not paused. */
export const pausesOf = (s: Subject): readonly string[] => [
  'pause#global',
  `pause#account#${s.account}`,
  `pause#violation#${s.violation}`,
  `pause#resource#${s.key}`,
];
export const budgetsOf = (s: Subject): readonly [string, string] => [`budget#${s.account}`, `budget#${s.account}#${s.violation}`];
