/** AWS::KMS::Key, customer managed: a key of AWS nobody can disable or delete. */
import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, orMissing, paged, tagged } from './reading.ts';
import { settling } from './status.ts';

const TYPE = 'AWS::KMS::Key';

/** `deletion`: when it will be deleted. A primary key of several Regions does not know before its last replica is gone. */
export type KeyState = { readonly status: string; readonly deletion?: string };

const client = (r: Resource) => writer(KMSClient, r);
const api = {
  CancelKeyDeletion: { client, command: CancelKeyDeletionCommand, iam: ['kms:CancelKeyDeletion'] },
  EnableKey: { client, command: EnableKeyCommand, iam: ['kms:EnableKey'] },
} satisfies Table;
export type KeyTable = typeof api;

/** A replica in another Region has the same id, and is another key. */
export const keyOf = (place: Place, id: string): Resource =>
  resource(TYPE, place, id, `arn:${place.partition}:kms:${place.region}:${place.account}:key/${id}`, id);

async function tagsOf({ region, name: KeyId }: Resource): Promise<Readonly<Record<string, string>>> {
  const pages = paged(
    (Marker) => orMissing(reader(KMSClient, { region }).send(new ListResourceTagsCommand({ KeyId, Marker }))),
    (page) => page?.Tags,
    (page) => page?.NextMarker,
  );
  return tagged((await Array.fromAsync(pages)).map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));
}
const policyOf = async (r: Resource) =>
  (await orMissing(reader(KMSClient, r).send(new GetKeyPolicyCommand({ KeyId: r.name, PolicyName: 'default' }))))?.Policy;

/** While a key of several Regions is made or its primary Region moves (KMS guide, "Key states of AWS KMS keys"). */
const PASSING = ['Creating', 'Updating'];
const LASTING = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Unavailable'];

export const key: Kind<KeyState, KeyTable> = {
  types: [TYPE],
  api,
  reads: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListResourceTags'],
  lists: ['kms:ListKeys'],
  arns: [`arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/*`],
  lag: 30,
  /** An alias says nothing of the key behind it without being asked, and no call that we listen for takes one. */
  async locate(ref) {
    const { type, id } = isArn(ref.id) ? parseArn(ref.id) : { type: 'key', id: ref.id };
    return type === 'key' ? [keyOf(placeOf(ref), id)] : [];
  },
  async *list() {
    const place = here();
    const page = (Marker: string | undefined) => reader(KMSClient, place).send(new ListKeysCommand({ Marker }));
    const keys = paged(
      page,
      (p) => p.Keys,
      (p) => p.NextMarker,
    );
    for await (const { KeyId } of keys) yield keyOf(place, given(KeyId, 'KeyId'));
  },
  async inspect(r) {
    const is = (await orMissing(reader(KMSClient, r).send(new DescribeKeyCommand({ KeyId: r.name }))))?.KeyMetadata;
    if (!is) return undefined;
    const { CreationDate, DeletionDate, Description, KeyManager } = is;
    const state = { status: given(is.KeyState, 'KeyState'), ...(DeletionDate && { deletion: DeletionDate.toISOString() }) };
    const said = KeyManager === 'CUSTOMER' ? [Description, ...(await Promise.all([tagsOf(r), policyOf(r)]))] : [];
    return { born: given(CreationDate, 'CreationDate').toISOString(), state, linked: namesSageMaker(said) };
  },
  tags: tagsOf,
  busy: ({ status }) => settling('the key', status, PASSING, LASTING),
};
