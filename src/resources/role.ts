/** AWS::IAM::Role, with every policy on it. */
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, leaf, parseArn, placeOf, resource } from './arn.ts';
import { onRole } from './depends.ts';
import type { PolicyDocument } from './policy-document.ts';
import { given, tagged } from './reading.ts';
import { another, attachedTo, getRole, inlineOf, ROLES, roleName, roles } from './role-reads.ts';
import { roleUse } from './role-use.ts';
import { readTrust, trusting } from './trust.ts';

const TYPE = 'AWS::IAM::Role';

/**
 * `account`: whose it is. `trust`: who may take it. `attached`: managed policies by ARN, each as its default version has it; `versioned`: those
 * of the account that have an earlier one. `inline`: by name.
 */
export type RoleState = {
  readonly account: string;
  readonly trust: PolicyDocument;
  readonly attached: { readonly [arn: string]: PolicyDocument };
  readonly versioned: readonly string[];
  readonly inline: { readonly [name: string]: PolicyDocument };
};

const client = (r: Resource) => writer(IAMClient, r);
const by = <C>(command: C, ...iam: [`iam:${string}`]) => ({ client, command, iam });
const api = {
  AttachRolePolicy: by(AttachRolePolicyCommand, 'iam:AttachRolePolicy'),
  DetachRolePolicy: by(DetachRolePolicyCommand, 'iam:DetachRolePolicy'),
  PutRolePolicy: by(PutRolePolicyCommand, 'iam:PutRolePolicy'),
  DeleteRolePolicy: by(DeleteRolePolicyCommand, 'iam:DeleteRolePolicy'),
  UpdateAssumeRolePolicy: by(UpdateAssumeRolePolicyCommand, 'iam:UpdateAssumeRolePolicy'),
} satisfies Table;
export type RoleTable = typeof api;

/** The `Resource` of a role. Its ARN is AWS's own: it has the path, which policy is written about. */
function role(arn: string): Resource {
  const { id, ...place } = parseArn(arn);
  return resource(TYPE, { ...place, region: 'aws-global' }, leaf(id), arn);
}
export async function named(name: string): Promise<Resource[]> {
  const is = await getRole(name);
  return is?.Arn ? [role(is.Arn)] : [];
}

/** What a role is located and looked at with. */
const reads = [
  'iam:GetRole',
  'iam:ListRoles',
  'iam:ListRolePolicies',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'config:BatchGetResourceConfig',
];

export const iamRole: Kind<RoleState, RoleTable> = {
  types: [TYPE],
  api,
  reads,
  arns: [ROLES, `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/*`, `arn:\${AWS::Partition}:iam::aws:policy/*`],
  lag: 60,
  async locate(ref) {
    const name = await roleName(ref);
    if (name === undefined) return [];
    const is = await getRole(name);
    if (another(ref, is?.RoleId)) return [];
    const { partition, account } = placeOf(ref);
    return [role(is?.Arn ?? (isArn(ref.id) ? ref.id : `arn:${partition}:iam::${account}:role/${name}`))];
  },
  async *list() {
    for await (const { Arn } of roles()) yield role(given(Arn, 'Arn'));
  },
  async inspect({ name, arn, account }) {
    const is = await getRole(name);
    // A role not seen yet was located without its path. Under that ARN it stays unseen: what policy protects by path must not slip through.
    if (is?.Arn !== arn) return undefined;
    const [managed, inline] = await Promise.all([attachedTo(name), inlineOf(name)]);
    const trust = readTrust(given(is.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument'), `the trust of ${name}`);
    return {
      born: given(is.RoleId, 'RoleId'),
      state: { account, trust, ...managed, inline },
      linked: trusting(trust),
      depends: onRole(is),
    };
  },
  tags: async ({ name }) => tagged((await getRole(name))?.Tags),
  inUse: roleUse,
};
