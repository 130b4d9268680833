/** What an event of ours says, type by type. docs/events.md is written from this. */
import * as z from 'zod/mini';
import { OUTCOMES } from '../ledger/items.ts';

const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
const resource = z.strictObject({
  /** Left out where the case cannot be read. */
  arn: z.optional(z.string()),
  key: z.string(),
  type: z.string(),
  name: z.string(),
  account: z.string(),
  region: z.string(),
});
const call = z.strictObject({
  api: z.string(),
  /** What it is called with, as JSON; what must not be stored stands veiled in it. */
  input: z.optional(z.string()),
  /** Of one that is asked for: what `approve --call` takes. */
  hash: z.optional(z.string()),
  /** `hand-back`, `undo`: it would bring back what we have changed. */
  purpose: z.optional(z.enum(['repair', 'hand-back', 'undo'])),
  effect: z.optional(z.enum(['reversible', 'disruptive', 'destructive'])),
  loses: z.optional(z.string()),
  undo: z.optional(z.string()),
});

const common = z.strictObject({
  /** Hash of the record: the same in every delivery. */
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  violation: z.string(),
  title: z.string(),
  severity: z.optional(z.enum(['low', 'medium', 'high', 'critical'])),
  resource: z.optional(resource),
  outcome: z.optional(z.enum(OUTCOMES)),
  says: z.string(),
  flaw: z.optional(z.string()),
  why: z.optional(z.string()),
  line: z.optional(z.string()),
  until: z.optional(time),
  by: z.optional(z.array(z.string())),
  owner: z.optional(z.string()),
  stack: z.optional(z.string()),
  call: z.optional(call),
  /** What people should know before they approve the call, a sentence each. */
  depends: z.optional(z.array(z.string())),
  budget: z.optional(z.string()),
  reminder: z.optional(z.literal(true)),
  seq: z.number(),
  at: time,
  release: z.string(),
  /** Hash of the policy that was in force. */
  policy: z.string(),
  runbook: z.string(),
});
export type Detail = z.infer<typeof common>;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
export const outcomeType = (outcome: string): string => `mlwarden Case ${capital(outcome)}`;

const ofCase = z.extend(common, { resource });
const outcomes = OUTCOMES.map((outcome) => [outcomeType(outcome), z.extend(ofCase, { outcome: z.literal(outcome) })] as const);

/** Record type → event type, of all records but outcomes and orders. */
export const EVENT_OF: Readonly<Record<string, string>> = {
  found: 'mlwarden Case Opened',
  warned: 'mlwarden Case Warned',
  asked: 'mlwarden Approval Asked',
  applied: 'mlwarden Change Left',
  tripped: 'mlwarden Budget Tripped',
  undone: 'mlwarden Case Undone',
};

/** The detail of every type of event there is. */
export const DETAILS: Readonly<Record<string, z.ZodMiniType<Detail>>> = {
  'mlwarden Case Opened': ofCase,
  'mlwarden Case Warned': z.extend(ofCase, { until: time, call }),
  'mlwarden Approval Asked': z.extend(ofCase, { until: time, call }),
  'mlwarden Change Left': ofCase,
  'mlwarden Case Undone': ofCase,
  'mlwarden Budget Tripped': z.extend(ofCase, { budget: z.string() }),
  'mlwarden Paused': common,
  'mlwarden Resumed': common,
  ...Object.fromEntries(outcomes),
};

/** Where an event is not what its type says it is, or undefined. */
export function misfit(type: string, detail: unknown): string | undefined {
  const schema = Object.hasOwn(DETAILS, type) ? DETAILS[type] : undefined;
  if (!schema) return `there is no event of type ${type}`;
  const { error } = z.safeParse(schema, detail);
  return error && `its event does not fit its type at ${error.issues[0]?.path.join('.')}`;
}
