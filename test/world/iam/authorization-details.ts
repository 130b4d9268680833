/** Everything about roles and managed policies in one list. */
import type { GetAccountAuthorizationDetailsRequest } from '@aws-sdk/client-iam';
import type { Operations } from '../cloudtrail.ts';
import { encoded } from './documents.ts';
import type { Entities, PolicyEntity, RoleEntity } from './entities.ts';
import { page } from './entities.ts';
import { attachment } from './role-policies.ts';

export function authorizationDetails({ roles, policies }: Entities): Operations {
  return {
    reads: {
      GetAccountAuthorizationDetails(input: GetAccountAuthorizationDetailsRequest) {
        const wants = (kind: 'Role' | 'LocalManagedPolicy' | 'AWSManagedPolicy') => !input.Filter || input.Filter.includes(kind);
        const theirs = (policy: PolicyEntity) =>
          wants(policy.Arn.startsWith('arn:aws:iam::aws:') ? 'AWSManagedPolicy' : 'LocalManagedPolicy');
        const all = [
          ...(wants('Role') ? roles.list().map((role) => ({ role })) : []),
          ...policies
            .list()
            .filter(theirs)
            .map((policy) => ({ policy })),
        ];
        const { items, ...rest } = page(all, input);
        return {
          UserDetailList: [],
          GroupDetailList: [],
          RoleDetailList: items.flatMap((item) => ('role' in item ? roleDetail(item.role) : [])),
          Policies: items.flatMap((item) => ('policy' in item ? policyDetail(item.policy) : [])),
          ...rest,
        };
      },
    },
    writes: {},
  };
}

const roleDetail = ({ attached, inline, ...role }: RoleEntity) => ({
  ...role,
  AssumeRolePolicyDocument: encoded(role.AssumeRolePolicyDocument),
  InstanceProfileList: [],
  RolePolicyList: Object.entries(inline).map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: encoded(text) })),
  AttachedManagedPolicies: attached.map(attachment),
});
const policyDetail = ({ versions, lastVersion, ...policy }: PolicyEntity) => ({
  ...policy,
  PolicyVersionList: versions.map((v) => ({
    ...v,
    Document: encoded(v.Document),
    IsDefaultVersion: v.VersionId === policy.DefaultVersionId,
  })),
});
