/** What is asked of IAM and Config about roles and the policies on them. */
import { BatchGetResourceConfigCommand, ConfigServiceClient, type ResourceType } from '@aws-sdk/client-config-service';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { reader } from '../aws.ts';
import type { Ref } from '../engine/remediation.ts';
import { isArn, parseArn } from './arn.ts';
import { home } from './home.ts';
import { type PolicyDocument, readPolicy } from './policy-document.ts';
import { given, orMissing, paged } from './reading.ts';

const iam = () => reader(IAMClient, { region: 'aws-global' });
const marker = (page: { Marker?: string | undefined }) => page.Marker;

export const roles = () =>
  paged(
    (Marker) => iam().send(new ListRolesCommand({ Marker })),
    (page) => page.Roles,
    marker,
  );
export const getRole = async (RoleName: string) => (await orMissing(iam().send(new GetRoleCommand({ RoleName }))))?.Role;

/** The documents of a role's inline policies, by name. A policy that goes while it is read is not there. */
export async function inlineOf(RoleName: string): Promise<Record<string, PolicyDocument>> {
  const names = paged(
    (Marker) => iam().send(new ListRolePoliciesCommand({ RoleName, Marker })),
    (page) => page.PolicyNames,
    marker,
  );
  return documents(names, async (PolicyName) => {
    const is = await orMissing(iam().send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    return is && [PolicyName, given(is.PolicyDocument, 'PolicyDocument')];
  });
}

/** The documents in force of the managed policies attached to a role, by ARN. */
export async function attachedTo(RoleName: string): Promise<Record<string, PolicyDocument>> {
  const listed = paged(
    (Marker) => iam().send(new ListAttachedRolePoliciesCommand({ RoleName, Marker })),
    (page) => page.AttachedPolicies,
    marker,
  );
  return documents(listed, async ({ PolicyArn }) => {
    const { Policy } = (await orMissing(iam().send(new GetPolicyCommand({ PolicyArn })))) ?? {};
    const version = Policy && (await orMissing(iam().send(new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy.DefaultVersionId }))));
    return version && [given(PolicyArn, 'PolicyArn'), given(version.PolicyVersion?.Document, 'Document')];
  });
}

async function documents<T>(
  listed: AsyncIterable<T>,
  read: (one: T) => Promise<[name: string, text: string] | undefined>,
): Promise<Record<string, PolicyDocument>> {
  const all: T[] = [];
  for await (const one of listed) all.push(one);
  const found = (await Promise.all(all.map(read))).filter((one) => one !== undefined);
  return Object.fromEntries(found.map(([name, text]) => [name, readPolicy(text, name)]));
}

/** The names of the roles that a policy, given by ARN, name or unique id (ANPA…), is attached to. */
export async function rolesWith(ref: Ref): Promise<string[]> {
  const PolicyArn = isArn(ref.id) ? ref.id : ((await inConfig(ref)) ?? (await policyArn(ref.id)));
  if (!PolicyArn) return [];
  const asked = { PolicyArn, EntityFilter: 'Role', PolicyUsageFilter: 'PermissionsPolicy' } as const;
  const names: string[] = [];
  const page = (Marker: string | undefined) => orMissing(iam().send(new ListEntitiesForPolicyCommand({ ...asked, Marker })));
  for await (const { RoleName } of paged(
    page,
    (p) => p?.PolicyRoles,
    (p) => p?.Marker,
  ))
    names.push(given(RoleName, 'RoleName'));
  return names;
}
async function policyArn(id: string): Promise<string | undefined> {
  const policies = paged(
    (Marker) => iam().send(new ListPoliciesCommand({ Scope: 'Local', Marker })),
    (page) => page.Policies,
    marker,
  );
  for await (const { PolicyId, PolicyName, Arn } of policies) if (PolicyId === id || PolicyName === id) return Arn;
  return undefined;
}

const UNIQUE = /^A(ROA|NPA)[A-Z0-9]{12,}$/;
/** The name of the role that a reference means by ARN, name or unique id (AROA…). Undefined: no role has that id any more. */
export async function roleName(ref: Ref): Promise<string | undefined> {
  if (!isArn(ref.id) && !UNIQUE.test(ref.id)) return ref.id;
  const arn = isArn(ref.id) ? ref.id : await inConfig(ref);
  if (arn) return parseArn(arn).id.split('/').at(-1);
  for await (const { RoleId, RoleName } of roles()) if (RoleId === ref.id) return RoleName;
  return undefined;
}
/** True when a reference by unique id is to another role than the one of that id: it was deleted and created again. */
export const another = (ref: Ref, roleId: string | undefined): boolean => UNIQUE.test(ref.id) && ref.id !== roleId;

/** Config knows IAM's unique ids, and its events speak in them. Undefined where it records nothing or does not know the id. */
async function inConfig({ id, type }: Ref): Promise<string | undefined> {
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
