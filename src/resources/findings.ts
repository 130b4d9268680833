/** GuardDuty's findings about IAM principals, as they are compared. */
import type { Finding as Described } from '@aws-sdk/client-guardduty';
import { Equals, unarchived } from './guardduty-findings.ts';
import { given } from './reading.ts';

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

/** About principals: all of them, or those about one name. An attack sequence cannot be asked for by name: the caller compares. */
export async function* findings(name?: string): AsyncGenerator<Finding> {
  const classic = {
    'resource.resourceType': Equals('AccessKey'),
    ...(name !== undefined && { 'resource.accessKeyDetails.userName': Equals(name) }),
  };
  for await (const is of unarchived(classic, { type: Equals(SEQUENCE) })) yield finding(is);
}
