/** GuardDuty: one detector and its findings, in the SDK's shape. */
import type { Condition, Finding, GetFindingsRequest, ListFindingsRequest } from '@aws-sdk/client-guardduty';
import { lowerCamel } from './casing.ts';
import { idOf, service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import { shelf } from './stale.ts';

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
  'guardduty.foreign-detector',
  'observed',
  'BadRequestException "The request is rejected because the input detectorId is not owned by the current account."',
  'hashicorp/terraform-provider-aws issues 6937, 10925',
);
rule(
  'guardduty.archived',
  'documented',
  'service.archived "false" lists only unarchived findings, unset lists all',
  'GuardDuty API, ListFindings',
);
rule('guardduty.pages', 'documented', 'ListFindings gives and GetFindings takes at most 50 ids', 'GuardDuty API');
rule('guardduty.event', 'observed', 'a finding new or seen again is an event in lowerCamel', 'test/events/guardduty-finding.*.json');
rule(
  'guardduty.additional-info',
  'observed',
  'AdditionalInfo is {Value: JSON text, Type}',
  'GetFindings output quoted in demisto/content; in events the parsed members stand beside it (assumed)',
);
rule('guardduty.archive-silent', 'assumed', 'archiving sends no finding event', 'GuardDuty guide, EventBridge: new and repeated findings');

const criteria = [
  'id',
  'type',
  'severity',
  'accountId',
  'region',
  'updatedAt',
  'service.archived',
  'service.resourceRole',
  'resource.resourceType',
].concat(['accessKeyId', 'principalId', 'userName', 'userType'].map((detail) => `resource.accessKeyDetails.${detail}`));

export interface GuardDuty extends Service {
  /** Empty it: no detector, as in an account that never turned GuardDuty on. */
  readonly detectors: string[];
  /** A finding arises now, or is updated under its Id, and is announced. */
  add(finding: Finding): void;
  /** Furnishes one that has always been there, silently. */
  place(finding: Finding): void;
  /** The same thing seen once more: EventLastSeen and Count move, announced again. */
  seeAgain(id: string): void;
}

export function guardDuty(habitat: Habitat): GuardDuty {
  const detectors = [
    idOf('', habitat.account)
      .toLowerCase()
      .replace(/[^a-f0-9]/g, 'c')
      .padEnd(32, '0')
      .slice(0, 32),
  ];
  const kept = shelf<Finding>(habitat, 5);
  const add = (finding: Finding) => {
    kept.put(finding.Id ?? '', finding);
    habitat.emit({ source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', resources: [], detail: told(finding) });
  };
  const check = ({ DetectorId = '' }: { DetectorId?: string | undefined }) => {
    if (!detectors.includes(DetectorId))
      throw refused('The request is rejected because the input detectorId is not owned by the current account.');
  };
  const archive = (Archived: boolean) => (input: GetFindingsRequest) => {
    check(input);
    for (const finding of (input.FindingIds ?? []).map(kept.truth))
      if (finding) kept.put(finding.Id ?? '', { ...finding, Service: { ...finding.Service, Archived } });
  };
  const ours = service(habitat, 'guardduty', {
    reads: {
      ListDetectors: () => ({ DetectorIds: detectors }),
      ListFindings(input: ListFindingsRequest) {
        check(input);
        const conditions = Object.entries(input.FindingCriteria?.Criterion ?? {});
        const unknown = conditions.find(([field]) => !criteria.includes(field));
        if (unknown) throw refused(`The request is rejected because the criterion ${unknown[0]} is not supported.`);
        const ids = kept
          .list()
          .filter((finding) => conditions.every(([field, condition]) => fits(told(finding), field, condition)))
          .map((f) => f.Id);
        const from = Number(input.NextToken || 0);
        const until = from + Math.min(input.MaxResults ?? 50, 50);
        return { FindingIds: ids.slice(from, until), NextToken: until < ids.length ? String(until) : '' };
      },
      GetFindings(input: GetFindingsRequest) {
        check(input);
        if ((input.FindingIds ?? []).length > 50) throw refused('The request is rejected because the number of finding ids exceeds 50.');
        return { Findings: (input.FindingIds ?? []).flatMap((id) => kept.read(id) ?? []) };
      },
    },
    writes: { ArchiveFindings: archive(true), UnarchiveFindings: archive(false) },
  });
  return {
    ...ours,
    detectors,
    add,
    place: (finding) => kept.place(finding.Id ?? '', finding),
    seeAgain(id) {
      const finding = kept.truth(id);
      if (!finding) throw new Error(`no finding ${id} in the world`);
      const now = new Date(habitat.clock.now()).toISOString();
      add({ ...finding, UpdatedAt: now, Service: { ...finding.Service, EventLastSeen: now, Count: (finding.Service?.Count ?? 1) + 1 } });
    },
  };
}

const refused = (message: string) => new AwsError('BadRequestException', message, 400, { Type: 'InvalidInputException' });

/** As EventBridge carries it. */
function told(finding: Finding): Record<string, unknown> {
  const { AdditionalInfo, ...rest } = finding.Service ?? {};
  const parsed = AdditionalInfo?.Value ? (JSON.parse(AdditionalInfo.Value) as object) : {};
  const event = lowerCamel({ ...finding, Service: rest }, (date) => date.getTime() / 1000) as { service: object };
  return {
    ...event,
    service: {
      ...event.service,
      additionalInfo: { ...parsed, ...(AdditionalInfo && { value: AdditionalInfo.Value, type: AdditionalInfo.Type }) },
    },
  };
}

function fits(finding: Record<string, unknown>, field: string, condition: Condition): boolean {
  const value = field.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], finding);
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
