/** An exported trail: one JSON document a line. What stands in it is what the ledger holds, so that anybody can compute the hashes again. */
import * as z from 'zod/mini';
import { recordSchema } from '../../ledger/items.ts';

const head = z.object({ seq: z.number(), hash: z.string() });
/** First: what was asked for. Then the entries of each chain, and where the ledger says it ends. Last: how much there is of all. */
export const lineSchema = z.union([
  z.strictObject({
    export: z.object({
      v: z.literal(1),
      at: z.string(),
      case: z.optional(z.string()),
      since: z.optional(z.string()),
      until: z.optional(z.string()),
      after: z.optional(z.string()),
    }),
  }),
  z.strictObject({ entry: recordSchema }),
  z.strictObject({ chain: z.object({ violation: z.string(), key: z.string(), head }) }),
  z.strictObject({ end: z.object({ chains: z.number(), entries: z.number() }) }),
]);
export type Line = z.infer<typeof lineSchema>;
