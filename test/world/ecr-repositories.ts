/** Repositories of ECR as they are kept, described, and missed. */
import type { ImageTagMutability, Repository, Tag } from '@aws-sdk/client-ecr';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';

export interface KeptRepository {
  readonly repositoryName: string;
  readonly imageTagMutability: string;
  readonly exclusions: readonly string[];
  readonly createdAt: Date;
  readonly policyText?: string;
  readonly tags: readonly Tag[];
}
export interface Named {
  readonly repositoryName?: string | undefined;
}

export const laidOut = (policy: unknown): string => JSON.stringify(policy, undefined, 2);
const at = ({ account }: Habitat, name: string): string => `with name '${name}' does not exist in the registry with id '${account}'`;
export function told(habitat: Habitat, repository: KeptRepository | undefined, name = ''): KeptRepository {
  if (repository) return repository;
  throw new AwsError('RepositoryNotFoundException', `The repository ${at(habitat, name)}`);
}
export function policyOf({ account }: Habitat, { repositoryName, policyText }: KeptRepository): string {
  if (policyText !== undefined) return policyText;
  const where = `'${repositoryName}' in the registry with id '${account}'`;
  throw new AwsError('RepositoryPolicyNotFoundException', `Repository policy does not exist for the repository with name ${where}`);
}

export function described(
  { region, account }: Habitat,
  { policyText: _, tags: __, exclusions, ...repository }: KeptRepository,
): Repository {
  const { repositoryName, imageTagMutability } = repository;
  return {
    ...repository,
    imageTagMutability: imageTagMutability as ImageTagMutability,
    registryId: account,
    repositoryArn: `arn:aws:ecr:${region}:${account}:repository/${repositoryName}`,
    repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`,
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
    ...(exclusions.length > 0 && {
      imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({ filterType: 'WILDCARD', filter })),
    }),
  };
}
