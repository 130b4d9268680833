/** GuardDuty saw credentials misused. One finding comes again, with a later last sight, for as long as it goes on. */
import * as z from 'zod/mini';
import { account, list, maybe, text, Unreadable } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

const key = () => z.object({ userName: maybe, userType: maybe, principalId: maybe });
const user = () => z.object({ name: maybe, type: maybe, uid: maybe, account: z.nullish(z.object({ uid: account })) });
const sequence = () =>
  z.object({
    actors: z.nullish(list(z.object({ user: z.nullish(user()) }), 500)),
    resources: z.nullish(
      list(z.object({ accountId: z.nullish(account), data: z.nullish(z.object({ accessKey: z.nullish(key()) })) }), 500),
    ),
  });
const detail = () =>
  z.object({
    type: text,
    accountId: account,
    resource: z.object({ accessKeyDetails: z.nullish(key()) }),
    service: z.object({
      archived: z.nullish(z.boolean()),
      additionalInfo: z.nullish(z.object({ sample: z.nullish(z.boolean()) })),
      detection: z.nullish(z.object({ sequence: z.nullish(sequence()) })),
    }),
  });

/** Whose credentials: one principal in a classic finding; in an attack sequence, which has no accessKeyDetails, every actor and every key. */
function principals({ resource, service }: z.infer<ReturnType<typeof detail>>) {
  const { actors, resources } = service.detection?.sequence ?? {};
  return [
    { ...resource.accessKeyDetails, account: undefined },
    ...(actors ?? []).map(({ user: u }) => ({ userName: u?.name, userType: u?.type, principalId: u?.uid, account: u?.account?.uid })),
    ...(resources ?? []).map(({ accountId, data }) => ({ ...data?.accessKey, account: accountId })),
  ];
}

/**
 * Findings whose type begins with one of `types`. A role's userName is its name and its principalId `AROA…:session`; whoever is no role
 * (user, root, federated user) is an `AWS::IAM::User`. Members' findings reach the administrator too: the account is the finding's own.
 * Fields: GuardDuty API reference, "AccessKeyDetails", "Sequence", "Actor", "ResourceV2", lower camel case in events.
 */
export function guardDuty(types: readonly string[]): Trigger {
  const pattern = { type: types.map((prefix) => ({ prefix })) };
  return trigger('aws.guardduty', 'GuardDuty Finding', detail, pattern, ({ detail: finding, ...event }) => {
    if (finding.service.additionalInfo?.sample) return { ignored: 'sample' };
    if (!types.some((prefix) => finding.type.startsWith(prefix))) return [];
    if (finding.service.archived) return { ignored: 'archived' };
    const refs = principals(finding).flatMap((principal) => {
      const [uniqueId] = principal.principalId?.split(':') ?? [];
      const id = principal.userName || uniqueId;
      const isRole = /^(Assumed)?Role$/.test(`${principal.userType}`) || uniqueId?.startsWith('AROA');
      const where = { account: principal.account ?? finding.accountId, region: event.region };
      return id ? [refTo(isRole ? 'AWS::IAM::Role' : 'AWS::IAM::User', id, where, event.time)] : [];
    });
    if (refs.length === 0) throw new Unreadable('detail.resource.accessKeyDetails', 'a principal, here or in service.detection.sequence');
    return refs;
  });
}
