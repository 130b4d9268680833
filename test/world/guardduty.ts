/** GuardDuty: its findings, in the SDK's shape. */
import type { Finding, GetFindingsRequest, ListFindingsRequest } from '@aws-sdk/client-guardduty';
import { lowerCamel } from './casing.ts';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import { criteria, fits } from './guardduty-criteria.ts';
import { DETECTOR, type Detectors, detectors, refused } from './guardduty-detectors.ts';
import type { Habitat, Service } from './habitat.ts';
import { rule } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

rule('guardduty.pages', 'documented', 'ListFindings gives and GetFindings takes at most 50 ids', 'GuardDuty API');
rule('guardduty.last-page', 'assumed', 'the last page has an empty NextToken', 'AWS CLI output in public reports');
rule('guardduty.event', 'observed', 'a finding new or seen again is an event in lowerCamel', 'test/events/guardduty-finding.*.json');
rule(
  'guardduty.additional-info',
  'observed',
  'AdditionalInfo is {Value: JSON text, Type}',
  'GetFindings output in an integration’s public documentation; in events the parsed members stand beside it (assumed)',
);
rule('guardduty.archive-silent', 'assumed', 'archiving sends no finding event', 'GuardDuty guide, EventBridge: new and repeated findings');

export interface GuardDuty extends Service {
  readonly detectors: Detectors;
  /** A finding arises now, or is updated under its Id, and is announced. */
  add(finding: Finding): void;
  /** Furnishes one that has always been there, silently. */
  place(finding: Finding): void;
  /** The same thing seen once more: EventLastSeen and Count move, announced again. */
  seeAgain(id: string): void;
}

export function guardDuty(habitat: Habitat): GuardDuty {
  const own = detectors(habitat);
  const kept = shelf<Finding>(habitat, 5);
  const add = (given: Finding) => {
    const finding = whole(habitat, given);
    kept.put(finding.Id ?? '', finding);
    habitat.emit({ source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', resources: [], detail: told(finding) });
  };
  return {
    ...service(habitat, 'guardduty', operations(kept, own)),
    detectors: own,
    add,
    place: (finding) => kept.place(finding.Id ?? '', whole(habitat, finding)),
    seeAgain(id) {
      const finding = kept.truth(id);
      if (!finding) throw new Error(`no finding ${id} in the world`);
      const now = new Date(habitat.clock.now()).toISOString();
      add({ ...finding, UpdatedAt: now, Service: { ...finding.Service, EventLastSeen: now, Count: (finding.Service?.Count ?? 1) + 1 } });
    },
  };
}

/** With what no finding is without (GuardDuty API reference: Finding), where a story does not say it. */
function whole({ account, region, clock }: Habitat, finding: Finding): Finding {
  const at = finding.Service?.EventLastSeen ?? new Date(clock.now()).toISOString();
  const Arn = `arn:aws:guardduty:${region}:${account}:detector/${DETECTOR}/finding/${finding.Id}`;
  const usual = { Arn, AccountId: account, Region: region, SchemaVersion: '2.0', Severity: 8, CreatedAt: at, UpdatedAt: at };
  return { ...usual, ...finding };
}

function operations(kept: Shelf<Finding>, { check, reads, writes }: Detectors): Operations {
  const archive = (Archived: boolean) => (input: GetFindingsRequest) => {
    check(input);
    for (const id of input.FindingIds ?? []) {
      const finding = kept.truth(id);
      if (finding) kept.put(id, { ...finding, Service: { ...finding.Service, Archived } });
    }
  };
  return {
    reads: {
      ...reads,
      ListFindings(input: ListFindingsRequest) {
        check(input);
        const conditions = Object.entries(input.FindingCriteria?.Criterion ?? {});
        const unknown = conditions.find(([field]) => !criteria.includes(field));
        if (unknown) throw refused(`The request is rejected because the criterion ${unknown[0]} is not supported.`);
        const fitting = kept.list().filter((finding) => conditions.every(([field, condition]) => fits(told(finding), field, condition)));
        const from = Number(input.NextToken || 0);
        const until = from + Math.min(input.MaxResults ?? 50, 50);
        return { FindingIds: fitting.slice(from, until).map((f) => f.Id), NextToken: until < fitting.length ? String(until) : '' };
      },
      GetFindings({ FindingIds = [], DetectorId }: GetFindingsRequest) {
        check({ DetectorId });
        if (FindingIds.length > 50) throw refused('The request is rejected because the number of finding ids exceeds 50.');
        return { Findings: FindingIds.flatMap((id) => kept.read(id) ?? []) };
      },
    },
    writes: { ...writes, ArchiveFindings: archive(true), UnarchiveFindings: archive(false) },
  };
}

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
