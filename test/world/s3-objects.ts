/** Objects of S3 and their versions. CloudTrail is told of none of it: data events are for those who pay for them. */
import { createHash } from 'node:crypto';
import type { CopyObjectRequest, DeleteObjectRequest, ListObjectVersionsRequest, PutObjectRequest } from '@aws-sdk/client-s3';
import type { Operations } from './cloudtrail.ts';
import type { Habitat } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import { hex } from './random.ts';
import { type Bucket, owned } from './s3-buckets.ts';
import { type Shelf, shelf } from './stale.ts';

const LISTING = 'S3 API, ListObjectVersions';
rule(
  's3.objects',
  'documented',
  'what is listed of objects is what is there: strong consistency',
  'S3 guide, "Amazon S3 data consistency model"',
);
rule(
  's3.versions',
  'documented',
  'keys in order, and of each key the newest version first; delete markers in a list of their own',
  LISTING,
);
rule(
  's3.null',
  'documented',
  'what is put where nothing is versioned has the version null, and takes the place of the one that had',
  LISTING,
);
rule(
  's3.marker',
  'documented',
  'to delete without a version puts a marker; with one it takes the version away for ever',
  'S3 API, DeleteObject',
);
rule(
  's3.etag',
  'documented',
  'the ETag of what is put in one part and encrypted by S3 is the MD5 of its content; of a copy likewise, whatever the source had',
  'S3 API, Object; S3 guide, "Checking object integrity"',
);
rule('s3.kms', 'documented', 'an ETag under a key of KMS is no MD5', 'S3 API, Object; that a copy has another one is assumed');
rule(
  's3.told',
  'documented',
  'Object Created and Object Deleted, with the key as it is',
  'S3 guide, "EventBridge event message structure"',
);
rule('s3.no-version', 'documented', '404 NoSuchVersion; what is deleted cannot be copied: 404 NoSuchKey', 'S3 API, "Error responses"');

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
export interface GivenObject {
  readonly Bucket: string;
  readonly Key: string;
  readonly versions: readonly ObjectVersion[];
}
export const etagOf = (body: unknown): string => createHash('md5').update(String(body)).digest('hex');

/** `found`: a bucket, or the refusal of whoever asks for another's. */
export function objects(habitat: Habitat, bucketOf: (name: string) => Bucket | undefined) {
  const kept = shelf<Kept>(habitat, 0);
  return {
    shelf: kept,
    place: (given: GivenObject) => kept.place(`${given.Bucket}/${given.Key}`, given),
    operations: { ...reads(habitat, kept, bucketOf), ...changes(habitat, kept, bucketOf) } satisfies Operations['reads'],
  };
}
type BucketOf = (name: string) => Bucket | undefined;

/** A thousand in a page, as S3 has it at most. */
const PAGE = 1000;

function reads(habitat: Habitat, kept: Shelf<Kept>, bucketOf: BucketOf): Operations['reads'] {
  return {
    ListObjectVersions({ Bucket = '', Prefix = '', KeyMarker, VersionIdMarker, MaxKeys = PAGE, ...asked }: ListObjectVersionsRequest) {
      owned(habitat, bucketOf(Bucket), asked);
      const lines = kept
        .truths()
        .filter((o) => o.Bucket === Bucket && o.Key.startsWith(Prefix))
        .toSorted((a, b) => (a.Key < b.Key ? -1 : 1))
        .flatMap(({ Key, versions }) => versions.map((v, i) => ({ ...v, Key, IsLatest: i === 0 })));
      const from = KeyMarker === undefined ? 0 : lines.findIndex((l) => l.Key === KeyMarker && l.VersionId === VersionIdMarker) + 1;
      const page = lines.slice(from, from + MaxKeys);
      const IsTruncated = from + page.length < lines.length;
      return {
        IsTruncated,
        ...(IsTruncated && { NextKeyMarker: page.at(-1)?.Key, NextVersionIdMarker: page.at(-1)?.VersionId }),
        Versions: page.filter((l) => l.ETag !== undefined).map((l) => ({ ...l, ETag: `"${l.ETag}"` })),
        DeleteMarkers: page.filter((l) => l.ETag === undefined).map(({ ETag, Size, ...marker }) => marker),
      };
    },
    GetBucketVersioning({ Bucket = '', ...asked }: ListObjectVersionsRequest) {
      const { versioning } = owned(habitat, bucketOf(Bucket), asked);
      return versioning ? { Status: versioning } : {};
    },
    GetBucketEncryption({ Bucket = '', ...asked }: ListObjectVersionsRequest) {
      const { encryption: SSEAlgorithm = 'AES256' } = owned(habitat, bucketOf(Bucket), asked);
      return { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } }] } };
    },
  };
}

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

function changes(habitat: Habitat, kept: Shelf<Kept>, bucketOf: BucketOf): Operations['reads'] {
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
