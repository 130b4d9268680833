/** What the operator's doors ask of a ledger: how things stand, what people have ruled, and one way to rule, on record. One contract suite. */
import type { Json } from '../engine/remediation.ts';
import type { Pause, Word } from './desk-items.ts';
import type { Budget, Case, Entry, Outcome } from './items.ts';
import type { Ledger } from './port.ts';
import type { Ruling } from './rulings.ts';

/** The operator's own chain of records stands where that of a case would. */
export const DESK = { violation: 'operator', key: 'desk' } as const;

/** One thing that changes, if it is still as it was. `rev` of what is written is the one of what was, and one more. `now` undefined = over. */
export type Setting =
  | { readonly about: 'ruling'; readonly was: Ruling | undefined; readonly now: Omit<Ruling, 'rev'> }
  | {
      readonly about: 'pause';
      readonly name: string;
      readonly was: Pause | undefined;
      readonly now: Omit<Pause, 'rev' | 'name'> | undefined;
    }
  | { readonly about: 'budget'; readonly was: Budget; readonly now: Omit<Budget, 'rev'> }
  | {
      readonly about: 'word';
      readonly matter: string;
      readonly was: Word | undefined;
      readonly now: Omit<Word, 'v' | 'rev' | 'matter'> | undefined;
    };

/** What is written at once or not at all: the settings, and one record of who changed what from where and why. */
export interface Order {
  readonly at: string;
  readonly release: string;
  readonly policy: string;
  readonly body: { readonly [k: string]: Json };
  readonly sets: readonly Setting[];
}

/**
 * Every method throws `LedgerUnavailable` when the ledger cannot answer, and `LedgerUnreadable` for what it cannot read. Of a write without an
 * answer nobody knows whether it was taken.
 */
export interface Desk extends Pick<Ledger, 'open' | 'entries' | 'lastSweep'> {
  /** The cases that stand so, the latest first; or all that are open, the next due first. What changed in the last seconds may be missing. */
  cases(standing: Outcome | 'open'): AsyncIterable<Case>;
  /** Those of these names, and all that the desk has set; also what is over. One written by hand under another name is not found. */
  pauses(names: readonly string[]): Promise<readonly Pause[]>;
  /** Rulings whose exemption has not been ended, the first to end first. */
  exemptions(): AsyncIterable<Ruling>;
  budgets(ids: readonly string[]): Promise<readonly Budget[]>;
  /** The first word of two, on this matter; also one that is over. */
  word(matter: string): Promise<Word | undefined>;
  /** The end of the operator's chain. */
  head(): Promise<{ readonly seq: number; readonly hash: string }>;
  /** `moved`: somebody ruled first, and nothing was written. */
  write(order: Order): Promise<Entry | 'moved'>;
}
