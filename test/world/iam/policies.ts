/** Managed policies, their versions, and who has them. */
import type {
  CreatePolicyRequest,
  CreatePolicyVersionRequest,
  ListEntitiesForPolicyRequest,
  ListPoliciesRequest,
  ListPolicyVersionsRequest,
} from '@aws-sdk/client-iam';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { AwsError, rule } from '../habitat.ts';
import { awsPolicies } from './aws-policies.ts';
import { checkManaged, encoded } from './documents.ts';
import type { Entities, PolicyEntity } from './entities.ts';
import { limitExceeded, noSuchEntity, page, uniqueId } from './entities.ts';

rule('iam.policy-not-found', 'observed', '404 NoSuchEntity "Policy arn was not found."', 'pulumi/pulumi-aws issue 501');
rule(
  'iam.version-not-found',
  'assumed',
  '404 NoSuchEntity "Policy arn version V does not exist or is not attachable."',
  'getmoto/moto iam models',
);
const fiveVersions = 'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.';
rule('iam.five-versions', 'observed', `409 LimitExceeded "${fiveVersions}"`, '99designs/iamy issue 21');
rule(
  'iam.policy-exists',
  'assumed',
  '409 EntityAlreadyExists "A policy called X already exists. Duplicate names are not allowed."',
  'error reports',
);
rule(
  'iam.aws-policies',
  'documented',
  'a policy of AWS cannot be changed; the refusal (AccessDenied) and its words are assumed',
  'IAM user guide, managed policies',
);

export interface Policies extends Operations {
  /** Furnishes a customer-managed policy with these documents as v1, v2, ...; the last is the default. Returns its ARN. */
  place(PolicyName: string, documents: readonly unknown[], Path?: string): string;
}
interface Named {
  readonly PolicyArn?: string;
  readonly VersionId?: string;
}

export function policies(habitat: Habitat, entities: Entities): Policies {
  const kept = entities.policies;
  for (const [arn, document] of Object.entries(awsPolicies))
    kept.place(arn, newborn(habitat, arn, [JSON.stringify(document)], new Date('2015-02-06T18:39:46Z')));
  return {
    place(name, documents, path) {
      const arn = arnOf(habitat, name, path);
      const texts = documents.map((document) => JSON.stringify(document));
      kept.place(arn, newborn(habitat, arn, texts, new Date(habitat.clock.now() - 30 * 86_400_000)));
      return arn;
    },
    reads: reads(entities),
    writes: writes(habitat, entities),
  };
}

const arnOf = (habitat: Habitat, name: string, path = '/') => `arn:aws:iam::${habitat.account}:policy${path}${name}`;
const newborn = (habitat: Habitat, Arn: string, documents: readonly string[], CreateDate: Date): PolicyEntity => ({
  PolicyName: Arn.split('/').at(-1) ?? '',
  PolicyId: uniqueId('ANPA', habitat.random),
  Arn,
  Path: Arn.replace(/^[^/]*/, '').replace(/[^/]*$/, ''),
  CreateDate,
  UpdateDate: CreateDate,
  DefaultVersionId: `v${documents.length}`,
  versions: documents.map((Document, i) => ({ VersionId: `v${i + 1}`, Document, CreateDate })),
  lastVersion: documents.length,
});

function found(policy: PolicyEntity | undefined, arn: string): PolicyEntity {
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}
function version(policy: PolicyEntity, id: string | undefined) {
  const one = policy.versions.find((v) => v.VersionId === id);
  if (!one) throw noSuchEntity(`Policy ${policy.Arn} version ${id} does not exist or is not attachable.`);
  return { ...one, Document: encoded(one.Document), IsDefaultVersion: id === policy.DefaultVersionId };
}
const holders = ({ roles }: Entities, arn: string) => roles.list().filter((role) => role.attached.includes(arn));
const told = (entities: Entities, { versions, lastVersion, ...policy }: PolicyEntity) => ({
  ...policy,
  AttachmentCount: holders(entities, policy.Arn).length,
  IsAttachable: true,
});

const reads = (entities: Entities): Operations['reads'] => ({
  GetPolicy: ({ PolicyArn = '' }: Named) => ({ Policy: told(entities, found(entities.policies.read(PolicyArn), PolicyArn)) }),
  GetPolicyVersion: ({ PolicyArn = '', VersionId }: Named) => ({
    PolicyVersion: version(found(entities.policies.read(PolicyArn), PolicyArn), VersionId),
  }),
  ListPolicyVersions(input: ListPolicyVersionsRequest) {
    const { PolicyArn = '' } = input;
    const policy = found(entities.policies.read(PolicyArn), PolicyArn);
    const { items, ...rest } = page(policy.versions.toReversed(), input);
    return { Versions: items.map(({ VersionId }) => ({ ...version(policy, VersionId), Document: undefined })), ...rest };
  },
  ListPolicies(input: ListPoliciesRequest) {
    const own = (arn: string) => !arn.startsWith('arn:aws:iam::aws:');
    const { Scope = 'All', OnlyAttached = false } = input;
    const wanted = entities.policies
      .list()
      .filter(({ Arn }) => (Scope === 'All' || own(Arn) === (Scope === 'Local')) && (!OnlyAttached || holders(entities, Arn).length > 0));
    const { items, ...rest } = page(wanted, input);
    return { Policies: items.map((policy) => told(entities, policy)), ...rest };
  },
  ListEntitiesForPolicy(input: ListEntitiesForPolicyRequest) {
    const { PolicyArn = '', EntityFilter = 'Role' } = input;
    found(entities.policies.read(PolicyArn), PolicyArn);
    const { items, ...rest } = page(EntityFilter === 'Role' ? holders(entities, PolicyArn) : [], input);
    return { PolicyGroups: [], PolicyUsers: [], PolicyRoles: items.map(({ RoleName, RoleId }) => ({ RoleName, RoleId })), ...rest };
  },
});

function writes(habitat: Habitat, entities: Entities): Operations['writes'] {
  const kept = entities.policies;
  const now = () => new Date(habitat.clock.now());
  const own = (arn: string) => {
    if (arn.startsWith('arn:aws:iam::aws:')) throw new AwsError('AccessDenied', `Cannot modify the AWS managed policy ${arn}`, 403);
    return found(kept.truth(arn), arn);
  };
  return {
    CreatePolicy({ PolicyName = '', PolicyDocument = '', Path, Description }: CreatePolicyRequest) {
      const arn = arnOf(habitat, PolicyName, Path);
      if (kept.truths().some((p) => p.Arn.toLowerCase() === arn.toLowerCase()))
        throw new AwsError('EntityAlreadyExists', `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`, 409);
      checkManaged(PolicyDocument);
      const policy = { ...newborn(habitat, arn, [PolicyDocument], now()), Description };
      kept.put(arn, policy);
      return { Policy: told(entities, policy) };
    },
    CreatePolicyVersion({ PolicyArn = '', PolicyDocument = '', SetAsDefault = false }: CreatePolicyVersionRequest) {
      const policy = own(PolicyArn);
      checkManaged(PolicyDocument);
      if (policy.versions.length >= 5) throw limitExceeded(fiveVersions);
      const lastVersion = policy.lastVersion + 1;
      const VersionId = `v${lastVersion}`;
      const versions = [...policy.versions, { VersionId, Document: PolicyDocument, CreateDate: now() }];
      const DefaultVersionId = SetAsDefault ? VersionId : policy.DefaultVersionId;
      kept.put(PolicyArn, { ...policy, versions, lastVersion, DefaultVersionId, UpdateDate: now() });
      return { PolicyVersion: { VersionId, IsDefaultVersion: SetAsDefault, CreateDate: now() } };
    },
    SetDefaultPolicyVersion({ PolicyArn = '', VersionId = '' }: Named) {
      const policy = own(PolicyArn);
      version(policy, VersionId);
      kept.put(PolicyArn, { ...policy, DefaultVersionId: VersionId, UpdateDate: now() });
    },
  };
}
