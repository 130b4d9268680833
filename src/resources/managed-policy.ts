/** AWS::IAM::Policy of the account itself, with all its versions: IAM keeps five at most. */
import { IAMClient, ListPolicyVersionsCommand, SetDefaultPolicyVersionCommand } from '@aws-sdk/client-iam';
import { writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { leaf, parseArn, resource } from './arn.ts';
import type { PolicyDocument } from './policy-document.ts';
import { ownPolicies, policyArn, rolesWith } from './policy-reads.ts';
import { given, orMissing, tagged } from './reading.ts';
import { documents, getPolicy, getRole, iam, listed, ROLES, versionOf } from './role-reads.ts';
import { readTrust, trusting } from './trust.ts';

const TYPE = 'AWS::IAM::Policy';

/**
 * `inForce`: the default version, which is what the policy says wherever it is attached. `versions`: by id, `v1` the oldest. `lent`: the ML
 * services that may take a role with it.
 */
export type ManagedPolicyState = {
  readonly inForce: string;
  readonly versions: { readonly [id: string]: PolicyDocument };
  readonly lent: readonly string[];
};

const api = {
  SetDefaultPolicyVersion: {
    client: (r: Resource) => writer(IAMClient, r),
    command: SetDefaultPolicyVersionCommand,
    iam: ['iam:SetDefaultPolicyVersion'],
  },
} satisfies Table;
export type ManagedPolicyTable = typeof api;

function policy(arn: string): Resource {
  const { id, ...place } = parseArn(arn);
  return resource(TYPE, { ...place, region: 'aws-global' }, leaf(id), arn);
}

/** A version that goes while it is read is not there. */
async function versionsOf(PolicyArn: string): Promise<ManagedPolicyState['versions']> {
  const all = listed(
    (Marker) => orMissing(iam().send(new ListPolicyVersionsCommand({ PolicyArn, Marker }))),
    (page) => page.Versions,
  );
  return await documents(all, async ({ VersionId }) => {
    const text = await versionOf(PolicyArn, VersionId);
    return text === undefined ? undefined : [given(VersionId, 'VersionId'), text];
  });
}

export const managedPolicy: Kind<ManagedPolicyState, ManagedPolicyTable> = {
  types: [TYPE],
  api,
  reads: [
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRole',
    'iam:ListEntitiesForPolicy',
    'iam:ListPolicies',
    'iam:ListPolicyVersions',
    'config:BatchGetResourceConfig',
  ],
  arns: [ROLES, `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/*`],
  lag: 60,
  async locate(ref) {
    const arn = await policyArn(ref);
    return arn && parseArn(arn).account !== 'aws' ? [policy(arn)] : [];
  },
  async *list() {
    for await (const { Arn } of ownPolicies(true)) yield policy(given(Arn, 'Arn'));
  },
  async inspect({ arn }) {
    const is = await getPolicy(arn);
    if (!is) return undefined;
    const [versions, roles] = await Promise.all([versionsOf(arn), rolesWith(arn)]);
    const inForce = given(is.DefaultVersionId, 'DefaultVersionId');
    given(versions[inForce], `version ${inForce}`);
    const trusts = (await Promise.all(roles.map(getRole))).flatMap((role) => role?.AssumeRolePolicyDocument ?? []);
    const lent = [...new Set(trusts.flatMap((trust) => trusting(readTrust(trust, `the trust of a role with ${arn}`))))].sort();
    return {
      born: given(is.PolicyId, 'PolicyId'),
      state: { inForce, versions, lent },
      linked: lent,
      depends: [
        `attached to ${is.AttachmentCount ?? '?'} users, groups and roles, of these the roles ${roles.sort().join(', ') || 'none'}`,
      ],
    };
  },
  tags: async ({ arn }) => tagged((await getPolicy(arn))?.Tags),
};
