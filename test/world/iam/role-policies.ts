/** What a role may do: managed policies attached to it, inline policies in it. */
import type { ListAttachedRolePoliciesRequest, ListRolePoliciesRequest, PutRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operations } from '../cloudtrail.ts';
import { rule } from '../habitat.ts';
import { checkInline, encoded } from './documents.ts';
import type { Entities } from './entities.ts';
import { limitExceeded, noSuchEntity, ownRole, page, roleOf } from './entities.ts';

rule(
  'iam.attach-unknown',
  'observed',
  '404 NoSuchEntity "Policy arn does not exist or is not attachable."',
  'getmoto/moto PR 6482; pulumi/pulumi issue 7419',
);
rule('iam.attach-again', 'documented', 'attaching what is attached succeeds and changes nothing', 'IAM API, AttachRolePolicy');
rule(
  'iam.attach-quota',
  'documented',
  '409 LimitExceeded "Cannot exceed quota for PoliciesPerRole: 10"',
  'IAM user guide, reference_iam-quotas (adjustable to 20); the words were not found in a report',
);
rule(
  'iam.detach-absent',
  'observed',
  '404 NoSuchEntity "Policy arn was not found."',
  'pulumi/pulumi-aws issue 501; localstack/localstack issue 6989 for the second detach',
);
rule('iam.inline-absent', 'observed', '404 NoSuchEntity "The role policy with name X cannot be found."', 'aws/aws-cli issue 6139');

interface Attachment {
  readonly RoleName?: string;
  readonly PolicyArn?: string;
}
interface Inline {
  readonly RoleName?: string;
  readonly PolicyName?: string;
}

export const rolePolicies = (entities: Entities): Operations => ({ reads: reads(entities), writes: writes(entities) });

const absent = (name: string) => noSuchEntity(`The role policy with name ${name} cannot be found.`);

const reads = ({ roles }: Entities): Operations['reads'] => ({
  ListAttachedRolePolicies(input: ListAttachedRolePoliciesRequest) {
    const { RoleName = '', PathPrefix } = input;
    if (PathPrefix) throw new Error('the world does not model PathPrefix of ListAttachedRolePolicies');
    const { items, ...rest } = page(roleOf(roles.read(RoleName), RoleName).attached, input);
    return { AttachedPolicies: items.map(attachment), ...rest };
  },
  ListRolePolicies(input: ListRolePoliciesRequest) {
    const { RoleName = '' } = input;
    const { items, ...rest } = page(Object.keys(roleOf(roles.read(RoleName), RoleName).inline), input);
    return { PolicyNames: items, ...rest };
  },
  GetRolePolicy({ RoleName = '', PolicyName = '' }: Inline) {
    const document = roleOf(roles.read(RoleName), RoleName).inline[PolicyName];
    if (document === undefined) throw absent(PolicyName);
    return { RoleName, PolicyName, PolicyDocument: encoded(document) };
  },
});

function writes(entities: Entities): Operations['writes'] {
  const { roles, policies } = entities;
  return {
    AttachRolePolicy({ RoleName = '', PolicyArn = '' }: Attachment) {
      const role = ownRole(entities, RoleName);
      if (!policies.truth(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
      if (role.attached.includes(PolicyArn)) return;
      if (role.attached.length >= 10) throw limitExceeded('Cannot exceed quota for PoliciesPerRole: 10');
      roles.put(RoleName, { ...role, attached: [...role.attached, PolicyArn] });
    },
    DetachRolePolicy({ RoleName = '', PolicyArn = '' }: Attachment) {
      const role = ownRole(entities, RoleName);
      if (!role.attached.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
      roles.put(RoleName, { ...role, attached: role.attached.filter((arn) => arn !== PolicyArn) });
    },
    PutRolePolicy({ RoleName = '', PolicyName = '', PolicyDocument = '' }: PutRolePolicyRequest) {
      const role = ownRole(entities, RoleName);
      const inline = { ...role.inline, [PolicyName]: PolicyDocument };
      checkInline(PolicyDocument, Object.values(inline), RoleName);
      roles.put(RoleName, { ...role, inline });
    },
    DeleteRolePolicy({ RoleName = '', PolicyName = '' }: Inline) {
      const role = ownRole(entities, RoleName);
      const { [PolicyName]: document, ...inline } = role.inline;
      if (document === undefined) throw absent(PolicyName);
      roles.put(RoleName, { ...role, inline });
    },
  };
}

export const attachment = (PolicyArn: string) => ({ PolicyName: PolicyArn.split('/').at(-1), PolicyArn });
