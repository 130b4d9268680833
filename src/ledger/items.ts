/** What the ledger stores. Every item carries a version and is parsed when read: what cannot be read changes nothing. */
import * as z from 'zod/mini';
import type { Json } from '../engine/remediation.ts';

/** Anything that JSON can say, as it stands: rebuilt by a schema it would lose a key named `__proto__`, and with it what a change is for. */
const json = z.custom<Json>((value) => value !== undefined);
/** A resource as messages and items carry it. */
export const resource = z.object({
  key: z.string(),
  type: z.string(),
  arn: z.string(),
  name: z.string(),
  account: z.string(),
  region: z.string(),
});
const effect = z.enum(['reversible', 'disruptive', 'destructive']);
const call = z.object({ api: z.string(), input: json });
export const time = z.string();

/** The one change under way, or the last one made, on a resource. `open`: admitted, its sender has not reported. */
const last = z.object({
  violation: z.string(),
  token: z.number(),
  born: z.string(),
  at: time,
  hash: z.string(),
  purpose: z.enum(['repair', 'hand-back', 'undo']),
  call,
  effect,
  expect: json,
  status: z.enum(['open', 'sent', 'seen']),
  /** AWS never answered: the request may still be on its way. */
  unsure: z.optional(z.literal(true)),
  /** What the changes before it had brought about, as far as it was still so: refused or not, no later read may contradict that. */
  after: z.optional(json),
  /** Who is known to have caused the flaw that this change repairs. */
  by: z.optional(z.string()),
  /** Id of the approval that let it be. */
  spends: z.optional(z.string()),
  /** What the change brings about and would have to be undone for a hand-back. */
  brings: z.optional(z.object({ what: z.string(), call, expect: json })),
});

/** Who may move a resource. `token` counts every write of this item: the fence. */
export const lockSchema = z.object({
  v: z.literal(1),
  key: z.string(),
  resource: z.optional(resource),
  token: z.number(),
  born: z.string(),
  /** violation → what must stay so while its flaw lasts. */
  holds: z.record(z.string(), z.object({ what: z.string(), effect, since: time })),
  owed: z.optional(z.object({ what: z.string(), violation: z.string(), call, expect: json, since: time })),
  last: z.optional(last),
});

/** What people were asked, or told before it is done. */
const asked = z.object({ hash: z.string(), call, effect, at: time, until: time, by: z.optional(z.string()) });
const grace = z.object({ since: time, reminded: z.optional(z.literal(true)) });

const attempt = z.object({
  hash: z.string(),
  at: time,
  end: z.enum(['applied', 'void', 'refused']),
  /** Asked for by people. It is counted by itself: the repair that is put back may have made the same call. */
  undo: z.optional(z.literal(true)),
  by: z.optional(z.string()),
  text: z.optional(z.string()),
});
export const OUTCOMES = ['fixed', 'contained', 'waiting', 'asking', 'withheld', 'told', 'stuck', 'failed', 'gone'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One violation on one resource. `rev` counts its writes; `head` is the end of its chain of records. */
export const caseSchema = z.object({
  v: z.literal(1),
  violation: z.string(),
  key: z.string(),
  resource: z.optional(resource),
  rev: z.number(),
  born: z.string(),
  open: z.boolean(),
  outcome: z.optional(z.enum(OUTCOMES)),
  /** Digest of what was last told: an outcome is recorded when it changes, not at every look. */
  told: z.optional(z.string()),
  since: time,
  waitingSince: z.optional(time),
  /** Who is known to have caused what is waited to be repaired. */
  by: z.optional(z.string()),
  /** Whose the resource was, and which CloudFormation stack's, when the case was found: as its tags say. */
  owned: z.optional(z.object({ owner: z.optional(z.string()), stack: z.optional(z.string()) })),
  /** This repair has been charged to the budget; its later steps ride. */
  charged: z.boolean(),
  /** The worst effect of this repair's steps: what its hours and its grace were for. */
  worst: z.optional(effect),
  /** The call that people are asked to approve. */
  asked: z.optional(asked),
  /** Id of the last approval that was spent: none is spent twice. */
  spent: z.optional(z.string()),
  /** Id of the last undo that was carried out, or was given up. */
  undone: z.optional(z.string()),
  /** The time given to the owner. */
  grace: z.optional(grace),
  attempts: z.array(attempt),
  /** A call that AWS did not take for a reason that passes is not sent again before `at`. */
  retry: z.optional(z.object({ hash: z.string(), at: time, seconds: z.number() })),
  /** The look that is to come, asked for by the one known as `after`; `waited`: seconds for which the fence token had been seen by then. */
  next: z.optional(z.object({ at: time, after: z.string(), for: z.string(), token: z.number(), waited: z.number() })),
  head: z.object({ seq: z.number(), hash: z.string() }),
  /** When the sweep is to look again if nobody else did. */
  wakeAt: z.optional(time),
});

export const budgetSchema = z.object({ v: z.literal(1), id: z.string(), rev: z.number(), begun: z.array(time), tripped: z.optional(time) });

/** One line of the audit trail, chained to the one before it. `body` says what happened, in the shape of its `type`. */
export const recordSchema = z.object({
  v: z.literal(1),
  violation: z.string(),
  key: z.string(),
  seq: z.number(),
  prev: z.string(),
  at: time,
  type: z.enum([
    'found',
    'warned',
    'asked',
    'intent',
    'sent',
    'refused',
    'applied',
    'void',
    'held',
    'released',
    'tripped',
    'undone',
    'outcome',
    'ruled',
  ]),
  release: z.string(),
  policy: z.string(),
  body: z.record(z.string(), json),
  hash: z.string(),
});

export type Lock = z.infer<typeof lockSchema>;
export type Last = z.infer<typeof last>;
export type Case = z.infer<typeof caseSchema>;
export type Attempt = z.infer<typeof attempt>;
export type Budget = z.infer<typeof budgetSchema>;
export type Entry = z.infer<typeof recordSchema>;

export const freshLock = (key: string): Lock => ({ v: 1, key, token: 0, born: '', holds: {} });
export const freshCase = (violation: string, key: string): Case => ({
  v: 1,
  violation,
  key,
  rev: 0,
  born: '',
  open: false,
  since: '',
  charged: false,
  attempts: [],
  head: { seq: 0, hash: '' },
});
export const freshBudget = (id: string): Budget => ({ v: 1, id, rev: 0, begun: [] });
