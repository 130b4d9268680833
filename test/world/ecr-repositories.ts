/** Repositories of ECR as they are kept, described, and missed. */
import type {
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse,
  ImageTagMutability,
  Repository,
  Tag,
} from '@aws-sdk/client-ecr';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';

interface Found {
  readonly severity: string;
  readonly when?: string | undefined;
  readonly status?: string | undefined;
}
/** A finding that says `when` it was first seen is one of Inspector's. Never `scanned`: no scan is there. `status`: of one that tells nothing. */
export interface ImageScan {
  readonly scanned?: string | undefined;
  readonly status?: string | undefined;
  readonly findings: readonly Found[];
}
export interface KeptRepository {
  readonly repositoryName: string;
  readonly imageTagMutability: string;
  readonly exclusions: readonly string[];
  readonly createdAt: Date;
  readonly policyText?: string;
  readonly tags: readonly Tag[];
  /** By digest. */
  readonly images: Readonly<Record<string, ImageScan>>;
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
  { policyText: _, tags: __, images: ___, exclusions, ...repository }: KeptRepository,
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

/** A hundred findings a page, whatever is asked for. */
export function scanOf(
  { account }: Habitat,
  { repositoryName, images }: KeptRepository,
  { imageId, nextToken = '0' }: DescribeImageScanFindingsRequest,
): DescribeImageScanFindingsResponse {
  const imageDigest = imageId?.imageDigest ?? '';
  const whose = `with imageId {imageDigest:'${imageDigest}', imageTag:'null'}`;
  const within = `in the repository with name '${repositoryName}' in the registry with id '${account}'`;
  const image = images[imageDigest];
  if (!image) throw new AwsError('ImageNotFoundException', `The image ${whose} does not exist ${within.replace('in the', 'within the')}`);
  if (!image.scanned) throw new AwsError('ScanNotFoundException', `Image scan does not exist for the image ${whose} ${within}`);
  if (image.status) return { imageId: { imageDigest }, imageScanStatus: { status: image.status as 'PENDING' } };
  const from = Number(nextToken);
  const page = image.findings.slice(from, from + 100);
  const at = new Date(image.scanned);
  const enhanced = page.flatMap(({ when, status = 'ACTIVE', severity }) =>
    when ? [{ severity, status, firstObservedAt: new Date(when), title: 'CVE-2026-0001' }] : [],
  );
  const basic = page.flatMap(({ when, severity }) => (when ? [] : [{ severity: severity as 'HIGH', name: 'CVE-2026-0001' }]));
  return {
    ...{ registryId: account, repositoryName, imageId: { imageDigest } },
    imageScanStatus: { status: enhanced.length > 0 ? 'ACTIVE' : 'COMPLETE' },
    imageScanFindings: { imageScanCompletedAt: at, ...(enhanced.length > 0 ? { enhancedFindings: enhanced } : { findings: basic }) },
    ...(from + 100 < image.findings.length && { nextToken: String(from + 100) }),
  };
}
