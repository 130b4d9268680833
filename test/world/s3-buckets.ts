/** Buckets of S3 as they are kept, owned, and missed. */
import type { PublicAccessBlockConfiguration, Tag } from '@aws-sdk/client-s3';
import type { Habitat, Random } from './habitat.ts';
import { AwsError } from './habitat.ts';

export interface Bucket {
  readonly Name: string;
  readonly CreationDate: Date;
  readonly block?: PublicAccessBlockConfiguration;
  readonly policy?: string;
  readonly acl: string;
  /** Another account's. */
  readonly owner?: string | undefined;
  /** Missing where it never was. */
  readonly versioning?: 'Enabled' | 'Suspended' | undefined;
  /** By default; S3's own where it says nothing. */
  readonly encryption?: 'AES256' | 'aws:kms' | undefined;
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
  if (ExpectedBucketOwner !== (bucket.owner ?? account)) throw refused();
  return bucket;
}
export const refused = () => new AwsError('AccessDenied', 'Access Denied', 403);
export function had<T>(value: T | undefined, code: string, text: string): T {
  if (value === undefined) throw new AwsError(code, text, 404);
  return value;
}

/** Lists of one unwrapped, all others turned by so many places: but for the statements, whose order nobody has seen change. */
export function givenBack(policy: string, { int }: Random): string {
  const turned = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value) && key !== 'Statement') {
      const by = int(value.length || 1);
      return value.length === 1 ? value[0] : [...value.slice(by), ...value.slice(0, by)];
    }
    if (Array.isArray(value)) return value.map((one) => turned(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, turned(v, k)]));
  };
  return JSON.stringify(turned(JSON.parse(policy)));
}
