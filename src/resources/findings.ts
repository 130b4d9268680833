/** GuardDuty's findings, read back: an event is only a hint, and archiving one sends none. Those about IAM principals, as they are compared. */
import {
  type Finding as Described,
  GetFindingsCommand,
  GuardDutyClient,
  ListDetectorsCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-guardduty';
import { reader } from '../aws.ts';
import { home } from './home.ts';
import { given, paged } from './reading.ts';

/** Who a finding is about. `id` is the unique id (AROA…, AIDA…) without the session's name. */
export interface Principal {
  readonly kind: 'role' | 'user' | 'root';
  readonly name: string;
  readonly id: string;
}
/** `lastSeen` is ISO 8601. An attack sequence names several principals. */
export interface Finding {
  readonly id: string;
  readonly account: string;
  readonly type: string;
  readonly lastSeen: string;
  readonly principals: readonly Principal[];
}

const SEQUENCE = 'AttackSequence:IAM/CompromisedCredentials';

function principal(id = '', name = '', userType = ''): Principal {
  const kind = userType === 'Root' ? 'root' : id.startsWith('AROA') || /Role$/.test(userType) ? 'role' : 'user';
  return { kind, name, id: id.split(':')[0] ?? '' };
}
/** Classic findings name the principal in `resource`, attack sequences only in `service.detection.sequence` (GuardDuty API reference). */
function principals({ Resource, Service }: Described): Principal[] {
  const key = Resource?.AccessKeyDetails;
  const { Actors, Resources } = Service?.Detection?.Sequence ?? {};
  const keys = (Resources ?? []).flatMap((r) => r.Data?.AccessKey ?? []);
  return [
    ...[...(key ? [key] : []), ...keys].map((k) => principal(k.PrincipalId, k.UserName, k.UserType)),
    ...(Actors ?? []).flatMap(({ User }) => (User ? [principal(User.Uid, User.Name, User.Type)] : [])),
  ];
}

/** Sample findings say so in the JSON text of `additionalInfo.value`. */
const isSample = ({ Service }: Described): boolean => /"sample"\s*:\s*"?true/.test(Service?.AdditionalInfo?.Value ?? '');

function finding(is: Described): Finding {
  const lastSeen = new Date(given(is.Service?.EventLastSeen ?? is.UpdatedAt, 'EventLastSeen')).toISOString();
  return {
    id: given(is.Id, 'Id'),
    account: given(is.AccountId, 'AccountId'),
    type: given(is.Type, 'Type'),
    lastSeen,
    principals: principals(is),
  };
}

const Equals = (...values: string[]) => ({ Equals: values });
type Criteria = Record<string, { Equals: string[] }>;
async function* described(DetectorId: string, criteria: Criteria): AsyncGenerator<Described> {
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
export async function* unarchived(...anyOf: readonly Criteria[]): AsyncGenerator<Described> {
  const { DetectorIds } = await reader(GuardDutyClient, home()).send(new ListDetectorsCommand({}));
  for (const detector of DetectorIds ?? []) for (const criteria of anyOf) yield* described(detector, criteria);
}

/** About principals: all of them, or those about one name. An attack sequence cannot be asked for by name: the caller compares. */
export async function* findings(name?: string): AsyncGenerator<Finding> {
  const classic = {
    'resource.resourceType': Equals('AccessKey'),
    ...(name !== undefined && { 'resource.accessKeyDetails.userName': Equals(name) }),
  };
  for await (const is of unarchived(classic, { type: Equals(SEQUENCE) })) yield finding(is);
}
