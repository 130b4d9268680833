/** How ListFindings chooses. */
import type { Condition } from '@aws-sdk/client-guardduty';
import { rule } from './habitat.ts';

rule(
  'guardduty.criteria',
  'documented',
  'ListFindings filters by JSON field names; an attack sequence has no accessKeyDetails and no filter finds it by user',
  'GuardDuty API, ListFindings FindingCriteria',
);
rule(
  'guardduty.unknown-criterion',
  'assumed',
  'a field that is not listed there is a BadRequestException',
  'not found in the documentation',
);
rule(
  'guardduty.archived',
  'documented',
  'service.archived "false" lists only unarchived findings, unset lists all',
  'GuardDuty API, ListFindings',
);

/** JSON field names a finding can be asked for. */
export const criteria = [
  'id',
  'type',
  'severity',
  'accountId',
  'region',
  'updatedAt',
  'service.archived',
  'service.resourceRole',
  'resource.resourceType',
  'resource.s3BucketDetails.name',
  'resource.s3BucketDetails.s3ObjectDetails.key',
].concat(['accessKeyId', 'principalId', 'userName', 'userType'].map((detail) => `resource.accessKeyDetails.${detail}`));

/** Of several buckets, the first: no finding that is asked for here has more. */
const within = (at: unknown, key: string): unknown => ([at].flat()[0] as Record<string, unknown> | undefined)?.[key];

/** `finding` in event shape. */
export function fits(finding: Record<string, unknown>, field: string, condition: Condition): boolean {
  const value = field.split('.').reduce<unknown>(within, finding);
  const text = value === undefined && field === 'service.archived' ? 'false' : String(value);
  const number = field === 'updatedAt' ? Date.parse(text) : Number(text);
  const { Equals = condition.Eq, NotEquals = condition.Neq, GreaterThan = condition.Gt, LessThan = condition.Lt } = condition;
  const { GreaterThanOrEqual = condition.Gte, LessThanOrEqual = condition.Lte } = condition;
  return (
    (!Equals || Equals.includes(text)) &&
    !NotEquals?.includes(text) &&
    (GreaterThan === undefined || number > GreaterThan) &&
    (GreaterThanOrEqual === undefined || number >= GreaterThanOrEqual) &&
    (LessThan === undefined || number < LessThan) &&
    (LessThanOrEqual === undefined || number <= LessThanOrEqual)
  );
}
