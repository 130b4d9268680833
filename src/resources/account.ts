/** What an account has but one of in a Region, or none: whether there is one is the question (docs/decisions/0030). */
import type { Resource } from '../engine/remediation.ts';
import { type Place, resource } from './arn.ts';

/** As Security Hub and Config name an account that a control is about. */
export const ACCOUNT = 'AWS::::Account';

/**
 * It goes by one name whether it is there or not, and whatever it is called where it is: `noun` is how ARNs call its type. There is nothing
 * to tell two of them apart by, so its `born` is constant.
 */
export const onlyOne = (type: string, service: string, noun: string, { partition, account, region }: Place): Resource =>
  resource(type, { partition, account, region }, 'account', `arn:${partition}:${service}:${region}:${account}:${noun}/account`);
export const BORN = 'with the account';
