/** What the desk alone stores. A pause may also have been written by hand: then it says little, and is in force all the same. */
import * as z from 'zod/mini';

const pauseDoc = z.object({
  v: z.literal(1),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
});
/** The first of two persons wants this. It holds until then, for exactly the matter of this digest. */
export const wordSchema = z.object({
  v: z.literal(1),
  matter: z.string(),
  rev: z.number(),
  hash: z.string(),
  person: z.string(),
  arn: z.string(),
  why: z.string(),
  until: z.string(),
});
export const headSchema = z.object({ v: z.literal(1), seq: z.number(), hash: z.string() });

export type Word = z.infer<typeof wordSchema>;
/** `name` as in `pausesOf`. `rev` 0 = written by hand. Without `until` it lasts until somebody ends it. */
export interface Pause {
  readonly name: string;
  readonly rev: number;
  readonly reason?: string;
  readonly by?: string;
  readonly at?: string;
  readonly until?: string;
}

/** By the rule of the gate: whole seconds, and in force until they are over. */
export const lasts = ({ until }: Pick<Pause, 'until'>, now: Date): boolean =>
  until === undefined || Date.parse(until) / 1000 >= Math.floor(now.getTime() / 1000);

/** What the item's document says, as far as it can be read: a pause counts by being there. */
export function pauseFrom(doc: string): Pick<Pause, 'reason' | 'by' | 'at'> {
  try {
    const { reason, by, at } = z.parse(pauseDoc, JSON.parse(doc));
    return { reason, by, at };
  } catch {
    return {};
  }
}
