/** Where this function stands. */
import { partitionOf } from '../engine/read.ts';
import type { Place } from './arn.ts';

/** The Region this function runs in; Lambda sets it. Listings and findings are read there, because a listing names no resource to follow. */
export function home(): { region: string } {
  const region = process.env.AWS_REGION;
  if (!region) throw new Error('AWS_REGION is not set: there is no Region to read from.');
  return { region };
}

/** Home with its account, for listings that give names only. The template sets both. */
export function here(): Place {
  const { region } = home();
  const account = process.env.HOME_ACCOUNT;
  if (!account) throw new Error('HOME_ACCOUNT is not set: a listing of names does not say whose they are.');
  return { partition: partitionOf(region), account, region };
}
