/** What is asked of IAM and Config about roles and the policies on them. */
import { BatchGetResourceConfigCommand, ConfigServiceClient, type ResourceType } from '@aws-sdk/client-config-service';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { reader } from '../aws.ts';
import type { Ref } from '../engine/remediation.ts';
import { isArn, leaf, parseArn } from './arn.ts';
import { home } from './home.ts';
import { type PolicyDocument, readPolicy } from './policy-document.ts';
import { given, orMissing, paged } from './reading.ts';

/** Every role, as CloudFormation substitution text. */
export const ROLES = `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/*`;
export const iam = () => reader(IAMClient, { region: 'aws-global' });
/** Every item of a listing of IAM's. */
export const listed = <P extends { Marker?: string | undefined }, T>(
  page: (Marker: string | undefined) => Promise<P | undefined>,
  items: (page: P) => readonly T[] | undefined,
) =>
  paged(
    page,
    (p) => p && items(p),
    (p) => p?.Marker,
  );

export const roles = () =>
  listed(
    (Marker) => iam().send(new ListRolesCommand({ Marker })),
    (page) => page.Roles,
  );
export const getRole = async (RoleName: string) => (await orMissing(iam().send(new GetRoleCommand({ RoleName }))))?.Role;

/** The documents of a role's inline policies, by name. A policy that goes while it is read is not there. */
export async function inlineOf(RoleName: string): Promise<Record<string, PolicyDocument>> {
  const names = listed(
    (Marker) => iam().send(new ListRolePoliciesCommand({ RoleName, Marker })),
    (page) => page.PolicyNames,
  );
  return documents(names, async (PolicyName) => {
    const is = await orMissing(iam().send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    return is && [PolicyName, given(is.PolicyDocument, 'PolicyDocument')];
  });
}

interface Attached {
  readonly attached: Readonly<Record<string, PolicyDocument>>;
  readonly versioned: readonly string[];
}
/** The documents in force of the managed policies attached to a role, by ARN. `versioned`: the account's own that were another before. */
export async function attachedTo(RoleName: string): Promise<Attached> {
  const versioned: string[] = [];
  const policies = listed(
    (Marker) => iam().send(new ListAttachedRolePoliciesCommand({ RoleName, Marker })),
    (page) => page.AttachedPolicies,
  );
  const attached = await documents(policies, async ({ PolicyArn = '' }) => {
    const policy = await getPolicy(PolicyArn);
    const text = policy && (await versionOf(PolicyArn, policy.DefaultVersionId));
    if (policy && policy.DefaultVersionId !== 'v1' && !PolicyArn.includes(':iam::aws:')) versioned.push(PolicyArn);
    return text === undefined ? undefined : [PolicyArn, text];
  });
  return { attached, versioned: versioned.sort() };
}

export const getPolicy = async (PolicyArn: string) => (await orMissing(iam().send(new GetPolicyCommand({ PolicyArn }))))?.Policy;
/** The document of a version; undefined = there is no such version. */
export async function versionOf(PolicyArn: string, VersionId: string | undefined): Promise<string | undefined> {
  const version = await orMissing(iam().send(new GetPolicyVersionCommand({ PolicyArn, VersionId })));
  return version && given(version.PolicyVersion?.Document, 'Document');
}

/** Each read and by its name; what is not there any more is left out. */
export async function documents<T>(
  all: AsyncIterable<T>,
  read: (one: T) => Promise<[name: string, text: string] | undefined>,
): Promise<Record<string, PolicyDocument>> {
  const found = (await Promise.all((await Array.fromAsync(all)).map(read))).filter((one) => one !== undefined);
  return Object.fromEntries(found.map(([name, text]) => [name, readPolicy(text, name)]));
}

const UNIQUE = /^A(ROA|NPA)[A-Z0-9]{12,}$/;
/** The name of the role that a reference means by ARN, name or unique id (AROA…). Undefined: no role has that id any more. */
export async function roleName(ref: Ref): Promise<string | undefined> {
  if (!isArn(ref.id) && !UNIQUE.test(ref.id)) return ref.id;
  const arn = isArn(ref.id) ? ref.id : await inConfig(ref);
  if (arn) return leaf(parseArn(arn).id);
  for await (const { RoleId, RoleName } of roles()) if (RoleId === ref.id) return RoleName;
  return undefined;
}
/** True when a reference by unique id is to another role than the one of that id: it was deleted and created again. */
export const another = (ref: Ref, roleId: string | undefined): boolean => UNIQUE.test(ref.id) && ref.id !== roleId;

/** Config knows IAM's unique ids, and its events speak in them. Undefined where it records nothing or does not know the id. */
export async function inConfig({ id, type }: Ref): Promise<string | undefined> {
  if (!UNIQUE.test(id)) return undefined;
  const resourceKeys = [{ resourceType: type as ResourceType, resourceId: id }];
  try {
    const found = await reader(ConfigServiceClient, home()).send(new BatchGetResourceConfigCommand({ resourceKeys }));
    return found.baseConfigurationItems?.[0]?.arn;
  } catch (error) {
    if ((error as Error).name === 'NoAvailableConfigurationRecorderException') return undefined;
    throw error;
  }
}
