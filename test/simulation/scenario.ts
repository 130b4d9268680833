/** A scenario: what is there, who does what when, and what goes wrong. Plain data, so that it can be shrunk, told and replayed. */

import type { BusEvent } from '../world/bus.ts';
import type { Fault } from '../world/faults.ts';
import type { Rule } from '../world/ruling.ts';

/** One call of a person, or something that AWS does by itself. A refused call is tried again every 20 s for `patience` ms. `by`: an ARN. */
export type Act =
  | { readonly call: string; readonly with: object; readonly patience?: number; readonly by?: string }
  | { readonly finding: object }
  | { readonly fails: 'notebooks' | 'endpoints'; readonly name: string; readonly stuck?: boolean }
  | { readonly event: BusEvent }
  | { readonly deploy: PolicyName; readonly minutes: number }
  | { readonly sweep: true }
  | { readonly rule: Rule; readonly violation: string; readonly name: string; readonly minutes: number };

/** Acts of one hand, one after the other, perhaps again and again. Times are milliseconds from the beginning. */
export interface Move {
  readonly at: number;
  readonly says: string;
  readonly acts: readonly Act[];
  readonly every?: number;
  readonly times?: number;
  /** Not at `at`, but as soon after it as a function of ours has made so many such calls. */
  readonly upon?: { readonly operation: string; readonly calls: number };
}
/** A resource of a kind in the registry. `there`: how a world file has it; empty where a move creates it. */
export interface Thing {
  readonly type: string;
  readonly name: string;
  readonly says: string;
  readonly there: { readonly [section: string]: readonly object[] };
}
/** A fault that strikes from `at` on. */
export interface Trouble {
  readonly at: number;
  readonly fault: Fault;
  /** Milliseconds after which it is over, whatever is left of it. */
  readonly lasts?: number;
}
export type PolicyName =
  | 'demonstration'
  | 'enforce'
  | 'tight'
  | 'observe'
  | 'careful'
  | 'newborn'
  | 'narrow'
  | 'guarded'
  | 'asking'
  | 'patient'
  | 'daytime';

export interface Scenario {
  readonly seed: number;
  /** Default `START`, in account 111122223333. */
  readonly start?: string;
  readonly account?: string;
  readonly policy: PolicyName;
  readonly things: readonly Thing[];
  readonly moves: readonly Move[];
  /** Names of resources that were deleted before it begins. */
  readonly gone?: readonly string[];
  readonly troubles: readonly Trouble[];
  /** Chances, 0 to 1. */
  readonly events: { readonly late: number; readonly twice: number; readonly lost: number };
  readonly messagesTwice: number;
  /** Whether the clocks of two workers differ by up to ten minutes. */
  readonly skewed: boolean;
  /** Whose sweeps come; default every family's. */
  readonly families?: readonly string[];
}
export const MINUTE = 60_000;
/** Of a scenario that says no other. */
export const START = '2026-11-02T10:00:00Z';
