/** Repositories of CodeArtifact as they are described and missed. */
import type { PackageFormat, RepositoryDescription } from '@aws-sdk/client-codeartifact';
import { type InDomain, type KeptRepository, repositoryKey } from './codeartifact-kept.ts';
import type { Habitat } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';

const API = 'CodeArtifact API';
rule(
  'codeartifact.connection',
  'documented',
  'a repository has at most one external connection; a second is refused with ServiceQuotaExceededException or ConflictException',
  `${API}, AssociateExternalConnection: "One external connection is allowed per repository"; which of the two errors it is, is not said`,
);
rule(
  'codeartifact.connection-missing',
  'assumed',
  'to take away a connection that is not there is a ResourceNotFoundException',
  `${API}, DisassociateExternalConnection names the error, not the case`,
);
rule('codeartifact.not-found', 'documented', 'what is not there is a ResourceNotFoundException, 404', `${API}, errors of each operation`);
rule('codeartifact.texts', 'assumed', '"Repository not found", "Package not found" and what is not found', 'no text is documented');
rule('codeartifact.born', 'documented', 'a repository made anew under its name has another createdTime', `${API}, RepositoryDescription`);
rule('codeartifact.delete', 'documented', 'with a repository go all packages in it', 'CodeArtifact guide, "Delete a repository"');

export function told(kept: KeptRepository | undefined, named: InDomain): KeptRepository {
  if (kept) return kept;
  const fields = { resourceId: repositoryKey(named), resourceType: 'repository' };
  throw new AwsError(
    'ResourceNotFoundException',
    `Repository not found. Repository '${repositoryKey(named)}' does not exist.`,
    404,
    fields,
  );
}
/** A call that says whose domain it means. */
export function ours({ account }: Habitat, { domain, domainOwner = account }: { domain: string; domainOwner?: string }): void {
  if (domainOwner !== account)
    throw new AwsError('ResourceNotFoundException', `Domain not found. Domain '${domain}' owned by '${domainOwner}' does not exist.`, 404);
}

const FORMATS: readonly (readonly [start: string, format: PackageFormat])[] = [
  ['public:npmjs', 'npm'],
  ['public:nuget', 'nuget'],
  ['public:pypi', 'pypi'],
  ['public:ruby', 'ruby'],
  ['public:crates', 'cargo'],
  ['public:maven', 'maven'],
];
export function formatOf(connection: string): PackageFormat {
  const format = FORMATS.find(([start]) => connection.startsWith(start))?.[1];
  if (format) return format;
  throw new AwsError('ResourceNotFoundException', `External connection not found. '${connection}' does not exist.`, 404);
}

export function described({ account, region }: Habitat, kept: KeptRepository): RepositoryDescription {
  const { domain, repository, description, connections, createdTime } = kept;
  return {
    name: repository,
    administratorAccount: account,
    domainName: domain,
    domainOwner: account,
    arn: `arn:aws:codeartifact:${region}:${account}:repository/${repositoryKey(kept)}`,
    ...(description !== undefined && { description }),
    upstreams: [],
    externalConnections: connections.map((name) => ({
      externalConnectionName: name,
      packageFormat: formatOf(name),
      status: 'Available',
    })),
    createdTime,
  };
}
