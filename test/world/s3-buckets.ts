/** Buckets of S3 as they are kept, owned, and missed. */
import type { PublicAccessBlockConfiguration, Tag } from '@aws-sdk/client-s3';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';

export interface Bucket {
  readonly Name: string;
  readonly CreationDate: Date;
  readonly block?: PublicAccessBlockConfiguration;
  readonly policy?: string;
  readonly acl: string;
  readonly tags: readonly Tag[];
}
export interface Asked {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

export const NONE = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };
export const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

export function owned({ account }: Habitat, bucket: Bucket | undefined, { ExpectedBucketOwner = account }: Asked): Bucket {
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (ExpectedBucketOwner !== account) throw refused();
  return bucket;
}
export const refused = () => new AwsError('AccessDenied', 'Access Denied', 403);
export function had<T>(value: T | undefined, code: string, text: string): T {
  if (value === undefined) throw new AwsError(code, text, 404);
  return value;
}
