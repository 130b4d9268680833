/** What `--json` answers, verb by verb: the schema that programs may rely on. Members may be added, none is renamed. */
import * as z from 'zod/mini';
import { lockSchema, recordSchema, resource } from '../../src/ledger/items.ts';
import { rulingSchema } from '../../src/ledger/rulings.ts';
import { sweepSchema } from '../../src/ledger/sweep-note.ts';
import {
  approved,
  budget,
  described,
  ended,
  exempt,
  exemption,
  left,
  line,
  maybe,
  number,
  ofEvent,
  ofResource,
  standing,
  text,
  texts,
  time,
  until,
} from './answers-shapes.ts';

/** What `data` is, by verb of the reader and the operator. */
export const ANSWERS: Readonly<Record<string, z.core.$ZodType>> = {
  status: z.object({
    cap: z.enum(['observe', 'policy']),
    release: text,
    policy: described(z.string(), 'its hash'),
    pauses: z.array(z.object({ name: text, rev: number, reason: maybe, by: maybe, at: z.optional(time), until })),
    budgets: z.array(budget),
    cases: described(z.record(z.string(), z.number()), 'how many, by outcome; 1000 = or more'),
    sweeps: z.array(z.object({ kind: text, last: z.optional(sweepSchema) })),
    pulse: z.optional(
      z.object({
        since: time,
        sources: z.array(z.object({ source: text, from: z.optional(time), until: z.optional(time) })),
        waiting: z.array(left),
        dead: z.array(left),
      }),
    ),
    pulseUnread: described(z.optional(z.string()), 'why there is no `pulse`'),
    exemptions: described(z.array(exempt), 'those that end within a week'),
  }),
  list: z.object({
    cases: z.array(
      z.object({
        ...standing,
        is: described(z.optional(z.enum(['held', 'owed', 'undone'])), 'with `--held` or `--undone`'),
        what: maybe,
        left: described(z.optional(z.array(z.string())), 'the calls that an undo left'),
        undo: described(z.optional(z.string()), 'the line that puts it back'),
      }),
    ),
    more: described(z.boolean(), 'there are others: `--after` the last of these'),
  }),
  show: z.object({
    ...standing,
    resource,
    chain: described(z.string(), '`whole`, or what is wrong with it'),
    ruling: z.optional(rulingSchema._zod.innerType),
    paused: texts,
    holds: lockSchema.shape.holds,
    owed: lockSchema.shape.owed,
    last: lockSchema.shape.last,
    entries: z.array(recordSchema),
  }),
  why: z.union([ofResource, ofEvent]),
  look: z.object({ case: text, at: time }),
  pause: z.object({
    pause: text,
    reason: text,
    by: text,
    at: time,
    until,
    inFlight: z.array(
      z.object({
        ...{ violation: text, key: text, api: text, at: time, status: z.enum(['open', 'sent']), says: text },
        mayLeave: described(z.boolean(), 'within the ten seconds after it was admitted'),
      }),
    ),
    more: described(z.boolean(), 'there are more open cases than were asked'),
  }),
  resume: z.object({ pause: text, ended: z.boolean(), until: described(z.optional(z.string()), 'for the second person') }),
  approve: approved,
  deny: approved,
  'exempt add': z.object({ ...ended, exemption }),
  'exempt list': z.object({ exemptions: z.array(exempt) }),
  'exempt end': z.object({ case: text }),
  extend: z.object({ case: text, until: time }),
  undo: z.object({ ...ended, steps: described(z.number(), 'calls to be put back'), exemption }),
  'budget show': z.object({ budgets: z.array(budget) }),
  'budget reset': z.object({ budget: text, begun: number, tripped: z.optional(time) }),
  'policy explain': z.object({ violation: text, resource, policy: text, ifLinked: z.boolean(), lines: z.array(line) }),
  uninstall: z.object({
    left: z.array(z.object({ is: z.enum(['held', 'owed', 'under way']), case: text, what: text, since: time, undo: text })),
  }),
};
