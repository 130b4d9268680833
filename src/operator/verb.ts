/** What a verb is, to whichever door. */
import * as z from 'zod/mini';
import { take, Unreadable } from '../engine/read.ts';
import { type Answer, type Office, Refused } from './office.ts';

export interface Words<I> {
  readonly name: string;
  /** `read`: anybody. `pause`: anybody, and it can only stop things. `person`: who asks must be known by role. */
  readonly takes: 'read' | 'pause' | 'person';
  readonly input: z.core.$ZodType<I>;
  readonly run: (office: Office, input: I) => Promise<Answer>;
}
export interface Verb extends Omit<Words<unknown>, 'run'> {
  /** Throws `Refused`, with nothing changed. */
  readonly run: (office: Office, input: unknown) => Promise<Answer>;
}

export const verb = <I>(words: Words<I>): Verb => ({
  ...words,
  async run(office, input) {
    if (words.takes === 'person' && office.caller.role === undefined)
      throw new Refused(`Nobody can tell by which role you are here (${office.caller.arn}), and ${words.name} takes one that is known.`);
    return await words.run(office, read(words, input));
  },
});

function read<I>({ name, input }: Words<I>, given: unknown): I {
  try {
    return take(input, given);
  } catch (error) {
    if (error instanceof Unreadable) throw new Refused(`${name}: ${error.message.replace(/^Cannot read/, 'cannot read')}`);
    throw error;
  }
}

/** Printable, and not longer than anybody reads. */
export const text = (most = 200) =>
  z.string().check(z.regex(new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${most}}$`, 'u'), `1 to ${most} printable characters`));
export const why = text(500);
export const given = z.optional(z.boolean());
