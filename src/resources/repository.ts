/** AWS::ECR::Repository: a private one. */
import {
  DeleteRepositoryPolicyCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  PutImageTagMutabilityCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { type PolicyDocument, readResourcePolicy } from './policy-document.ts';
import { given, orMissing, paged, tagged } from './reading.ts';

const TYPE = 'AWS::ECR::Repository';

/**
 * `account`: whose repository it is. `mutability` is ECR's imageTagMutability, `exclusions` are the filters that it does not hold for, in
 * alphabetical order. `policy` is missing where there is none.
 */
export type RepositoryState = {
  readonly account: string;
  readonly mutability: string;
  readonly exclusions: readonly string[];
  readonly policy?: PolicyDocument;
};

const client = (r: Resource) => writer(ECRClient, r);
const api = {
  PutImageTagMutability: { client, command: PutImageTagMutabilityCommand, iam: ['ecr:PutImageTagMutability'] },
  SetRepositoryPolicy: { client, command: SetRepositoryPolicyCommand, iam: ['ecr:SetRepositoryPolicy'] },
  DeleteRepositoryPolicy: { client, command: DeleteRepositoryPolicyCommand, iam: ['ecr:DeleteRepositoryPolicy'] },
} satisfies Table;
export type RepositoryTable = typeof api;

export const repositoryOf = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:ecr:${place.region}:${place.account}:repository/${name}`, name);

async function policyOf(r: Resource): Promise<PolicyDocument | undefined> {
  const asked = new GetRepositoryPolicyCommand({ repositoryName: r.name });
  const text = (await orMissing(reader(ECRClient, r).send(asked)))?.policyText;
  return text === undefined ? undefined : readResourcePolicy(text, r.arn);
}
async function tagsOf(r: Resource) {
  return (await orMissing(reader(ECRClient, r).send(new ListTagsForResourceCommand({ resourceArn: r.arn }))))?.tags ?? [];
}

export const repository: Kind<RepositoryState, RepositoryTable> = {
  types: [TYPE],
  api,
  reads: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy', 'ecr:ListTagsForResource'],
  arns: [`arn:\${AWS::Partition}:ecr:\${AWS::Region}:\${AWS::AccountId}:repository/*`],
  lag: 30,
  async locate(ref) {
    return [repositoryOf(placeOf(ref), isArn(ref.id) ? parseArn(ref.id).id : ref.id)];
  },
  async *list() {
    const place = here();
    const page = (nextToken: string | undefined) => reader(ECRClient, place).send(new DescribeRepositoriesCommand({ nextToken }));
    for await (const { repositoryName } of paged(
      page,
      (p) => p.repositories,
      (p) => p.nextToken,
    ))
      yield repositoryOf(place, given(repositoryName, 'repositoryName'));
  },
  tags: async (r) => tagged(await tagsOf(r)),
  async inspect(r) {
    const asked = new DescribeRepositoriesCommand({ repositoryNames: [r.name] });
    const is = (await orMissing(reader(ECRClient, r).send(asked)))?.repositories?.[0];
    if (!is) return undefined;
    const policy = await policyOf(r);
    const { createdAt, imageTagMutability, imageTagMutabilityExclusionFilters = [] } = is;
    const state: RepositoryState = {
      account: r.account,
      mutability: given(imageTagMutability, 'imageTagMutability'),
      exclusions: imageTagMutabilityExclusionFilters.map(({ filter }) => given(filter, 'filter')).sort(),
      ...(policy && { policy }),
    };
    return {
      born: given(createdAt, 'createdAt').toISOString(),
      state,
      linked: namesSageMaker([r.name, await tagsOf(r), policy ?? {}]),
    };
  },
};
