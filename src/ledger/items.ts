/** What the ledger stores. Every item carries a version and is parsed when read: what cannot be read changes nothing. */
import * as z from 'zod/mini';
import type { Json } from '../engine/remediation.ts';

/** Anything that JSON can say, as it stands: rebuilt by a schema it would lose a key named `__proto__`, and with it what a change is for. */
const json = z.custom<Json>((value) => value !== undefined);
const text = z.string();
/** ISO 8601. */
export const time = text;
const maybe = z.optional(text);
const yes = z.optional(z.literal(true));
const number = z.number();
/** A resource as messages and items carry it. */
export const resource = z.object({
  key: text,
  type: text,
  arn: text,
  name: text,
  account: text,
  region: text,
});
const effect = z.enum(['reversible', 'disruptive', 'destructive']);
const call = z.object({ api: text, input: json });

/** The one change under way, or the last one made, on a resource. `open`: admitted, its sender has not reported. */
const last = z.object({
  violation: text,
  token: number,
  born: text,
  at: time,
  hash: text,
  purpose: z.enum(['repair', 'hand-back', 'undo']),
  call,
  effect,
  expect: json,
  status: z.enum(['open', 'sent', 'seen']),
  /** AWS never answered: the request may still be on its way. */
  unsure: yes,
  /** What the changes before it had brought about, as far as it was still so: refused or not, no later read may contradict that. */
  after: z.optional(json),
  /** Who is known to have caused the flaw that this change repairs. */
  by: maybe,
  /** Id of the approval that let it be. */
  spends: maybe,
  /** What the change brings about and would have to be undone for a hand-back. */
  brings: z.optional(z.object({ what: text, call, expect: json })),
});

/** Who may move a resource. `token` counts every write of this item: the fence. */
export const lockSchema = z.object({
  v: z.literal(1),
  key: text,
  resource: z.optional(resource),
  token: number,
  born: text,
  /** violation → what must stay so while its flaw lasts. */
  holds: z.record(text, z.object({ what: text, effect, since: time })),
  owed: z.optional(z.object({ what: text, violation: text, call, expect: json, since: time })),
  last: z.optional(last),
});

/** What people were asked, or told before it is done. */
const asked = z.object({ hash: text, call, effect, at: time, until: time, by: maybe });
const grace = z.object({ since: time, reminded: yes });

const attempt = z.object({
  hash: text,
  at: time,
  end: z.enum(['applied', 'void', 'refused']),
  /** Asked for by people. It is counted by itself: the repair that is put back may have made the same call. */
  undo: yes,
  by: maybe,
  text: maybe,
});
export const OUTCOMES = ['fixed', 'contained', 'waiting', 'asking', 'withheld', 'told', 'stuck', 'failed', 'gone'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One violation on one resource. `rev` counts its writes; `head` is the end of its chain of records. */
export const caseSchema = z.object({
  v: z.literal(1),
  violation: text,
  key: text,
  resource: z.optional(resource),
  rev: number,
  born: text,
  open: z.boolean(),
  outcome: z.optional(z.enum(OUTCOMES)),
  /** Digest of what was last told: an outcome is recorded when it changes, not at every look. */
  told: maybe,
  since: time,
  /** When it was opened; `since` is since when it stands as it does. */
  found: maybe,
  waitingSince: maybe,
  /** Who is known to have caused what is waited to be repaired. */
  by: maybe,
  /** All who are known to have caused any of it, the latest last: none of them decides about it. */
  culprits: z.optional(z.array(text)),
  /** Whose the resource was, and which CloudFormation stack's, when the case was found: as its tags say. */
  owned: z.optional(z.object({ owner: maybe, stack: maybe })),
  /** This repair has been charged to the budget; its later steps ride. */
  charged: z.boolean(),
  /** The worst effect of this repair's steps: what its hours and its grace were for. */
  worst: z.optional(effect),
  /** The call that people are asked to approve. */
  asked: z.optional(asked),
  /** Id of the last approval that was spent: none is spent twice. */
  spent: maybe,
  /** Id of the last undo that was carried out, or was given up. */
  undone: maybe,
  /** The time given to the owner. */
  grace: z.optional(grace),
  attempts: z.array(attempt),
  /** A call that AWS did not take for a reason that passes is not sent again before `at`. */
  retry: z.optional(z.object({ hash: text, at: time, seconds: number })),
  /** The look that is to come, asked for by the one known as `after`; `waited`: seconds for which the fence token had been seen by then. */
  next: z.optional(z.object({ at: time, after: text, for: text, token: number, waited: number })),
  head: z.object({ seq: number, hash: text }),
  /** When the sweep is to look again if nobody else did. */
  wakeAt: maybe,
});

export const budgetSchema = z.object({ v: z.literal(1), id: text, rev: number, begun: z.array(time), tripped: maybe });

/** One line of the audit trail, chained to the one before it. `body` says what happened, in the shape of its `type`. */
export const recordSchema = z.object({
  v: z.literal(1),
  violation: text,
  key: text,
  seq: number,
  prev: text,
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
  release: text,
  policy: text,
  body: z.record(text, json),
  hash: text,
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
