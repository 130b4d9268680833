/** Roles and their trust. */
import type { CreateRoleRequest, ListRolesRequest, UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { AwsError, rule } from '../habitat.ts';
import { checkTrust, encoded, toldTrust } from './documents.ts';
import type { Entities, RoleEntity } from './entities.ts';
import { ownRole, page, roleOf, uniqueId } from './entities.ts';

rule(
  'iam.list-roles',
  'documented',
  'ListRoles leaves out PermissionsBoundary, RoleLastUsed and Tags, and knows nothing of policies',
  'IAM API, ListRoles',
);
rule(
  'iam.role-exists',
  'observed',
  '409 EntityAlreadyExists "Role with name X already exists."; names that differ only in case collide',
  'hashicorp/terraform PR 7733; IAM API, CreateRole RoleName',
);
rule(
  'iam.delete-conflict',
  'observed',
  '409 DeleteConflict "Cannot delete entity, must delete policies first." / "must detach all policies first."',
  'ekristen/aws-nuke issue 203; hashicorp/boundary PR 5646',
);

export interface Roles extends Operations {
  /** Furnishes a role that has always been there; the attached policies need not exist yet. */
  place(given: Partial<RoleEntity> & Pick<RoleEntity, 'RoleName'>): RoleEntity;
}

interface Named {
  readonly RoleName?: string | undefined;
}

export function roles(habitat: Habitat, entities: Entities): Roles {
  const kept = entities.roles;
  return {
    place(given) {
      const CreateDate = new Date(habitat.clock.now() - 30 * 86_400_000);
      const role: RoleEntity = { ...newborn(habitat, given.RoleName, given.Path ?? '/', trustOfSageMaker), CreateDate, ...given };
      kept.place(role.RoleName, role);
      return role;
    },
    reads: {
      GetRole: ({ RoleName = '' }: Named) => ({ Role: told(roleOf(kept.read(RoleName), RoleName)) }),
      ListRoles(input: ListRolesRequest) {
        const under = kept.list().filter((role) => role.Path.startsWith(input.PathPrefix ?? '/'));
        const { items, ...rest } = page(
          under.sort((a, b) => (a.RoleName < b.RoleName ? -1 : 1)),
          input,
        );
        const left = { PermissionsBoundary: undefined, RoleLastUsed: undefined, Tags: undefined };
        return { Roles: items.map((role) => ({ ...told(role), ...left })), ...rest };
      },
    },
    writes: writes(habitat, entities),
  };
}

const writes = (habitat: Habitat, entities: Entities): Operations['writes'] => ({
  CreateRole({ RoleName = '', AssumeRolePolicyDocument = '', Path = '/', PermissionsBoundary: boundary, ...same }: CreateRoleRequest) {
    if (entities.roles.truths().some((role) => role.RoleName.toLowerCase() === RoleName.toLowerCase()))
      throw new AwsError('EntityAlreadyExists', `Role with name ${RoleName} already exists.`, 409);
    checkTrust(AssumeRolePolicyDocument);
    const PermissionsBoundary = { PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const, PermissionsBoundaryArn: boundary };
    const role = { ...newborn(habitat, RoleName, Path, AssumeRolePolicyDocument), ...same, ...(boundary && { PermissionsBoundary }) };
    entities.roles.put(RoleName, role);
    return { Role: told(role) };
  },
  UpdateAssumeRolePolicy({ RoleName = '', PolicyDocument = '' }: UpdateAssumeRolePolicyRequest) {
    const role = ownRole(entities, RoleName);
    checkTrust(PolicyDocument);
    entities.roles.put(RoleName, { ...role, AssumeRolePolicyDocument: PolicyDocument });
  },
  DeleteRole({ RoleName = '' }: Named) {
    const role = ownRole(entities, RoleName);
    const conflict = (first: string) => new AwsError('DeleteConflict', `Cannot delete entity, must ${first} policies first.`, 409);
    if (Object.keys(role.inline).length > 0) throw conflict('delete');
    if (role.attached.length > 0) throw conflict('detach all');
    entities.roles.put(RoleName, undefined);
  },
});

const newborn = (habitat: Habitat, RoleName: string, Path: string, AssumeRolePolicyDocument: string): RoleEntity => ({
  Path,
  RoleName,
  RoleId: uniqueId('AROA', habitat.random),
  Arn: `arn:aws:iam::${habitat.account}:role${Path}${RoleName}`,
  CreateDate: new Date(habitat.clock.now()),
  AssumeRolePolicyDocument,
  MaxSessionDuration: 3600,
  attached: [],
  inline: {},
});

const trustOfSageMaker = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const told = ({ attached, inline, ...role }: RoleEntity) => ({
  ...role,
  AssumeRolePolicyDocument: encoded(toldTrust(role.AssumeRolePolicyDocument)),
});
