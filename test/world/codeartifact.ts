/** CodeArtifact: repositories of one account's domains, what they are connected to outside, and their packages. No package is ever fetched. */
import type { ListTagsForResourceRequest } from '@aws-sdk/client-codeartifact';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import { type KeptPackage, type KeptRepository, packageKey, repositoryKey } from './codeartifact-kept.ts';
import { repositoryOperations } from './codeartifact-operations.ts';
import { packageOperations } from './codeartifact-packages.ts';
import { told } from './codeartifact-repositories.ts';
import type { Habitat, Service } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

export interface CodeArtifact extends Service {
  /** By `domain/repository`. */
  readonly repositories: Shelf<KeptRepository>;
  /** By `domain/repository/format/namespace/name`. */
  readonly packages: Shelf<KeptPackage>;
  /** Furnishes a repository that has always been there. */
  place(given: KeptRepository): void;
  placePackage(given: KeptPackage): void;
}

export function codeArtifact(habitat: Habitat): CodeArtifact {
  const repositories = shelf<KeptRepository>(habitat, 30);
  const packages = shelf<KeptPackage>(habitat, 30);
  const ofRepositories = repositoryOperations(habitat, repositories, packages);
  const ofPackages = packageOperations(habitat, repositories, packages);
  return {
    ...service(habitat, 'codeartifact', {
      reads: { ...ofRepositories.reads, ...ofPackages.reads, ...tags(repositories) },
      writes: { ...ofRepositories.writes, ...ofPackages.writes },
    }),
    repositories,
    packages,
    place: (given) => repositories.place(repositoryKey(given), given),
    placePackage: (given) => packages.place(packageKey(given), given),
  };
}

const tags = (kept: Shelf<KeptRepository>): Operations['reads'] => ({
  ListTagsForResource({ resourceArn = '' }: Partial<ListTagsForResourceRequest>) {
    const [domain = '', repository = ''] = resourceArn.replace(/^.*:repository\//, '').split('/');
    const named = { domain, repository };
    return { tags: Object.entries(told(kept.read(repositoryKey(named)), named).tags).map(([key, value]) => ({ key, value })) };
  },
});
