/** AWS::IAM::Role, found by a policy that it has, too. */
import { ListEntitiesForPolicyCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import type { Kind, Ref } from '../engine/remediation.ts';
import { isArn } from './arn.ts';
import { given, orMissing } from './reading.ts';
import { iamRole, named, type RoleState, type RoleTable } from './role.ts';
import { iam, inConfig, listed } from './role-reads.ts';

const POLICY = 'AWS::IAM::Policy';

/** The names of the roles that a policy, given by ARN, name or unique id (ANPA…), is attached to. */
async function rolesWith(ref: Ref): Promise<string[]> {
  const PolicyArn = isArn(ref.id) ? ref.id : ((await inConfig(ref)) ?? (await policyArn(ref.id)));
  if (!PolicyArn) return [];
  const asked = { PolicyArn, EntityFilter: 'Role', PolicyUsageFilter: 'PermissionsPolicy' } as const;
  const page = (Marker: string | undefined) => orMissing(iam().send(new ListEntitiesForPolicyCommand({ ...asked, Marker })));
  const found = await Array.fromAsync(listed(page, (p) => p.PolicyRoles));
  return found.map(({ RoleName }) => given(RoleName, 'RoleName'));
}
async function policyArn(id: string): Promise<string | undefined> {
  const policies = listed(
    (Marker) => iam().send(new ListPoliciesCommand({ Scope: 'Local', Marker })),
    (page) => page.Policies,
  );
  for await (const { PolicyId, PolicyName, Arn } of policies) if (PolicyId === id || PolicyName === id) return Arn;
  return undefined;
}

export const roleByPolicy: Kind<RoleState, RoleTable> = {
  ...iamRole,
  types: [...iamRole.types, POLICY],
  reads: [...iamRole.reads, 'iam:ListPolicies', 'iam:ListEntitiesForPolicy'],
  locate: async (ref) => (ref.type === POLICY ? (await Promise.all((await rolesWith(ref)).map(named))).flat() : await iamRole.locate(ref)),
};
