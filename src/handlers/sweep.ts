/** Every 15 minutes. Its role can only read, queue looks, and record that it looked. */
import type { Context } from 'aws-lambda';
import { sweep } from '../engine/sweep.ts';
import { house } from '../house.ts';
import { remediations } from '../registry.ts';

/** Milliseconds kept back to record how far it came. */
const RESERVE = 60_000;

/** The families that are deployed: the others have no queue to send looks to. Unset, as by hand: all. */
const on = process.env.FAMILIES?.split(' ');
const deployed = remediations.filter(({ family }) => !on || on.includes(family));

export const handler = async (_: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) =>
  await sweep(deployed, house(), context.getRemainingTimeInMillis() - RESERVE);
