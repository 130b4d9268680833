/** Users, and the keys with which they are them from anywhere. */
import type { AttachUserPolicyRequest, ListAccessKeysRequest, ListUsersRequest, UpdateAccessKeyRequest } from '@aws-sdk/client-iam';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Entities, UserEntity } from './entities.ts';
import { limitExceeded, noSuchEntity, page, uniqueId, userOf } from './entities.ts';
import { attachment } from './role-policies.ts';

rule('iam.list-users', 'documented', 'ListUsers leaves out Tags and PermissionsBoundary', 'IAM API, ListUsers');
rule('iam.keys-quota', 'documented', 'a user has at most two access keys: 409 LimitExceeded', 'IAM user guide, reference_iam-quotas');
rule(
  'iam.key-unknown',
  'observed',
  '404 NoSuchEntity "The Access Key with id X cannot be found."',
  'public issues of aws-nuke and Terraform',
);
rule(
  'iam.key-unused',
  'documented',
  'of a key that was never used there is no LastUsedDate, and ServiceName and Region are "N/A"',
  'IAM API, AccessKeyLastUsed',
);
rule('iam.key-secret-told', 'documented', 'CloudTrail tells the new key without its secret', 'IAM user guide, cloudtrail-integration');

export interface Users extends Operations {
  /** Furnishes a user who has always been there; `keys` by id. */
  place(
    given: Partial<Omit<UserEntity, 'keys'>> & Pick<UserEntity, 'UserName'> & { readonly keys?: Readonly<Record<string, GivenKey>> },
  ): void;
}
export type GivenKey = Partial<Omit<UserEntity['keys'][number], 'AccessKeyId'>>;
interface Named {
  readonly UserName?: string;
}
interface NamedKey extends Named {
  readonly AccessKeyId?: string;
}
const NEVER = { ServiceName: 'N/A', Region: 'N/A' };

export function users(habitat: Habitat, entities: Entities): Users {
  const kept = entities.users;
  return {
    place({ keys = {}, ...given }) {
      const CreateDate = new Date(habitat.clock.now() - 30 * 86_400_000);
      const user = { ...newborn(habitat, given.UserName, given.Path ?? '/'), CreateDate, ...given };
      const all = Object.entries(keys).map(([AccessKeyId, key]) => ({ AccessKeyId, Status: 'Active' as const, CreateDate, ...key }));
      kept.place(given.UserName, { ...user, keys: all });
    },
    reads: {
      GetUser: ({ UserName = '' }: Named) => ({ User: told(userOf(kept.read(UserName), UserName)) }),
      ListUsers(input: ListUsersRequest) {
        const { items, ...rest } = page(
          kept.list().sort((a, b) => (a.UserName < b.UserName ? -1 : 1)),
          input,
        );
        return { Users: items.map((user) => ({ ...told(user), Tags: undefined })), ...rest };
      },
      ListAccessKeys({ UserName = '', ...input }: ListAccessKeysRequest) {
        const { items, ...rest } = page(userOf(kept.read(UserName), UserName).keys, input);
        return { AccessKeyMetadata: items.map(({ lastUsed: _, ...key }) => ({ UserName, ...key })), ...rest };
      },
      ListAttachedUserPolicies({ UserName = '', ...input }: Named) {
        const { items, ...rest } = page(userOf(kept.read(UserName), UserName).attached, input);
        return { AttachedPolicies: items.map(attachment), ...rest };
      },
      GetAccessKeyLastUsed({ AccessKeyId = '' }: NamedKey) {
        const user = kept.list().find(({ keys }) => keys.some((key) => key.AccessKeyId === AccessKeyId));
        const key = user?.keys.find((one) => one.AccessKeyId === AccessKeyId);
        if (!user || !key) throw unknownKey(AccessKeyId);
        return { UserName: user.UserName, AccessKeyLastUsed: key.lastUsed ?? NEVER };
      },
    },
    writes: writes(habitat, entities),
  };
}

const unknownKey = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`);

function writes(habitat: Habitat, { users: kept, policies }: Entities): Operations['writes'] {
  const truth = (name: string): UserEntity => userOf(kept.truth(name), name);
  const having = (user: UserEntity, id: string): UserEntity => {
    if (!user.keys.some(({ AccessKeyId }) => AccessKeyId === id)) throw unknownKey(id);
    return user;
  };
  return {
    CreateAccessKey({ UserName = '' }: Named) {
      const user = truth(UserName);
      if (user.keys.length >= 2) throw limitExceeded('Cannot exceed quota for AccessKeysPerUser: 2');
      const key = { AccessKeyId: uniqueId('AKIA', habitat.random), Status: 'Active' as const, CreateDate: new Date(habitat.clock.now()) };
      kept.put(UserName, { ...user, keys: [...user.keys, key] });
      return { AccessKey: { UserName, ...key } };
    },
    UpdateAccessKey({ UserName = '', AccessKeyId = '', Status = 'Active' }: Partial<UpdateAccessKeyRequest>) {
      const user = having(truth(UserName), AccessKeyId);
      kept.put(UserName, { ...user, keys: user.keys.map((key) => (key.AccessKeyId === AccessKeyId ? { ...key, Status } : key)) });
    },
    DeleteAccessKey({ UserName = '', AccessKeyId = '' }: NamedKey) {
      const user = having(truth(UserName), AccessKeyId);
      kept.put(UserName, { ...user, keys: user.keys.filter((key) => key.AccessKeyId !== AccessKeyId) });
    },
    AttachUserPolicy({ UserName = '', PolicyArn = '' }: Partial<AttachUserPolicyRequest>) {
      const user = truth(UserName);
      if (!policies.truth(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
      if (!user.attached.includes(PolicyArn)) kept.put(UserName, { ...user, attached: [...user.attached, PolicyArn] });
    },
    DetachUserPolicy({ UserName = '', PolicyArn = '' }: Partial<AttachUserPolicyRequest>) {
      const user = truth(UserName);
      if (!user.attached.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
      kept.put(UserName, { ...user, attached: user.attached.filter((arn) => arn !== PolicyArn) });
    },
  };
}

const newborn = (habitat: Habitat, UserName: string, Path: string): UserEntity => ({
  Path,
  UserName,
  UserId: uniqueId('AIDA', habitat.random),
  Arn: `arn:aws:iam::${habitat.account}:user${Path}${UserName}`,
  CreateDate: new Date(habitat.clock.now()),
  attached: [],
  keys: [],
});
const told = ({ attached, keys, ...user }: UserEntity) => user;
