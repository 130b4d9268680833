/** Customer managed policies as the generator draws them, with a role each, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::IAM::Policy';
const allow = (Action: string, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }],
});
const DOCUMENTS = {
  narrow: allow('s3:GetObject'),
  'of all actions': allow('*'),
  'of all of IAM': allow('iam:*'),
  'of all actions under a condition': allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
};
const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
});
type Document = keyof typeof DOCUMENTS;
const KINDS = Object.keys(DOCUMENTS) as Document[];

export function drawManagedPolicy(draw: Draw, i: number): Drawn {
  const name = `ml-policy-${['alpha', 'beta', 'gamma'][i]}`;
  const PolicyArn = `arn:aws:iam::111122223333:policy/${name}`;
  const PolicyId = `ANPA${String(i).repeat(8)}EXAMPLEID`;
  const versions = Array.from({ length: draw.of([1, 2, 3]) }, () => draw.of(KINDS));
  const earlier = versions.slice(1);
  const [inForce = 'narrow'] = versions;
  const service = draw.often([
    [5, 'sagemaker'],
    [1, 'ec2'],
  ] as const);
  const RoleName = `role-of-${name}`;
  const there = {
    policies: [{ PolicyName: name, PolicyId, Earlier: earlier.map((one) => DOCUMENTS[one]), Document: DOCUMENTS[inForce] }],
    roles: [{ RoleName, RoleId: `AROA${String(i).repeat(8)}POLICYID`, trust: trust(service), inline: {}, attached: [PolicyArn] }],
  };
  const says = `a policy ${name} ${inForce}, before that ${earlier.toReversed().join(', ') || 'nothing'}, on a role of ${service}`;
  const write = (document: Document) =>
    call('iam:CreatePolicyVersion', { PolicyArn, PolicyDocument: JSON.stringify(DOCUMENTS[document]), SetAsDefault: true }, 0);
  const first = call('iam:SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' }, 0);
  const moves: (() => Omit<Move, 'at'>)[] = [
    ...KINDS.map((document) => () => ({ says: `somebody writes a version of ${name} ${document}`, acts: [write(document)] })),
    () => ({ says: `somebody puts the first version of ${name} in force`, acts: [first] }),
    () => ({
      says: `Terraform puts the first version of ${name} in force, every few minutes`,
      acts: [first],
      every: draw.of([4, 7]) * MINUTE,
      times: 4,
    }),
    () => ({ says: `somebody takes ${name} from its role`, acts: [call('iam:DetachRolePolicy', { RoleName, PolicyArn }, 0)] }),
    () => ({ says: `somebody gives ${name} to its role`, acts: [call('iam:AttachRolePolicy', { RoleName, PolicyArn }, 0)] }),
    () => ({ says: `Config reports ${name}`, acts: [ruleEvent(TYPE, PolicyId, 'iam-policy-no-statements-with-admin-access')] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
