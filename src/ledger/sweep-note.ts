import * as z from 'zod/mini';
import type { SweepNote } from './port.ts';

export const sweepSchema = z.object({
  kind: z.string(),
  at: z.string(),
  looked: z.number(),
  flawed: z.number(),
  sent: z.number(),
  policy: z.string(),
  gap: z.optional(z.object({ after: z.string(), why: z.string() })),
}) as z.ZodMiniType<SweepNote>;
