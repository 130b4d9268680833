/** What IAM keeps, what it calls it, and how it says no. */
import type { AccessKeyLastUsed, Role, StatusType, Tag } from '@aws-sdk/client-iam';
import type { Random } from '../habitat.ts';
import { AwsError, rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';

rule('iam.role-not-found', 'observed', '404 NoSuchEntity "The role with name X cannot be found."', 'prowler-cloud/prowler PR 2872');
rule(
  'iam.user-not-found',
  'observed',
  '404 NoSuchEntity "The user with name X cannot be found."',
  'public issues of Terraform and the AWS CLI',
);
rule(
  'iam.protected',
  'observed',
  'a service-linked or aws-reserved role: UnmodifiableEntity "Cannot perform the operation on the protected role X - this role is only modifiable by AWS"',
  'rebuy-de/aws-nuke issues 331, 441, PR 1028',
);
rule(
  'iam.ids',
  'documented',
  'roles have ids AROA..., managed policies ANPA...; a role made anew has a new one',
  'IAM user guide, reference_identifiers',
);
rule('iam.page', 'documented', 'lists give 100 a page, IsTruncated and a Marker', 'IAM API, MaxItems');

/** A role with everything that is its own. Attached and inline policies in the order they came. */
export interface RoleEntity extends Role {
  readonly Path: string;
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly CreateDate: Date;
  /** Plain JSON text; the API tells it URL-encoded. */
  readonly AssumeRolePolicyDocument: string;
  readonly Tags?: Tag[] | undefined;
  readonly attached: readonly string[];
  readonly inline: Readonly<Record<string, string>>;
}

export interface PolicyEntity {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: Date;
  readonly UpdateDate: Date;
  readonly Description?: string | undefined;
  readonly DefaultVersionId: string;
  /** Oldest first. Ids are never used twice. */
  readonly versions: readonly { readonly VersionId: string; readonly Document: string; readonly CreateDate: Date }[];
  readonly lastVersion: number;
}

/** A user with keys and attached policies, in the order they came. `lastUsed`: of a key, where it was used at all. */
export interface UserEntity {
  readonly Path: string;
  readonly UserName: string;
  readonly UserId: string;
  readonly Arn: string;
  readonly CreateDate: Date;
  readonly Tags?: Tag[] | undefined;
  readonly attached: readonly string[];
  readonly keys: readonly {
    readonly AccessKeyId: string;
    readonly Status: StatusType;
    readonly CreateDate: Date;
    readonly lastUsed?: AccessKeyLastUsed | undefined;
  }[];
}

export interface Entities {
  /** By UserName. */
  readonly users: Shelf<UserEntity>;
  /** By RoleName. */
  readonly roles: Shelf<RoleEntity>;
  /** By ARN. */
  readonly policies: Shelf<PolicyEntity>;
}

export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, 404);
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceeded', message, 409);

export function roleOf(role: RoleEntity | undefined, name: string): RoleEntity {
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export function userOf(user: UserEntity | undefined, name: string): UserEntity {
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

/** The role as a write finds it: the truth, and not one of AWS's own. */
export function ownRole({ roles }: Entities, name: string): RoleEntity {
  const role = roleOf(roles.truth(name), name);
  if (/^\/aws-(service-role|reserved)\//.test(role.Path))
    throw new AwsError(
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    );
  return role;
}

export const uniqueId = (prefix: 'AIDA' | 'AKIA' | 'AROA' | 'ANPA', random: Random): string =>
  prefix + Array.from({ length: 17 }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[random.int(32)]).join('');

export function page<T>(
  all: readonly T[],
  input: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  const from = input.Marker ? Number(Buffer.from(input.Marker, 'base64').toString()) : 0;
  if (!Number.isInteger(from)) throw new AwsError('ValidationError', `Invalid Marker: ${input.Marker}`);
  const until = from + (input.MaxItems ?? 100);
  const IsTruncated = until < all.length;
  return { items: all.slice(from, until), IsTruncated, ...(IsTruncated && { Marker: Buffer.from(String(until)).toString('base64') }) };
}
