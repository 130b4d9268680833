/** ECR: private repositories, whether their tags can be overwritten, their policies, and what was found in their images. */
import type { DescribeImageScanFindingsRequest, DescribeRepositoriesRequest } from '@aws-sdk/client-ecr';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import { described, type ImageScan, type KeptRepository, laidOut, type Named, policyOf, scanOf, told } from './ecr-repositories.ts';
import { type ScanningOperations, scanning } from './ecr-scanning.ts';
import { writes } from './ecr-writes.ts';
import type { Habitat, Service } from './habitat.ts';
import { rule } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

const API = 'ECR API';
rule(
  'ecr.not-found',
  'documented',
  'RepositoryNotFoundException; where there is no policy, RepositoryPolicyNotFoundException, for its deletion, too',
  `${API}, GetRepositoryPolicy, DeleteRepositoryPolicy`,
);
rule(
  'ecr.texts',
  'observed',
  'texts of RepositoryNotFoundException and RepositoryPolicyNotFoundException',
  'aws-controllers-k8s/community issue 1873; CLI output in public issue threads',
);
rule('ecr.create', 'documented', 'a repository that is not told otherwise is MUTABLE', `${API}, CreateRepository`);
rule(
  'ecr.mutability',
  'assumed',
  'PutImageTagMutability sets mutability and filters together: without filters there are none; the _WITH_EXCLUSION ones need some, the others take none',
  `${API}, PutImageTagMutability; not said what becomes of filters`,
);
rule('ecr.policy-text', 'observed', 'a policy is given back as JSON, laid out anew', 'test/events/cloudtrail.ecr.SetRepositoryPolicy.json');
rule(
  'ecr.policy-invalid',
  'observed',
  'a policy without statements, or with a Resource, is an InvalidParameterException: Invalid repository policy provided',
  'awsdocs/amazon-ecr-user-guide PR 20; of a policy without statements it is assumed',
);
rule('ecr.born', 'assumed', 'a repository made anew under its name has another createdAt', 'it has no id of its own');

rule(
  'ecr.scan',
  'documented',
  'a basic scan has findings, one of Inspector enhancedFindings with firstObservedAt; no scan is a ScanNotFoundException',
  `${API}, DescribeImageScanFindings`,
);
rule('ecr.scan-texts', 'assumed', 'texts of ImageNotFoundException and ScanNotFoundException', `${API} has the names only`);

interface Given {
  readonly repositoryName: string;
  readonly imageTagMutability?: string | undefined;
  readonly exclusions?: readonly string[];
  readonly policy?: unknown;
  readonly tags?: Readonly<Record<string, string>>;
  readonly images?: Readonly<Record<string, ImageScan>>;
  readonly createdAt: Date;
}
export interface Ecr extends Service {
  readonly shelf: Shelf<KeptRepository>;
  readonly scanning: ScanningOperations;
  /** Furnishes a repository that has always been there. */
  place(given: Given): void;
}

export function ecr(habitat: Habitat): Ecr {
  const kept = shelf<KeptRepository>(habitat, 30);
  const registry = scanning(habitat);
  return {
    ...service(habitat, 'ecr', {
      reads: { ...reads(habitat, kept), ...registry.reads },
      writes: { ...writes(habitat, kept), ...registry.writes },
    }),
    shelf: kept,
    scanning: registry,
    place: ({ policy, tags = {}, imageTagMutability = 'MUTABLE', exclusions = [], images = {}, ...given }) =>
      kept.place(given.repositoryName, {
        ...given,
        imageTagMutability,
        exclusions,
        images,
        tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        ...(policy !== undefined && { policyText: laidOut(policy) }),
      }),
  };
}

const reads = (habitat: Habitat, kept: Shelf<KeptRepository>): Operations['reads'] => ({
  DescribeRepositories({ repositoryNames, nextToken = '0' }: DescribeRepositoriesRequest) {
    const from = Number(nextToken);
    if (repositoryNames) return { repositories: repositoryNames.map((name) => described(habitat, told(habitat, kept.read(name), name))) };
    const all = kept.list().sort((a, b) => (a.repositoryName < b.repositoryName ? -1 : 1));
    const repositories = all.slice(from, from + 100).map((one) => described(habitat, one));
    return { repositories, ...(from + 100 < all.length && { nextToken: String(from + 100) }) };
  },
  GetRepositoryPolicy({ repositoryName = '' }: Named) {
    const policyText = policyOf(habitat, told(habitat, kept.read(repositoryName), repositoryName));
    return { registryId: habitat.account, repositoryName, policyText };
  },
  DescribeImageScanFindings: (input: DescribeImageScanFindingsRequest) =>
    scanOf(habitat, told(habitat, kept.read(input.repositoryName ?? ''), input.repositoryName), input),
  ListTagsForResource({ resourceArn = '' }: { resourceArn?: string }) {
    const name = resourceArn.replace(/^.*:repository\//, '');
    return { tags: told(habitat, kept.read(name), name).tags };
  },
});

/** Mutability and its filters, as they may stand together. */
