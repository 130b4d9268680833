/** What is asked of IAM and Config about managed policies. */
import { ListEntitiesForPolicyCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import type { Ref } from '../engine/remediation.ts';
import { isArn } from './arn.ts';
import { given, orMissing } from './reading.ts';
import { iam, inConfig, listed } from './role-reads.ts';

/** The ARN of the policy that a reference means by ARN, name or unique id (ANPA…). */
export const policyArn = async (ref: Ref) => (isArn(ref.id) ? ref.id : ((await inConfig(ref)) ?? (await ownPolicy(ref.id))));

/** The names of the roles that a policy is attached to. */
export async function rolesWith(PolicyArn: string): Promise<string[]> {
  const asked = { PolicyArn, EntityFilter: 'Role', PolicyUsageFilter: 'PermissionsPolicy' } as const;
  const page = (Marker: string | undefined) => orMissing(iam().send(new ListEntitiesForPolicyCommand({ ...asked, Marker })));
  const found = await Array.fromAsync(listed(page, (p) => p.PolicyRoles));
  return found.map(({ RoleName }) => given(RoleName, 'RoleName'));
}
/** The customer managed policies of the account. `OnlyAttached`: to anything. */
export const ownPolicies = (OnlyAttached: boolean) =>
  listed(
    (Marker) => iam().send(new ListPoliciesCommand({ Scope: 'Local', OnlyAttached, Marker })),
    (page) => page.Policies,
  );
async function ownPolicy(id: string): Promise<string | undefined> {
  for await (const { PolicyId, PolicyName, Arn } of ownPolicies(false)) if (PolicyId === id || PolicyName === id) return Arn;
  return undefined;
}
