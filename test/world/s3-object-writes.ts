/** What is put among objects of S3, copied and deleted, and who is told of it. */
import { createHash } from 'node:crypto';
import type { CopyObjectRequest, DeleteObjectRequest, PutObjectRequest } from '@aws-sdk/client-s3';
import type { Operations } from './cloudtrail.ts';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';
import { hex } from './random.ts';
import { type Bucket, owned } from './s3-buckets.ts';
import type { Shelf } from './stale.ts';

export interface ObjectVersion {
  readonly VersionId: string;
  readonly LastModified: Date;
  /** Missing of a delete marker. */
  readonly ETag?: string | undefined;
  readonly Size?: number | undefined;
}
/** `versions`: newest first. */
export interface Kept {
  readonly Bucket: string;
  readonly Key: string;
  readonly versions: readonly ObjectVersion[];
}
export type BucketOf = (name: string) => Bucket | undefined;
export const etagOf = (body: unknown): string => createHash('md5').update(String(body)).digest('hex');

/** Puts what is new in its place, and tells of what came and went. */
function moves(habitat: Habitat, kept: Shelf<Kept>) {
  const versionsOf = (Bucket: string, Key: string) => kept.truth(`${Bucket}/${Key}`)?.versions ?? [];
  const tell = (what: 'Created' | 'Deleted', Bucket: string, Key: string, version: ObjectVersion, more: object) => {
    const { VersionId, ETag, Size } = version;
    const object = { key: Key, ...(ETag && { size: Size, etag: ETag }), 'version-id': VersionId, sequencer: hex(habitat.random, 16) };
    habitat.emit({
      ...{ source: 'aws.s3', 'detail-type': `Object ${what}`, resources: [`arn:aws:s3:::${Bucket}`] },
      detail: { version: '0', bucket: { name: Bucket }, object, requester: habitat.account, ...more },
    });
  };
  const put = (bucket: Bucket, Key: string, is: Omit<ObjectVersion, 'VersionId' | 'LastModified'>, reason: string) => {
    const VersionId = bucket.versioning === 'Enabled' ? hex(habitat.random, 32) : 'null';
    const version = { VersionId, LastModified: new Date(habitat.clock.now()), ...is };
    const earlier = versionsOf(bucket.Name, Key).filter((v) => v.VersionId !== VersionId);
    kept.put(`${bucket.Name}/${Key}`, { Bucket: bucket.Name, Key, versions: [version, ...earlier] });
    const deleted = is.ETag === undefined;
    tell(deleted ? 'Deleted' : 'Created', bucket.Name, Key, version, {
      reason,
      ...(deleted && { 'deletion-type': 'Delete Marker Created' }),
    });
    return version;
  };
  return { versionsOf, tell, put };
}

export function changes(habitat: Habitat, kept: Shelf<Kept>, bucketOf: BucketOf): Operations['reads'] {
  const { versionsOf, tell, put } = moves(habitat, kept);
  /** Under a key of KMS it is no digest of the content, and another one each time. */
  const etagIn = (bucket: Bucket, digest: string) => (bucket.encryption === 'aws:kms' ? hex(habitat.random, 32) : digest);
  return {
    PutObject({ Bucket = '', Key = '', Body, ...asked }: PutObjectRequest) {
      const bucket = owned(habitat, bucketOf(Bucket), asked);
      const text = String(Body);
      const { ETag, VersionId } = put(bucket, Key, { ETag: etagIn(bucket, etagOf(text)), Size: text.length }, 'PutObject');
      return { ETag: `"${ETag}"`, VersionId };
    },
    CopyObject({ Bucket = '', Key = '', CopySource = '', CopySourceIfMatch, ...asked }: CopyObjectRequest) {
      const bucket = owned(habitat, bucketOf(Bucket), asked);
      const [, from = '', path = '', id] = /^\/?([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(CopySource) ?? [];
      const versions = versionsOf(from, decodeURIComponent(path));
      const source = id === undefined ? versions[0] : versions.find((v) => v.VersionId === decodeURIComponent(id));
      if (!source) throw new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
      if (source.ETag === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
      if (CopySourceIfMatch !== undefined && CopySourceIfMatch.replaceAll('"', '') !== source.ETag)
        throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
      // What came in parts is one now.
      const digest = source.ETag.includes('-') ? etagOf(source.ETag) : source.ETag;
      const { ETag, VersionId, LastModified } = put(bucket, Key, { ETag: etagIn(bucket, digest), Size: source.Size }, 'CopyObject');
      return { CopyObjectResult: { ETag: `"${ETag}"`, LastModified }, VersionId };
    },
    DeleteObject({ Bucket = '', Key = '', VersionId, ...asked }: DeleteObjectRequest) {
      const bucket = owned(habitat, bucketOf(Bucket), asked);
      const versions = versionsOf(Bucket, Key);
      if (VersionId === undefined && bucket.versioning) {
        return { DeleteMarker: true, VersionId: put(bucket, Key, {}, 'DeleteObject').VersionId };
      }
      const [gone = versions[0]] = versions.filter((v) => v.VersionId === VersionId);
      if (!gone) return {};
      kept.put(`${Bucket}/${Key}`, { Bucket, Key, versions: versions.filter((v) => v !== gone) });
      tell('Deleted', Bucket, Key, gone, { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' });
      return { VersionId: gone.VersionId };
    },
  };
}
