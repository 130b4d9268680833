/** Objects of S3 and their versions. CloudTrail is told of none of it: data events are for those who pay for them. */
import type { ListObjectVersionsRequest } from '@aws-sdk/client-s3';
import type { Operations } from './cloudtrail.ts';
import type { Habitat } from './habitat.ts';
import { rule } from './habitat.ts';
import { owned } from './s3-buckets.ts';
import { type BucketOf, changes, type Kept } from './s3-object-writes.ts';
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
  'assumed',
  'Object Created and Object Deleted tell a key as it is, and not encoded as in a URL',
  'S3 guide, "EventBridge event message structure", does not say; that of the messages to queues says that theirs is encoded',
);
rule('s3.no-version', 'documented', '404 NoSuchVersion; what is deleted cannot be copied: 404 NoSuchKey', 'S3 API, "Error responses"');

/** `found`: a bucket, or the refusal of whoever asks for another's. */
export function objects(habitat: Habitat, bucketOf: BucketOf) {
  const kept = shelf<Kept>(habitat, 0);
  return {
    shelf: kept,
    place: (given: Kept) => kept.place(`${given.Bucket}/${given.Key}`, given),
    operations: { ...reads(habitat, kept, bucketOf), ...changes(habitat, kept, bucketOf) } satisfies Operations['reads'],
  };
}

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
