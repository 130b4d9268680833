/** GuardDuty's findings, read back: an event is only a hint, and archiving one sends none. */
import { type Finding, GetFindingsCommand, GuardDutyClient, ListDetectorsCommand, ListFindingsCommand } from '@aws-sdk/client-guardduty';
import { reader } from '../aws.ts';
import { home } from './home.ts';
import { paged } from './reading.ts';

/** Sample findings say so in the JSON text of `additionalInfo.value`. */
const isSample = ({ Service }: Finding): boolean => /"sample"\s*:\s*"?true/.test(Service?.AdditionalInfo?.Value ?? '');

export const Equals = (...values: string[]) => ({ Equals: values });
type Criteria = Record<string, { Equals: string[] }>;
async function* described(DetectorId: string, criteria: Criteria): AsyncGenerator<Finding> {
  const Criterion = { 'service.archived': Equals('false'), ...criteria };
  const client = reader(GuardDutyClient, home());
  const page = (NextToken: string | undefined) =>
    client.send(new ListFindingsCommand({ DetectorId, FindingCriteria: { Criterion }, MaxResults: 50, NextToken }));
  const listed = paged(
    page,
    (p) => p.FindingIds,
    (p) => p.NextToken,
  );
  const ids = await Array.fromAsync(listed);
  for (let from = 0; from < ids.length; from += 50) {
    const { Findings } = await client.send(new GetFindingsCommand({ DetectorId, FindingIds: ids.slice(from, from + 50) }));
    for (const is of Findings ?? []) if (!isSample(is) && is.Service?.Archived !== true) yield is;
  }
}

/** The unarchived findings of each detector in the home Region that meet any of the criteria. Samples are left out. */
export async function* unarchived(...anyOf: readonly Criteria[]): AsyncGenerator<Finding> {
  const { DetectorIds } = await reader(GuardDutyClient, home()).send(new ListDetectorsCommand({}));
  for (const detector of DetectorIds ?? []) for (const criteria of anyOf) yield* described(detector, criteria);
}
