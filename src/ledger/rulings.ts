/** What people rule, as it is stored beside the case it is about. */
import * as z from 'zod/mini';
import { resource, time } from './items.ts';

const exemption = () =>
  z.object({
    /** `*` = whatever is there under its name. */
    born: z.string(),
    until: time,
    owner: z.string(),
    reason: z.string(),
    ticket: z.optional(z.string()),
    by: z.string(),
    approver: z.optional(z.string()),
    /** Some hours more of grace, taken by the owner himself, once. */
    extension: z.optional(z.literal(true)),
  });
/** One approval or denial, for one call on one `born`. An approval is spent by the admission that uses it. */
const answer = () =>
  z.object({
    id: z.string(),
    says: z.enum(['yes', 'no']),
    born: z.string(),
    hash: z.string(),
    until: time,
    /** When it was given: after the request was over it is too late. */
    at: z.optional(time),
    by: z.array(z.string()),
    why: z.string(),
  });
/** Everything that the case has changed on this `born` is to be put back. `force`: also what somebody has moved since. */
const undo = () =>
  z.object({ id: z.string(), born: z.string(), by: z.string(), why: z.string(), at: time, force: z.optional(z.literal(true)) });
/**
 * What people have ruled for one case. Written by the operator alone; whatever is admitted was decided under the one in force. Few cases have
 * any, so that the schema is made when it is first needed.
 */
export const rulingSchema = z.lazy(() =>
  z.object({
    v: z.literal(1),
    violation: z.string(),
    key: z.string(),
    resource,
    rev: z.number(),
    exemption: z.optional(exemption()),
    answer: z.optional(answer()),
    undo: z.optional(undo()),
  }),
);
export type Ruling = z.infer<typeof rulingSchema>;
