/** A family's sweep as it stands in Lambda. Its role can only read, queue looks, and record that it looked. */
import type { Context } from 'aws-lambda';
import type { AnyRemediation } from './engine/remediation.ts';
import { sweep } from './engine/sweep.ts';
import { house } from './house.ts';

/** Milliseconds kept back to record how far it came. */
const RESERVE = 60_000;

export const sweeper =
  (remediations: readonly AnyRemediation[]) => async (_: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) =>
    await sweep(remediations, house(), context.getRemainingTimeInMillis() - RESERVE);
