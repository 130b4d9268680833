/** GuardDuty saw a bucket opened. */
import * as z from 'zod/mini';
import { account, list, maybe, text, Unreadable } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

const detail = () =>
  z.object({
    type: text,
    accountId: account,
    resource: z.object({ s3BucketDetails: z.nullish(list(z.object({ name: maybe }), 500)) }),
    service: z.object({
      archived: z.nullish(z.boolean()),
      additionalInfo: z.nullish(z.object({ sample: z.nullish(z.boolean()) })),
    }),
  });

/**
 * Findings whose type begins with one of `types`, about the buckets in their `s3BucketDetails` (GuardDuty API reference, "S3BucketDetail").
 * Whoever opened them stands in `accessKeyDetails`, and is not heard.
 */
export function guardDutyBuckets(types: readonly string[]): Trigger {
  const pattern = { type: types.map((prefix) => ({ prefix })) };
  return trigger('aws.guardduty', 'GuardDuty Finding', detail, pattern, ({ detail: finding, region, time }) => {
    if (finding.service.additionalInfo?.sample) return { ignored: 'sample' };
    if (!types.some((prefix) => finding.type.startsWith(prefix))) return [];
    if (finding.service.archived) return { ignored: 'archived' };
    const where = { account: finding.accountId, region };
    const refs = (finding.resource.s3BucketDetails ?? []).flatMap(({ name }) =>
      name ? [refTo('AWS::S3::Bucket', name, where, time)] : [],
    );
    if (refs.length === 0) throw new Unreadable('detail.resource.s3BucketDetails', 'a bucket');
    return refs;
  });
}
