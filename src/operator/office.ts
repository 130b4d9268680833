/** Where the operator's verbs are at work. Each verb is there once; the command line and the Lambda are doors to it. */
import type { Again, Clock } from '../engine/house.ts';
import type { Policy } from '../engine/policy.ts';
import type { Home } from '../engine/read.ts';
import type { Json } from '../engine/remediation.ts';
import type { Desk } from '../ledger/desk.ts';
import type { Caller } from './caller.ts';
import type { Pulse } from './pulse.ts';

/** A violation of this release, as far as the verbs need it. `sweep`: the kind's name in the notes of the sweep. */
export interface Known {
  readonly id: string;
  readonly type: string;
  readonly sweep: string;
}

/** A line that a function has logged, in the log group of its family. */
export interface LogLine {
  readonly family: string;
  readonly at: Date;
  readonly text: string;
}
/** The lines that hold these words, of each family the newest first. `unread`: which logs could not be read, or not to their end, and why. */
export type SearchLogs = (
  words: string,
  since: Date | undefined,
) => Promise<{ readonly lines: readonly LogLine[]; readonly unread: readonly string[] }>;

export interface Office {
  readonly desk: Desk;
  readonly policy: Policy;
  readonly cap: 'observe' | 'policy';
  readonly home: Home;
  readonly release: string;
  readonly known: readonly Known[];
  readonly caller: Caller;
  readonly clock: Pick<Clock, 'now'>;
  /** Undefined where nobody looks: then a ruling waits for the next look. */
  readonly again?: Again;
  /** Undefined where no function logs. */
  readonly logs?: SearchLogs;
  /** Undefined where there are no rules and no queues. Throws what AWS does not tell. */
  readonly pulse?: () => Promise<Pulse>;
}

/** One sentence; nothing was changed. */
export class Refused extends Error {
  override name = 'Refused';
}

/** One sentence: it could not be found out. Nothing was changed. */
export class Unanswered extends Error {
  override name = 'Unanswered';
}

export type Data = { readonly [k: string]: Json };
/** `says` is for people, a line each, times in ISO 8601; `data` for programs. `wrong`: what was asked about is not as it should be. */
export interface Answer {
  readonly says: readonly string[];
  readonly data: Data;
  readonly wrong?: true;
}
/** What cannot be said in JSON is left out. */
export const dataOf = (of: object): Data => JSON.parse(JSON.stringify(of)) as Data;
