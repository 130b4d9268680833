/** Every 15 minutes. Its role can only read, queue looks, and record that it looked. */
import type { Context } from 'aws-lambda';
import { sweep } from '../engine/sweep.ts';
import { house } from '../house.ts';
import { remediations } from '../registry.ts';

/** Milliseconds kept back to record how far it came. */
const RESERVE = 60_000;

export const handler = async (_: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) =>
  await sweep(remediations, house(), context.getRemainingTimeInMillis() - RESERVE);
