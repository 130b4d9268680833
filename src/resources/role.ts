/** AWS::IAM::Role, with every policy on it. */
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, parseArn, placeOf, resource } from './arn.ts';
import { onRole } from './depends.ts';
import { list, type PolicyDocument, readPolicy } from './policy-document.ts';
import { given, tagged } from './reading.ts';
import { another, attachedTo, getRole, inlineOf, roleName, roles, rolesWith } from './role-reads.ts';

const TYPE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';

/** `attached`: managed policies by ARN, each as its default version has it. `inline`: by name. */
export type RoleState = {
  readonly attached: { readonly [arn: string]: PolicyDocument };
  readonly inline: { readonly [name: string]: PolicyDocument };
};

const client = (r: Resource) => writer(IAMClient, r);
const api = {
  AttachRolePolicy: { client, command: AttachRolePolicyCommand, iam: ['iam:AttachRolePolicy'] },
  DetachRolePolicy: { client, command: DetachRolePolicyCommand, iam: ['iam:DetachRolePolicy'] },
  PutRolePolicy: { client, command: PutRolePolicyCommand, iam: ['iam:PutRolePolicy'] },
  DeleteRolePolicy: { client, command: DeleteRolePolicyCommand, iam: ['iam:DeleteRolePolicy'] },
} satisfies Table;
export type RoleTable = typeof api;

/** The `Resource` of a role. Its ARN is AWS's own: it has the path, which policy is written about. */
function role(arn: string): Resource {
  const { id, ...place } = parseArn(arn);
  return resource(TYPE, { ...place, region: 'aws-global' }, id.split('/').at(-1) ?? id, arn);
}
async function named(name: string): Promise<Resource[]> {
  const is = await getRole(name);
  return is?.Arn ? [role(is.Arn)] : [];
}

const ML = ['sagemaker', 'codebuild', 'codepipeline', 'codedeploy'];
/** The ML services that a trust policy lets take the role. */
function trusting(trust: PolicyDocument): string[] {
  const services = trust.Statement.filter((s) => s.Effect === 'Allow').flatMap(({ Principal }) =>
    typeof Principal === 'object' && Principal !== null && 'Service' in Principal ? list(Principal.Service) : [],
  );
  return ML.filter((service) => services.some((s) => typeof s === 'string' && s.split('.')[0] === service));
}

/** What a role is located and looked at with. All else only leads from a policy to the roles that have it. */
export const roleReads = [
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
  types: [TYPE, POLICY],
  api,
  reads: [...roleReads, 'iam:ListPolicies', 'iam:ListEntitiesForPolicy'],
  arns: [
    `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/*`,
    `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/*`,
    `arn:\${AWS::Partition}:iam::aws:policy/*`,
  ],
  lag: 60,
  async locate(ref) {
    if (ref.type === POLICY) return (await Promise.all((await rolesWith(ref)).map(named))).flat();
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
  async inspect({ name, arn }) {
    const is = await getRole(name);
    // A role not seen yet was located without its path. Under that ARN it stays unseen: what policy protects by path must not slip through.
    if (is?.Arn !== arn) return undefined;
    const [attached, inline] = await Promise.all([attachedTo(name), inlineOf(name)]);
    const trust = readPolicy(given(is.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument'), `the trust of ${name}`);
    return { born: given(is.RoleId, 'RoleId'), state: { attached, inline }, linked: trusting(trust), depends: onRole(is) };
  },
  tags: async ({ name }) => tagged((await getRole(name))?.Tags),
};
