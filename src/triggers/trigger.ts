/** What all triggers share: an event is its envelope and a detail of its own. */
import * as z from 'zod/mini';
import { account, region } from '../engine/read.ts';
import type { Ignored, Json, Ref, Trigger } from '../engine/remediation.ts';

/** An event as its trigger's schema has read it. */
export interface Heard<D> {
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly detail: D;
}

/**
 * `pattern` speaks of the detail alone; an empty list of refs means that the event names nothing. A schema is made at the first event that
 * needs it: most functions hear from five sources, and a cold start has one event.
 */
export function trigger<D>(
  source: string,
  detailType: string,
  detail: () => z.core.$ZodType<D>,
  pattern: { readonly [field: string]: Json },
  refs: (event: Heard<D>) => readonly Ref[] | Ignored,
): Trigger {
  return {
    source,
    detailType,
    schema: z.lazy(() => z.object({ account, region, time: z.string(), detail: detail() })),
    pattern: { source: [source], 'detail-type': [detailType], ...(Object.keys(pattern).length > 0 ? { detail: pattern } : {}) },
    refs,
  };
}

/** Who holds the resource is said by the finding, not by the envelope: findings are aggregated across accounts and Regions. IAM has no Region. */
export function refTo(type: string, id: string, where: Pick<Ref, 'account' | 'region'>, at: string): Ref {
  return { type, id, account: where.account, region: type.startsWith('AWS::IAM::') ? 'aws-global' : where.region, at };
}
