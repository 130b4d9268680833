/** What surrounds a look: ledger, policy, clock, queue. Handed in, so that time, chance and AWS can be replaced. */
import * as z from 'zod/mini';
import { type Entry, type Outcome, resource } from '../ledger/items.ts';
import type { Ledger } from '../ledger/port.ts';
import type { Policy } from './policy.ts';
import type { Home } from './read.ts';
import type { Resource } from './remediation.ts';

export interface Clock {
  now(): Date;
  /** Milliseconds that only ever grow within one process: for deadlines. */
  monotonic(): number;
}
/** Queues a look for a violation. Resolves only when the message is safely queued. `delay` in seconds, 0 to 900. */
export type Again = (violation: string, visit: Visit, delay: number) => Promise<void>;

export interface House {
  readonly home: Home;
  readonly policy: Policy;
  readonly cap: 'observe' | 'policy';
  /** Name of the running build; stands in every record. */
  readonly release: string;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Undefined where no queue is: one event by hand, one look. */
  readonly again?: Again;
  /** Told of every entry once it is safely in the ledger. */
  tell(entry: Entry, resource: Resource): void;
  /** Told of what is worth a number but no entry: an ignored event, a refusal, a look that changed nothing. */
  count(what: string, fields: Readonly<Record<string, string>>): void;
}

const cause = () => z.object({ source: z.string(), detailType: z.string(), id: z.string(), time: z.string(), by: z.optional(z.string()) });
/** One look to be taken: at what, because of what, and what earlier messages of the same chain have already waited for. */
export const visitSchema = z.lazy(() =>
  z.strictObject({
    resource,
    cause: cause(),
    /** The fence token an earlier look of this chain saw unsettled, and the seconds of queue delay since. */
    saw: z.optional(z.strictObject({ token: z.number(), waited: z.number() })),
    /** The last delay and what it was for: the next one for the same reason is twice as long. */
    delay: z.optional(z.strictObject({ for: z.string(), seconds: z.number() })),
    /** What the case calls this look by, if an earlier one has asked for it. */
    due: z.optional(z.string()),
  }),
);
export type Visit = z.infer<typeof visitSchema>;

/** What one look came to. `sent`: a change was just made, the next look will tell. `busy`: somebody else's change is under way. */
export interface Report {
  readonly violation: string;
  readonly key: string;
  readonly outcome: Outcome | 'compliant' | 'absent' | 'busy' | 'sent';
  readonly says: string;
}
