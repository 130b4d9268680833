/** AWS::CodeArtifact::Repository: where builds get their packages from, and from where it fetches those that it does not have. */
import {
  AssociateExternalConnectionCommand,
  CodeartifactClient,
  DescribeRepositoryCommand,
  DisassociateExternalConnectionCommand,
  ListRepositoriesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-codeartifact';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, orMissing, paged } from './reading.ts';

const TYPE = 'AWS::CodeArtifact::Repository';

/** `repository`: its name within its domain. `connections`: the formats of the packages that come from outside, by the connection's name (`public:pypi`). */
export type ArtifactRepositoryState = { readonly repository: string; readonly connections: { readonly [name: string]: string } };

const client = (r: Resource) => writer(CodeartifactClient, r);
const api = {
  AssociateExternalConnection: {
    client,
    command: AssociateExternalConnectionCommand,
    iam: ['codeartifact:AssociateExternalConnection'],
  },
  DisassociateExternalConnection: {
    client,
    command: DisassociateExternalConnectionCommand,
    iam: ['codeartifact:DisassociateExternalConnection'],
  },
} satisfies Table;
export type ArtifactRepositoryTable = typeof api;

/** `name`: `domain/repository`. */
export const artifactRepositoryOf = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:codeartifact:${place.region}:${place.account}:repository/${name}`, name);

/** `domain/repository` as a call takes it. A domain of that name may be another account's, too: whose is meant is always said. */
export function inDomain({ name, account }: Pick<Resource, 'name' | 'account'>) {
  const [domain = '', repository = ''] = name.split('/');
  return { domain, domainOwner: account, repository };
}

/** Those of this account's own domains: one that it has in the domain of another account is that account's to judge. */
export async function* artifactRepositories(place: Place): AsyncGenerator<Resource> {
  const page = (nextToken: string | undefined) => reader(CodeartifactClient, place).send(new ListRepositoriesCommand({ nextToken }));
  for await (const { domainName, name, domainOwner } of paged(
    page,
    (p) => p.repositories,
    (p) => p.nextToken,
  ))
    if (domainOwner === place.account)
      yield artifactRepositoryOf(place, `${given(domainName, 'domainName')}/${given(name, 'name of a repository')}`);
}

export const describedRepository = async (r: Resource) =>
  (await orMissing(reader(CodeartifactClient, r).send(new DescribeRepositoryCommand(inDomain(r)))))?.repository;

export async function repositoryTags(r: Resource): Promise<Readonly<Record<string, string>>> {
  const asked = new ListTagsForResourceCommand({ resourceArn: r.arn });
  const { tags = [] } = (await orMissing(reader(CodeartifactClient, r).send(asked))) ?? {};
  return Object.fromEntries(tags.map(({ key, value }) => [given(key, 'key'), value ?? '']));
}

export const artifactRepository: Kind<ArtifactRepositoryState, ArtifactRepositoryTable> = {
  types: [TYPE],
  api,
  reads: ['codeartifact:DescribeRepository', 'codeartifact:ListTagsForResource'],
  lists: ['codeartifact:ListRepositories'],
  arns: [`arn:\${AWS::Partition}:codeartifact:\${AWS::Region}:\${AWS::AccountId}:repository/*`],
  lag: 30,
  async locate(ref) {
    return [artifactRepositoryOf(placeOf(ref), isArn(ref.id) ? parseArn(ref.id).id : ref.id)];
  },
  list: () => artifactRepositories(here()),
  tags: repositoryTags,
  async inspect(r) {
    const is = await describedRepository(r);
    if (!is) return undefined;
    const connections = (is.externalConnections ?? []).map(
      ({ externalConnectionName, packageFormat }) =>
        [given(externalConnectionName, 'externalConnectionName'), packageFormat ?? ''] as const,
    );
    return {
      born: given(is.createdTime, 'createdTime').toISOString(),
      state: { repository: inDomain(r).repository, connections: Object.fromEntries(connections) },
      linked: namesSageMaker([r.name, is.description ?? '', await repositoryTags(r)]),
    };
  },
};
