/** An AWS Config managed rule changed its mind about a resource. It speaks of changes only: a repair that failed is not announced again. */
import * as z from 'zod/mini';
import { account, region, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

// resourceId: the ARN or the name for SageMaker, the unique id (AROA…, ANPA…) for IAM.
const detail = () =>
  z.object({
    configRuleName: text,
    resourceType: text,
    resourceId: text,
    awsAccountId: account,
    awsRegion: region,
    newEvaluationResult: z.object({ complianceType: z.enum(['NON_COMPLIANT', 'COMPLIANT', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA']) }),
  });

/**
 * How a managed rule's name begins, whoever owns it: a team (which may name it by its identifier, with underscores), a conformance pack
 * (`<rule>-conformance-pack-<id>`, as in events that people published), Security Hub (`securityhub-<rule>-<suffix>`). A rule under any
 * other name is left to the sweep.
 */
function beginnings(rule: string): readonly string[] {
  const name = rule.toLowerCase().replaceAll('_', '-');
  return [name, name.replaceAll('-', '_'), `securityhub-${name}`];
}

/** `rules` are AWS managed rules, by name or identifier: `iam-policy-blacklisted-check` or `IAM_POLICY_BLACKLISTED_CHECK`. */
export function configRule(type: string | readonly string[], rules: readonly string[]): Trigger {
  const types = [type].flat();
  const names = rules.flatMap(beginnings);
  const pattern = {
    configRuleName: names.map((name) => ({ prefix: { 'equals-ignore-case': name } })),
    resourceType: types,
    newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
  };
  return trigger('aws.config', 'Config Rules Compliance Change', detail, pattern, ({ detail: said, time }) => {
    const rule = said.configRuleName.toLowerCase();
    if (!types.includes(said.resourceType) || !names.some((name) => rule.startsWith(name))) return [];
    if (said.newEvaluationResult.complianceType !== 'NON_COMPLIANT') return { ignored: 'compliant' };
    return [refTo(said.resourceType, said.resourceId, { account: said.awsAccountId, region: said.awsRegion }, time)];
  });
}
