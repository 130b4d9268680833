/** What a scan has found in one container image, counted: never a finding by its name. */
import {
  DescribeImageScanFindingsCommand,
  type DescribeImageScanFindingsResponse,
  ECRClient,
  type ImageScanFindings,
} from '@aws-sdk/client-ecr';
import { reader } from '../aws.ts';

export const SEVERITIES = ['CRITICAL', 'HIGH'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `oldest`: since when the one that was seen first is known, ISO 8601. */
export type Findings = { readonly [severity in Severity]?: { readonly count: number; readonly oldest: string } };

const known = (severity: string | undefined): severity is Severity => SEVERITIES.some((one) => one === severity);

/**
 * Findings of Inspector that are closed or suppressed do not count. A basic scan does not say since when a finding is known: it is known since
 * the scan was completed (ECR API reference, EnhancedImageScanFinding, ImageScanFindings).
 */
function seenIn({ findings = [], enhancedFindings = [], imageScanCompletedAt }: ImageScanFindings) {
  const active = enhancedFindings.filter(({ status = 'ACTIVE' }) => status === 'ACTIVE');
  const all = [
    ...active.map(({ severity, firstObservedAt }) => ({ severity, at: firstObservedAt ?? imageScanCompletedAt })),
    ...findings.map(({ severity }) => ({ severity, at: imageScanCompletedAt })),
  ];
  return all.flatMap(({ severity, at }) => (known(severity) && at ? [{ severity, at: at.toISOString() }] : []));
}

export function counted(pages: readonly ImageScanFindings[]): Findings {
  const by = Map.groupBy(pages.flatMap(seenIn), ({ severity }) => severity);
  const told = SEVERITIES.flatMap((severity) => {
    const [oldest] = (by.get(severity) ?? []).map(({ at }) => at).sort();
    return oldest ? [[severity, { count: by.get(severity)?.length ?? 0, oldest }] as const] : [];
  });
  return Object.fromEntries(told);
}

/** A scan that is over, or that goes on for as long as the image is there. All others tell nothing: not yet, not any more, or never. */
const TELLS: readonly (string | undefined)[] = ['COMPLETE', 'ACTIVE'];

type Answer = DescribeImageScanFindingsResponse | 'gone' | 'unscanned';
async function page(where: { region: string }, command: DescribeImageScanFindingsCommand): Promise<Answer> {
  try {
    return await reader(ECRClient, where).send(command);
  } catch (error) {
    const { name } = error as Error;
    if (name === 'ScanNotFoundException') return 'unscanned';
    if (name === 'ImageNotFoundException' || name === 'RepositoryNotFoundException') return 'gone';
    throw error;
  }
}

/** Null: no scan tells. Undefined: the image is gone. */
export async function findingsOf(
  where: { region: string },
  repositoryName: string,
  imageDigest: string,
): Promise<Findings | null | undefined> {
  const asked = { repositoryName, imageId: { imageDigest }, maxResults: 1000 };
  const pages: ImageScanFindings[] = [];
  let nextToken: string | undefined;
  do {
    const is = await page(where, new DescribeImageScanFindingsCommand({ ...asked, nextToken }));
    if (is === 'gone') return undefined;
    if (is === 'unscanned' || !TELLS.includes(is.imageScanStatus?.status)) return null;
    pages.push(is.imageScanFindings ?? {});
    nextToken = is.nextToken;
  } while (nextToken);
  return counted(pages);
}
