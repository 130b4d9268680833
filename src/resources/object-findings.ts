/** What GuardDuty's Malware Protection for S3 has found in the objects of a bucket, read back. */
import { Equals, unarchived } from './guardduty-findings.ts';
import { bare, type Version } from './object-versions.ts';

/** The type that they have. */
export const MALICIOUS = 'Object:S3/MaliciousFile';

/** `etag` and `version` say of which content: a finding speaks of what was there when it was scanned (GuardDuty API, S3ObjectDetail). */
export interface Malicious {
  readonly finding: string;
  readonly key: string;
  readonly etag?: string | undefined;
  readonly version?: string | undefined;
}

/**
 * The unarchived ones, of these objects alone if they are given. Without a detector there are none: then GuardDuty only tags (GuardDuty guide,
 * "Monitoring S3 object scans").
 */
export async function maliciousIn(bucket: string, keys?: readonly string[]): Promise<readonly Malicious[]> {
  const found: Malicious[] = [];
  const field = `resource.s3BucketDetails.${keys ? 's3ObjectDetails.key' : 'name'}`;
  for await (const { Id: finding = '', Resource } of unarchived({ type: Equals(MALICIOUS), [field]: Equals(...(keys ?? [bucket])) }))
    for (const { Name, S3ObjectDetails } of Resource?.S3BucketDetails ?? [])
      for (const { Key: key, ETag, VersionId: version } of S3ObjectDetails ?? [])
        if (key !== undefined && Name === bucket) found.push({ finding, key, etag: bare(ETag), version });
  // Each look is to tell of the same one: GuardDuty's listing has no order.
  return found.sort((a, b) => (a.finding < b.finding ? -1 : 1));
}

/** Whether it is of that content. What has no ETag is told apart by its version, and what has neither is of whatever is there. */
export function isOf({ key, etag, version }: Malicious, of: string, is: Pick<Version, 'etag' | 'id'>): boolean {
  if (key !== of) return false;
  return etag ? etag === is.etag : !version || version === is.id;
}
