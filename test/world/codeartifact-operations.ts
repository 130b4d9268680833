/** What is asked of repositories of CodeArtifact, and what is done to them and refused. */
import type { CreateRepositoryRequest, ListRepositoriesRequest, Tag } from '@aws-sdk/client-codeartifact';
import type { Operations } from './cloudtrail.ts';
import { type InDomain, type KeptPackage, type KeptRepository, packageKey, repositoryKey } from './codeartifact-kept.ts';
import { described, formatOf, ours, told } from './codeartifact-repositories.ts';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';
import type { Shelf } from './stale.ts';

type Asked = InDomain & { readonly domainOwner?: string };
type Connecting = Asked & { readonly externalConnection: string };
type Operation = Operations['reads'];

export function repositoryOperations(habitat: Habitat, kept: Shelf<KeptRepository>, packages: Shelf<KeptPackage>): Operations {
  return { reads: reads(habitat, kept), writes: { ...connecting(habitat, kept), ...making(habitat, kept, packages) } };
}

const reads = (habitat: Habitat, kept: Shelf<KeptRepository>): Operation => ({
  DescribeRepository(asked: Asked) {
    ours(habitat, asked);
    return { repository: described(habitat, told(kept.read(repositoryKey(asked)), asked)) };
  },
  ListRepositories({ nextToken = '0' }: ListRepositoriesRequest) {
    const from = Number(nextToken);
    const all = kept.list().sort((a, b) => (repositoryKey(a) < repositoryKey(b) ? -1 : 1));
    const repositories = all.slice(from, from + 100).map((one) => {
      const { externalConnections: _, upstreams: __, ...summary } = described(habitat, one);
      return summary;
    });
    return { repositories, ...(from + 100 < all.length && { nextToken: String(from + 100) }) };
  },
});

function found(habitat: Habitat, kept: Shelf<KeptRepository>, asked: Asked): KeptRepository {
  ours(habitat, asked);
  return told(kept.truth(repositoryKey(asked)), asked);
}

function connecting(habitat: Habitat, kept: Shelf<KeptRepository>): Operation {
  const connect = (is: KeptRepository, connections: readonly string[]) => {
    const repository = { ...is, connections };
    kept.put(repositoryKey(is), repository);
    return { repository: described(habitat, repository) };
  };
  return {
    AssociateExternalConnection({ externalConnection, ...asked }: Connecting) {
      const is = found(habitat, kept, asked);
      formatOf(externalConnection);
      if (is.connections.includes(externalConnection))
        throw new AwsError('ConflictException', `External connection '${externalConnection}' is there already.`, 409);
      if (is.connections.length > 0)
        throw new AwsError('ServiceQuotaExceededException', 'A repository has one external connection at most.', 402);
      return connect(is, [externalConnection]);
    },
    DisassociateExternalConnection({ externalConnection, ...asked }: Connecting) {
      const is = found(habitat, kept, asked);
      const left = is.connections.filter((name) => name !== externalConnection);
      if (left.length < is.connections.length) return connect(is, left);
      throw new AwsError('ResourceNotFoundException', `External connection not found. '${externalConnection}' does not exist.`, 404);
    },
  };
}

const making = (habitat: Habitat, kept: Shelf<KeptRepository>, packages: Shelf<KeptPackage>): Operation => ({
  CreateRepository({ domain = '', repository = '', description, tags = [] }: CreateRepositoryRequest) {
    const named = { domain, repository };
    if (kept.truth(repositoryKey(named)))
      throw new AwsError('ConflictException', `Repository '${repositoryKey(named)}' already exists.`, 409);
    const made = {
      ...named,
      description,
      connections: [],
      tags: Object.fromEntries(tags.map(({ key = '', value = '' }: Tag) => [key, value])),
      createdTime: new Date(habitat.clock.now()),
    };
    kept.put(repositoryKey(named), made);
    return { repository: described(habitat, made) };
  },
  DeleteRepository(asked: Asked) {
    const gone = found(habitat, kept, asked);
    kept.put(repositoryKey(gone), undefined);
    const within = packages.truths().filter((one) => repositoryKey(one) === repositoryKey(gone));
    for (const one of within) packages.put(packageKey(one), undefined);
    return { repository: described(habitat, gone) };
  },
});
