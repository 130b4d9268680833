/** The least that any program on the same SDK does: it looks at what is attached to the role that the event names, and detaches the one. */
import { DetachRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';

const client = new IAMClient({ region: 'us-east-1' });

export async function handler(event: { detail: { requestParameters: { roleName: string; policyArn: string } } }): Promise<string> {
  const { roleName: RoleName, policyArn: PolicyArn } = event.detail.requestParameters;
  const { AttachedPolicies } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  if (!AttachedPolicies?.some((policy) => policy.PolicyArn === PolicyArn)) return 'not attached';
  await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  return 'detached';
}
