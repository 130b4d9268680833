/** GuardDuty's Malware Protection saw what an object of S3 holds. */
import * as z from 'zod/mini';
import { account, list, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { objectRefs } from './s3-objects.ts';
import { trigger } from './trigger.ts';

const bucket = () => z.object({ name: text, s3ObjectDetails: z.nullish(list(z.object({ key: z.string() }), 500)) });
const detail = () =>
  z.object({
    type: text,
    accountId: account,
    resource: z.object({ s3BucketDetails: z.nullish(list(bucket(), 500)) }),
    service: z.object({
      archived: z.nullish(z.boolean()),
      additionalInfo: z.nullish(z.object({ sample: z.nullish(z.boolean()) })),
    }),
  });

/** Findings of that type, about the objects in their `s3BucketDetails` (GuardDuty API reference, "S3ObjectDetail"). */
export const guardDutyObjects = (found: string, type: string): Trigger =>
  trigger('aws.guardduty', 'GuardDuty Finding', detail, { type: [found] }, ({ detail: finding, region, time }) => {
    const { archived, additionalInfo } = finding.service;
    if (additionalInfo?.sample) return { ignored: 'sample' };
    if (archived) return { ignored: 'archived' };
    if (finding.type !== found) return [];
    const where = { account: finding.accountId, region };
    return (finding.resource.s3BucketDetails ?? []).flatMap(({ name, s3ObjectDetails }) =>
      (s3ObjectDetails ?? []).flatMap(({ key }) => objectRefs(type, name, key, where, time)),
    );
  });
