/** GuardDuty's Malware Protection saw what an object of S3 holds. */
import * as z from 'zod/mini';
import { account, list, maybe, text, Unreadable } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { objectRefs } from './s3-objects.ts';
import { trigger } from './trigger.ts';

const objects = () => z.nullish(list(z.object({ key: z.nullish(z.string()) }), 500));
const detail = () =>
  z.object({
    type: text,
    accountId: account,
    resource: z.object({ s3BucketDetails: z.nullish(list(z.object({ name: maybe, s3ObjectDetails: objects() }), 500)) }),
    service: z.object({
      archived: z.nullish(z.boolean()),
      additionalInfo: z.nullish(z.object({ sample: z.nullish(z.boolean()) })),
    }),
  });

/** Findings whose type begins with one of `types`, about the objects in their `s3BucketDetails` (GuardDuty API reference, "S3ObjectDetail"). */
export function guardDutyObjects(types: readonly string[], type: string): Trigger {
  const pattern = { type: types.map((prefix) => ({ prefix })) };
  return trigger('aws.guardduty', 'GuardDuty Finding', detail, pattern, ({ detail: finding, region, time }) => {
    if (finding.service.additionalInfo?.sample) return { ignored: 'sample' };
    if (!types.some((prefix) => finding.type.startsWith(prefix))) return [];
    if (finding.service.archived) return { ignored: 'archived' };
    const where = { account: finding.accountId, region };
    const named = (finding.resource.s3BucketDetails ?? []).flatMap(({ name, s3ObjectDetails }) =>
      (s3ObjectDetails ?? []).flatMap(({ key }) => (name && key ? [{ name, key }] : [])),
    );
    if (named.length === 0) throw new Unreadable('detail.resource.s3BucketDetails', 'an object of a bucket');
    return named.flatMap(({ name, key }) => objectRefs(type, name, key, where, time));
  });
}
