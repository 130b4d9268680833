/** What stands in clear text in a description may be a secret, which nobody may store: it stands veiled (docs/decisions/0025). */
import { createHash, scryptSync } from 'node:crypto';
import type { Client } from '../engine/remediation.ts';

/** What is there by now is not what was seen when the call was recorded. */
export class NotAsSeen extends Error {
  constructor(arn: string) {
    super(`${arn} is not as it was when it was looked at.`);
    this.name = 'NotAsSeen';
  }
}

/** Digests of this process, by an unsalted digest that never leaves it: the slow one is computed once. */
const known = new Map<string, string>();
const MOST = 2_000;

/**
 * What stands in place of each of `values`: one digest for all of them, salted with whose they are and slow to compute. There is no key to
 * hold, so whoever reads the record could try guesses, and has to guess all of them at once.
 */
export function veilOf(values: readonly (readonly [where: string, value: string])[], whose: string): string {
  const content = JSON.stringify(values);
  const id = createHash('sha256').update(`${whose} ${content}`).digest('base64');
  const found = known.get(id) ?? scryptSync(content, whose, 18, { N: 8192, r: 8, p: 1 }).toString('base64url');
  if (known.size >= MOST) known.clear();
  known.set(id, found);
  return `veiled:${found}`;
}

/** Shorter ones are words of every other sentence, and no secrets. */
const LEAST = 4;

/** Refusals are put on record in AWS's own words, which may repeat what was sent: the same client, whose errors repeat nothing of the secrets in it. */
export const discreet = <I>(client: Client, secrets: (input: I) => readonly (string | undefined)[]): Client => ({
  ...client,
  async send(command: { input: I }, options) {
    try {
      return await client.send(command, options);
    } catch (error) {
      const { name, message = String(error), $metadata } = error as Error & { $metadata?: object };
      const said = secrets(command.input).reduce<string>(
        (text, one = '') => (one.length < LEAST ? text : text.replaceAll(one, '…')),
        message,
      );
      throw Object.assign(new Error(said), { name, $metadata });
    }
  },
});
