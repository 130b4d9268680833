/** GuardDuty saw a call, and what matters is what it was made on, whoever made it. */
import * as z from 'zod/mini';
import { account, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

const call = () => z.object({ affectedResources: z.nullish(z.record(z.string(), z.unknown())) });
const detail = () =>
  z.object({
    type: text,
    accountId: account,
    service: z.object({
      archived: z.nullish(z.boolean()),
      additionalInfo: z.nullish(z.object({ sample: z.nullish(z.boolean()) })),
      action: z.nullish(z.object({ awsApiCallAction: z.nullish(call()) })),
    }),
  });

/**
 * Findings of one of `types` about a resource of `type`: by the name or the ARN under its type in `affectedResources`, or as one of the
 * account where the finding does not say (GuardDuty API reference, "AwsApiCallAction", lower camel case in events).
 */
export function guardDutyAffected(types: readonly string[], type: string): Trigger {
  const pattern = { type: types.map((prefix) => ({ prefix })) };
  return trigger('aws.guardduty', 'GuardDuty Finding', detail, pattern, ({ detail: finding, ...event }) => {
    const { archived, additionalInfo, action } = finding.service;
    if (additionalInfo?.sample) return { ignored: 'sample' };
    if (!types.some((prefix) => finding.type.startsWith(prefix))) return [];
    if (archived) return { ignored: 'archived' };
    const said = z.safeParse(text, action?.awsApiCallAction?.affectedResources?.[type]);
    const where = { account: finding.accountId, region: event.region };
    return [said.success ? refTo(type, said.data, where, event.time) : refTo('AWS::::Account', finding.accountId, where, event.time)];
  });
}
