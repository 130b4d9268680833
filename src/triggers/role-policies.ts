/** Whatever may change what the policies of a role allow, and who may take it. */
import type { Trigger } from '../engine/remediation.ts';
import { cloudtrail } from './cloudtrail.ts';
import { configRule } from './config.ts';
import { securityHub } from './security-hub.ts';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const byName = { type: ROLE, id: 'roleName' };
const byArn = { type: POLICY, id: 'policyArn' };

/** `rules`: of Config, about roles and customer managed policies. `controls`: of Security Hub, about such policies. */
export const rolePolicies = (rules: readonly string[], controls: readonly string[]): readonly Trigger[] => [
  cloudtrail('iam', {
    AttachRolePolicy: byName,
    PutRolePolicy: byName,
    CreateRole: byName,
    UpdateAssumeRolePolicy: byName,
    CreatePolicyVersion: byArn,
    SetDefaultPolicyVersion: byArn,
  }),
  configRule([ROLE, POLICY], rules),
  ...securityHub(POLICY, controls),
];
