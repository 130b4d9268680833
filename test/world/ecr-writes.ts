/** What is done to repositories of ECR, and what is refused. */
import type {
  CreateRepositoryRequest,
  ImageTagMutabilityExclusionFilter,
  PutImageTagMutabilityRequest,
  SetRepositoryPolicyRequest,
  Tag,
} from '@aws-sdk/client-ecr';
import type { Operations } from './cloudtrail.ts';
import { described, type KeptRepository, laidOut, type Named, policyOf, told } from './ecr-repositories.ts';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';
import type { Shelf } from './stale.ts';

function mutable(imageTagMutability = 'MUTABLE', filters: readonly ImageTagMutabilityExclusionFilter[] = []) {
  if (imageTagMutability.endsWith('_WITH_EXCLUSION') !== filters.length > 0)
    throw new AwsError('InvalidParameterException', `Invalid parameter at 'imageTagMutabilityExclusionFilters' for ${imageTagMutability}`);
  return { imageTagMutability, exclusions: filters.map(({ filter = '' }) => filter) };
}
function valid(policyText = ''): string {
  const refusal = new AwsError(
    'InvalidParameterException',
    "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
  );
  const policy = JSON.parse(policyText) as { Statement?: object | object[] };
  const statements = [policy.Statement ?? []].flat();
  if (statements.length === 0 || statements.some((s) => 'Resource' in s)) throw refusal;
  return laidOut(policy);
}

const without = (repository: KeptRepository, ids: readonly { imageDigest?: string }[]): KeptRepository => {
  const left = Object.entries(repository.images).filter(([digest]) => !ids.some(({ imageDigest }) => imageDigest === digest));
  return { ...repository, images: Object.fromEntries(left) };
};

export function writes(habitat: Habitat, kept: Shelf<KeptRepository>): Operations['writes'] {
  const found = (name = ''): KeptRepository => told(habitat, kept.truth(name), name);
  const answer = ({ repositoryName }: KeptRepository) => ({ registryId: habitat.account, repositoryName });
  return {
    CreateRepository({ repositoryName = '', tags = [], ...input }: CreateRepositoryRequest) {
      if (kept.truth(repositoryName))
        throw new AwsError(
          'RepositoryAlreadyExistsException',
          `The repository with name '${repositoryName}' already exists in the registry`,
        );
      const tagged = mutable(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
      const made = { repositoryName, tags, images: {}, ...tagged, createdAt: new Date(habitat.clock.now()) };
      kept.put(repositoryName, made);
      return { repository: described(habitat, made) };
    },
    DeleteRepository({ repositoryName = '' }: Named) {
      const gone = found(repositoryName);
      kept.put(repositoryName, undefined);
      return { repository: described(habitat, gone) };
    },
    PutImageTagMutability(input: PutImageTagMutabilityRequest) {
      const repository = found(input.repositoryName);
      const tagged = mutable(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
      kept.put(repository.repositoryName, { ...repository, ...tagged });
      return { ...answer(repository), imageTagMutability: tagged.imageTagMutability };
    },
    SetRepositoryPolicy(input: SetRepositoryPolicyRequest) {
      const repository = found(input.repositoryName);
      const policyText = valid(input.policyText);
      kept.put(repository.repositoryName, { ...repository, policyText });
      return { ...answer(repository), policyText };
    },
    DeleteRepositoryPolicy({ repositoryName }: Named) {
      const { policyText, ...repository } = found(repositoryName);
      const former = policyOf(habitat, { ...repository, ...(policyText !== undefined && { policyText }) });
      kept.put(repository.repositoryName, repository);
      return { ...answer(repository), policyText: former };
    },
    BatchDeleteImage({ repositoryName, imageIds = [] }: Named & { imageIds?: { imageDigest?: string }[] }) {
      kept.put(`${repositoryName}`, without(found(repositoryName), imageIds));
      return { imageIds, failures: [] };
    },
    TagResource({ resourceArn = '', tags = [] }: { resourceArn?: string; tags?: Tag[] }) {
      const repository = found(resourceArn.replace(/^.*:repository\//, ''));
      const others = repository.tags.filter(({ Key }) => !tags.some((tag) => tag.Key === Key));
      kept.put(repository.repositoryName, { ...repository, tags: [...others, ...tags] });
    },
  };
}
