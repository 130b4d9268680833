/** How a call's resource is put into an account before the call. */
import type { Emulator } from './emulator.ts';

/** What a client of the emulator is made with. */
export type At = Emulator['config'];
/**
 * Puts what the call needs there, beside what earlier calls have left. Answers the members of the input that it takes in place of the
 * story's: ids that AWS chooses, and the emulator chose otherwise.
 */
// biome-ignore lint/suspicious/noExplicitAny: each reads the input of its own API.
export type Before = (at: At, input: any) => Promise<object | undefined>;

export const SOMEONE = 'arn:aws:iam::111122223333:role/someone';
export const NOTHING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
export const trusting = (Service: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] });

/** An earlier call needed it, too. */
export function orThere({ name, message }: Error): void {
  if (!/already|duplicate/i.test(`${name} ${message}`)) throw new Error(`It cannot be furnished: ${name}: ${message}`);
}
