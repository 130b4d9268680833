/** AWS::IAM::AccessKey: the long-term key of an IAM user, with which whoever has it is that user from anywhere. */
import {
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { leaf, parseArn, resource } from './arn.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, orMissing, tagged } from './reading.ts';
import { iam, listed } from './role-reads.ts';
import { settling } from './status.ts';

const TYPE = 'AWS::IAM::AccessKey';
/** Events name the user, whose keys are looked at, all of them: IAM lets a user have two. */
export const USER = 'AWS::IAM::User';
const USERS = `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:user/*`;

/** `quarantined`: AWS has seen a key of the user in public, and denies him the worst (AWS managed policy reference, AWSCompromisedKeyQuarantine). */
export type AccessKeyState = { readonly user: string; readonly status: string; readonly quarantined: boolean };

const api = {
  UpdateAccessKey: { client: (r: Resource) => writer(IAMClient, r), command: UpdateAccessKeyCommand, iam: ['iam:UpdateAccessKey'] },
} satisfies Table;
export type AccessKeyTable = typeof api;

/** A key has no ARN of its own: IAM's rights are about its user, and so is what policy protects. */
export function accessKey(user: string, id: string): Resource {
  return resource(TYPE, { ...parseArn(user), region: 'aws-global' }, id, user);
}

const getUser = async (UserName: string) => (await orMissing(iam().send(new GetUserCommand({ UserName }))))?.User;
const keysOf = (UserName: string) =>
  listed(
    async (Marker) => await orMissing(iam().send(new ListAccessKeysCommand({ UserName, Marker }))),
    (page) => page.AccessKeyMetadata,
  );
const attachedTo = (UserName: string) =>
  listed(
    async (Marker) => await orMissing(iam().send(new ListAttachedUserPoliciesCommand({ UserName, Marker }))),
    (page) => page.AttachedPolicies,
  );
async function* keys(user: string) {
  for await (const { AccessKeyId } of keysOf(leaf(user))) yield accessKey(user, given(AccessKeyId, 'AccessKeyId'));
}

/** IAM forgets when a key was used by whom: it knows when, for which service and in which Region last (IAM API, GetAccessKeyLastUsed). */
const use: NonNullable<Kind<AccessKeyState, AccessKeyTable>['inUse']> = {
  reads: ['iam:GetAccessKeyLastUsed'],
  arns: [USERS],
  async read({ name: AccessKeyId }, _, abortSignal) {
    const { AccessKeyLastUsed: last } = await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId }), { abortSignal });
    if (!last?.LastUsedDate) return ['IAM knows of no use of the key'];
    return [`last used ${last.LastUsedDate.toISOString().slice(0, 10)}, for ${last.ServiceName} in ${last.Region}`];
  },
};

export const iamAccessKey: Kind<AccessKeyState, AccessKeyTable> = {
  types: [TYPE, USER],
  api,
  reads: ['iam:GetUser', 'iam:ListAccessKeys', 'iam:ListAttachedUserPolicies'],
  lists: ['iam:ListUsers'],
  arns: [USERS],
  lag: 60,
  async locate(ref) {
    const user = await getUser(leaf(ref.id));
    return user?.Arn ? await Array.fromAsync(keys(user.Arn)) : [];
  },
  async *list() {
    const users = listed(
      (Marker) => iam().send(new ListUsersCommand({ Marker })),
      (page) => page.Users,
    );
    for await (const { Arn } of users) yield* keys(given(Arn, 'Arn'));
  },
  async inspect(r) {
    const name = leaf(r.arn);
    const user = await getUser(name);
    // A user made anew under the name, with another path, is another.
    if (user?.Arn !== r.arn) return undefined;
    const key = (await Array.fromAsync(keysOf(name))).find(({ AccessKeyId }) => AccessKeyId === r.name);
    if (!key) return undefined;
    const attached = (await Array.fromAsync(attachedTo(name))).map(({ PolicyArn }) => given(PolicyArn, 'PolicyArn'));
    const quarantined = attached.some((arn) => /:iam::aws:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/.test(arn));
    const state = { user: name, status: given(key.Status, 'Status'), quarantined };
    const linked = namesSageMaker([user.Arn, tagged(user.Tags), attached]);
    return { born: given(key.CreateDate, 'CreateDate').toISOString(), state, linked };
  },
  tags: async (r) => tagged((await getUser(leaf(r.arn)))?.Tags),
  inUse: use,
  busy: ({ status }) => settling('the access key', status, [], ['Active', 'Inactive', 'Expired']),
};
