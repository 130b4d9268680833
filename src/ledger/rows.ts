/** The few things a desk needs of whatever holds the items: the difference between its two implementations. */
import type { ItemId, Stored } from './layout.ts';

/** What stands in one item. `rev` 0 = written by hand. `until` in epoch seconds. */
export interface Row extends ItemId {
  readonly rev: number;
  /** Empty where there is none. */
  readonly doc: string;
  readonly until?: number;
  readonly reason?: string;
  readonly by?: string;
}
export interface Put extends Omit<Stored, 'outcome' | 'since'> {
  readonly until?: number;
  readonly reason?: string;
  readonly by?: string;
  /** The list that the item stands in, in the order of `wakeAt`. */
  readonly due?: string;
}
/** One item of a transaction. `was` undefined = it must not be there. */
export interface RowOp extends ItemId {
  readonly was: number | undefined;
  readonly put: Put;
}

export interface Rows {
  /** Those that are there, consistently, in any order. */
  get(ids: readonly ItemId[]): Promise<readonly Row[]>;
  /** By outcome, the latest first; by what is due, the next first. Eventually consistent. */
  listed(index: 'by-outcome' | 'by-wake', of: string): AsyncIterable<ItemId>;
  /** All or nothing. Answers the places of what was not as it must be; none = written. */
  transact(ops: readonly RowOp[]): Promise<readonly number[]>;
}
