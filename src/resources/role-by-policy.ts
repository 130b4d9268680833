/** AWS::IAM::Role, found by a policy that it has, too. */
import type { Kind } from '../engine/remediation.ts';
import { policyArn, rolesWith } from './policy-reads.ts';
import { iamRole, named, type RoleState, type RoleTable } from './role.ts';

const POLICY = 'AWS::IAM::Policy';

export const roleByPolicy: Kind<RoleState, RoleTable> = {
  ...iamRole,
  types: [...iamRole.types, POLICY],
  reads: [...iamRole.reads, 'iam:ListPolicies', 'iam:ListEntitiesForPolicy'],
  async locate(ref) {
    if (ref.type !== POLICY) return await iamRole.locate(ref);
    const arn = await policyArn(ref);
    return arn ? (await Promise.all((await rolesWith(arn)).map(named))).flat() : [];
  },
};
