import * as z from 'zod/mini';
import type { SweepNote } from './port.ts';

export const sweepSchema = z.lazy(() =>
  z.object({
    kind: z.string(),
    at: z.string(),
    looked: z.number(),
    flawed: z.number(),
    sent: z.number(),
    policy: z.string(),
    gap: z.optional(z.object({ after: z.string(), why: z.string() })),
  }),
) as z.ZodMiniType<SweepNote>;

/** What a kind's notes are kept under: one whose violations have changed begins anew. */
export const sweepName = ({ types }: { readonly types: readonly string[] }, all: readonly { readonly id: string }[]): string =>
  `${types[0]} (${all.map(({ id }) => id).join(', ')})`;
