/** AWS::CodeArtifact::Package: a package in one repository, and where its next version may come from. */
import {
  CodeartifactClient,
  DescribePackageCommand,
  ListPackagesCommand,
  ListPackageVersionsCommand,
  type PackageFormat,
  PutPackageOriginConfigurationCommand,
} from '@aws-sdk/client-codeartifact';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { artifactRepositories, artifactRepositoryOf, describedRepository, inDomain, repositoryTags } from './artifact-repository.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, orMissing, paged } from './reading.ts';

const TYPE = 'AWS::CodeArtifact::Package';
const every = (noun: string): string => `arn:\${AWS::Partition}:codeartifact:\${AWS::Region}:\${AWS::AccountId}:${noun}/*`;

/**
 * `package`: its path, `domain/repository/format/namespace/name`; the namespace is empty where there is none. `publish` and `upstream`: ALLOW or
 * BLOCK. `versions`, which are read only where `upstream` is ALLOW: whether one was published here (`own`), and whether one came from elsewhere
 * or from nobody knows where (`fetched`).
 */
export type ArtifactPackageState = {
  readonly package: string;
  readonly publish: string;
  readonly upstream: string;
  readonly versions?: { readonly own: boolean; readonly fetched: boolean };
};

const api = {
  PutPackageOriginConfiguration: {
    client: (r: Resource) => writer(CodeartifactClient, r),
    command: PutPackageOriginConfigurationCommand,
    iam: ['codeartifact:PutPackageOriginConfiguration'],
  },
} satisfies Table;
export type ArtifactPackageTable = typeof api;

/** As CodeArtifact stores names, whatever a call said (its guide, "Python", "NuGet" and "Swift package name normalization"). */
const NORMAL = new Map([
  ['pypi', (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-')],
  ['nuget', (name: string) => name.toLowerCase()],
  ['swift', (name: string) => name.toLowerCase()],
]);

export function artifactPackageOf(place: Place, path: string): Resource {
  const [domain = '', repository = '', format = '', ...named] = path.split('/');
  const name = [domain, repository, format, ...named.map(NORMAL.get(format) ?? ((part) => part))].join('/');
  return resource(TYPE, place, name, `arn:${place.partition}:codeartifact:${place.region}:${place.account}:package/${name}`, name);
}

/** The path as a call takes it. */
export function pathOf(r: Pick<Resource, 'name' | 'account'>) {
  const [, , format, namespace, name = ''] = r.name.split('/');
  return { ...inDomain(r), format: format as PackageFormat, ...(namespace && { namespace }), package: name };
}

/** A package has neither tags nor a description: what its repository says of itself is said of it. */
function repositoryOf(r: Resource): Resource {
  const { domain, repository } = inDomain(r);
  return artifactRepositoryOf(parseArn(r.arn), `${domain}/${repository}`);
}

/**
 * A version is internal wherever it was published; one that was published to another repository of the domain came from there, by an upstream
 * (CodeArtifact API, PackageVersionOrigin, DomainEntryPoint).
 */
async function versionsOf(r: Resource): Promise<NonNullable<ArtifactPackageState['versions']>> {
  const path = pathOf(r);
  const page = (nextToken: string | undefined) =>
    orMissing(reader(CodeartifactClient, r).send(new ListPackageVersionsCommand({ ...path, maxResults: 1000, nextToken })));
  const found = { own: false, fetched: false };
  for await (const { origin } of paged(
    page,
    (p) => p?.versions,
    (p) => p?.nextToken,
  )) {
    const own = origin?.originType === 'INTERNAL' && origin.domainEntryPoint?.repositoryName === path.repository;
    found[own ? 'own' : 'fetched'] = true;
    if (found.own && found.fetched) break;
  }
  return found;
}

/**
 * Only those to which both is allowed. With `publish` BLOCK a package is what every public one is, and a store holds them by the ten thousand:
 * how such a one was loosened is heard, not sought.
 */
async function* loose(repository: Resource, place: Place): AsyncGenerator<Resource> {
  const asked = { ...inDomain(repository), publish: 'ALLOW', upstream: 'ALLOW', maxResults: 1000 } as const;
  const page = (nextToken: string | undefined) =>
    orMissing(reader(CodeartifactClient, place).send(new ListPackagesCommand({ ...asked, nextToken })));
  for await (const { format, namespace = '', package: name } of paged(
    page,
    (p) => p?.packages,
    (p) => p?.nextToken,
  ))
    yield artifactPackageOf(place, [repository.name, given(format, 'format'), namespace, given(name, 'package')].join('/'));
}

export const artifactPackage: Kind<ArtifactPackageState, ArtifactPackageTable> = {
  types: [TYPE],
  api,
  reads: [
    'codeartifact:DescribePackage',
    'codeartifact:DescribeRepository',
    'codeartifact:ListPackageVersions',
    'codeartifact:ListTagsForResource',
  ],
  lists: ['codeartifact:ListPackages', 'codeartifact:ListRepositories'],
  arns: [every('package'), every('repository')],
  lag: 30,
  async locate(ref) {
    return [artifactPackageOf(placeOf(ref), isArn(ref.id) ? parseArn(ref.id).id : ref.id)];
  },
  async *list() {
    const place = here();
    for await (const repository of artifactRepositories(place)) yield* loose(repository, place);
  },
  tags: (r) => repositoryTags(repositoryOf(r)),
  async inspect(r) {
    const repository = repositoryOf(r);
    const [is, home] = await Promise.all([
      orMissing(reader(CodeartifactClient, r).send(new DescribePackageCommand(pathOf(r)))),
      describedRepository(repository),
    ]);
    if (!is || !home) return undefined;
    const { publish, upstream } = given(is.package?.originConfiguration?.restrictions, 'restrictions');
    const state = { package: r.name, publish: given(publish, 'publish'), upstream: given(upstream, 'upstream') };
    return {
      // CodeArtifact tells of a package no time at which it was made: one made anew in a repository goes by the former's name and place.
      born: given(home.createdTime, 'createdTime').toISOString(),
      state: upstream === 'ALLOW' ? { ...state, versions: await versionsOf(r) } : state,
      linked: namesSageMaker([r.name, home.description ?? '', await repositoryTags(repository)]),
    };
  },
};
