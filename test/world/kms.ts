/** KMS: keys, and whether they can be used. None is ever deleted: no story lasts a week. */
import type { KeyMetadata, KeyState, Tag } from '@aws-sdk/client-kms';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

const GUIDE = 'KMS guide, "Key states of AWS KMS keys"';
rule('kms.cancel', 'documented', 'a key whose deletion is cancelled is disabled', 'KMS API, CancelKeyDeletion');
rule('kms.states', 'documented', 'a key that will be deleted can be neither enabled nor disabled; its deletion can be cancelled', GUIDE);
rule(
  'kms.replicas',
  'documented',
  'a primary key with replicas waits for their deletion as PendingReplicaDeletion, without a date',
  'KMS guide, "Deleting multi-Region keys"',
);
rule('kms.disabled-text', 'observed', '"<arn> is pending deletion."', 'hashicorp/terraform-provider-aws issue 17889');
rule('kms.not-pending-text', 'assumed', '"<arn> is not pending deletion."', 'as the text for its opposite');
rule('kms.unknown', 'observed', 'NotFoundException: "Key \'<arn>\' does not exist"', 'public issues of the AWS CLI and Terraform');
rule(
  'kms.trail',
  'documented',
  'responseElements have the ARN of the key; also of EnableKey and DisableKey, which answer nothing: there the model has none',
  'KMS guide, "DisableKey" (log entries since December 2022)',
);
rule('kms.again', 'assumed', 'enabling what is enabled and disabling what is disabled succeeds', 'not said in the API reference');

type Key = KeyMetadata & {
  readonly KeyId: string;
  readonly Arn: string;
  readonly KeyState: KeyState;
  readonly tags: readonly Tag[];
  readonly policy: string;
};
export interface Kms extends Service {
  /** By key id. */
  readonly shelf: Shelf<Key>;
  /** Furnishes a key that has always been there. */
  place(given: GivenKey): void;
}
export type GivenKey = Partial<Omit<Key, 'policy'>> & Pick<Key, 'KeyId'> & { readonly Policy?: object | undefined };
interface Asked {
  readonly KeyId?: string;
}

const DAY = 86_400_000;
const pending = ({ KeyState: state }: Key): boolean => state === 'PendingDeletion' || state === 'PendingReplicaDeletion';

export function kms(habitat: Habitat): Kms {
  const kept = shelf<Key>(habitat, 30);
  return {
    ...service(habitat, 'kms', { reads: reads(habitat, kept), writes: writes(habitat, kept) }),
    shelf: kept,
    place: (given) => kept.place(given.KeyId, made(habitat, given)),
  };
}

function made({ account, region, clock }: Habitat, { Policy, ...given }: GivenKey): Key {
  const owner = { Sid: 'Owner', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
  const state = given.KeyState ?? 'Enabled';
  return {
    Arn: `arn:aws:kms:${region}:${account}:key/${given.KeyId}`,
    AWSAccountId: account,
    CreationDate: new Date(clock.now()),
    Description: '',
    KeyManager: 'CUSTOMER',
    KeyUsage: 'ENCRYPT_DECRYPT',
    Origin: 'AWS_KMS',
    tags: [],
    policy: JSON.stringify(Policy ?? { Version: '2012-10-17', Statement: [owner] }),
    ...(state === 'PendingDeletion' && { DeletionDate: new Date(clock.now() + 20 * DAY) }),
    ...given,
    KeyState: state,
    Enabled: state === 'Enabled',
  };
}

const nameIn = (id = ''): string => id.slice(id.lastIndexOf('/') + 1);
function there(habitat: Habitat, key: Key | undefined, id = ''): Key {
  if (key) return key;
  const arn = `arn:aws:kms:${habitat.region}:${habitat.account}:key/${nameIn(id)}`;
  throw new AwsError('NotFoundException', `Key '${arn}' does not exist`);
}

function reads(habitat: Habitat, kept: Shelf<Key>): Operations['reads'] {
  const read = (id?: string): Key => there(habitat, kept.read(nameIn(id)), id);
  return {
    DescribeKey({ KeyId }: Asked) {
      const { tags, policy, ...KeyMetadata } = read(KeyId);
      return { KeyMetadata };
    },
    GetKeyPolicy: ({ KeyId }: Asked) => ({ Policy: read(KeyId).policy, PolicyName: 'default' }),
    ListResourceTags: ({ KeyId }: Asked) => ({ Tags: read(KeyId).tags, Truncated: false }),
    ListKeys({ Marker = '0' }: { Marker?: string }) {
      const all = kept.list().map(({ KeyId, Arn: KeyArn }) => ({ KeyId, KeyArn }));
      const until = Number(Marker) + 100;
      const Truncated = until < all.length;
      return { Keys: all.slice(Number(Marker), until), Truncated, ...(Truncated && { NextMarker: String(until) }) };
    },
  };
}

function writes(habitat: Habitat, kept: Shelf<Key>): Operations['writes'] {
  const found = (id?: string): Key => there(habitat, kept.truth(nameIn(id)), id);
  const put = ({ DeletionDate, PendingDeletionWindowInDays, ...key }: Key, is: Partial<Key>) => {
    kept.put(key.KeyId, { ...key, ...is, Enabled: (is.KeyState ?? key.KeyState) === 'Enabled' });
    return { KeyId: key.Arn };
  };
  const refuse = (key: Key, says: string): never => {
    throw new AwsError('KMSInvalidStateException', `${key.Arn} ${says}.`);
  };
  const turned = (to: KeyState) => (asked: Asked) => {
    const key = found(asked.KeyId);
    if (pending(key)) refuse(key, 'is pending deletion');
    put(key, { KeyState: to });
  };
  return {
    EnableKey: turned('Enabled'),
    DisableKey: turned('Disabled'),
    CancelKeyDeletion({ KeyId }: Asked) {
      const key = found(KeyId);
      return pending(key) ? put(key, { KeyState: 'Disabled' }) : refuse(key, 'is not pending deletion');
    },
    ScheduleKeyDeletion({ KeyId, PendingWindowInDays = 30 }: Asked & { PendingWindowInDays?: number }) {
      const key = found(KeyId);
      if (pending(key)) return refuse(key, 'is pending deletion');
      const { MultiRegionKeyType: type, ReplicaKeys = [] } = key.MultiRegionConfiguration ?? {};
      if (type === 'PRIMARY' && ReplicaKeys.length > 0)
        return {
          ...put(key, { KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: PendingWindowInDays }),
          PendingWindowInDays,
        };
      const DeletionDate = new Date(habitat.clock.now() + PendingWindowInDays * DAY);
      return { ...put(key, { KeyState: 'PendingDeletion', DeletionDate }), DeletionDate, KeyState: 'PendingDeletion', PendingWindowInDays };
    },
    UpdateKeyDescription({ KeyId, Description = '' }: Asked & { Description?: string }) {
      const { DeletionDate } = found(KeyId);
      put(found(KeyId), { Description, ...(DeletionDate && { DeletionDate }) });
    },
  };
}
