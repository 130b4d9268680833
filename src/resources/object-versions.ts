/** Which versions of an object there are in S3, as its listing tells: no right to read one is needed for that. */
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  S3Client,
} from '@aws-sdk/client-s3';
import { reader } from '../aws.ts';
import { refusal } from '../engine/refusal.ts';
import type { Resource } from '../engine/remediation.ts';
import { given } from './reading.ts';

/** `id`: its version id, `null` where none was kept. `etag` without its quotes. `at`: when it was put there, ISO 8601. `size` in bytes. */
export type Version = { readonly id: string; readonly etag: string; readonly at: string; readonly size: number };
/** `is`: what is there; missing where it is deleted, at `deleted` if that is known. `earlier`: what was there, newest first. */
export interface Kept {
  readonly is?: Version;
  readonly deleted?: string;
  readonly earlier: readonly Version[];
}
/** By key. `cut`: there are more than are read at one look. `unseen`: why nothing can be seen. */
export type Seen = { readonly kept: ReadonlyMap<string, Kept>; readonly cut: boolean } | { readonly unseen: string };

/** S3 puts ETags in quotes; other services tell the same without. */
export const bare = (etag: unknown): string => `${etag ?? ''}`.replaceAll('"', '');

/** Of a thousand versions each. */
const PAGES = 5;

interface Line {
  readonly key: string;
  readonly latest: boolean;
  readonly at: string;
  readonly version?: Version;
}
/** A delete marker has no ETag. */
const linesOf = ({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): readonly Line[] => {
  const all: readonly ObjectVersion[] = [...Versions, ...DeleteMarkers];
  return all.map(({ Key, VersionId: id = 'null', ETag, IsLatest: latest = false, LastModified, Size: size = 0 }) => {
    const at = given(LastModified, 'LastModified').toISOString();
    return { key: given(Key, 'Key'), latest, at, ...(ETag && { version: { id, etag: bare(ETag), at, size } }) };
  });
};

/** All of a key stands together, newest first (S3 API, ListObjectVersions); markers stand in a list of their own. */
function keptOf(lines: readonly Line[]): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const { key, latest, at, version } of lines) {
    const so = kept.get(key) ?? { earlier: [] };
    if (latest) kept.set(key, { ...so, ...(version ? { is: version } : { deleted: at }) });
    else if (version) kept.set(key, { ...so, earlier: [...so.earlier, version] });
    else kept.set(key, so);
  }
  return kept;
}

/** What S3 says where a bucket is another's, in another Region or none: there is nothing to see, and a later look sees no more. */
const ELSEWHERE = /^(NoSuchBucket|PermanentRedirect|AuthorizationHeaderMalformed|InvalidBucketName|AllAccessDisabled)$/;
/** Names of buckets are the world's: what is asked is asked of this account's alone. */
const owned = (r: Resource, Bucket: string) => ({ Bucket, ExpectedBucketOwner: r.account });

/** `whole`: the prefix is the whole key of one object, and others that begin with it are not read on for. */
export async function versionsOf(r: Resource, bucket: string, Prefix: string, whole: boolean): Promise<Seen> {
  const lines: Line[] = [];
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  try {
    for (let page = 0; page < PAGES; page++) {
      const read = await reader(S3Client, r).send(new ListObjectVersionsCommand({ ...owned(r, bucket), Prefix, ...marker }));
      const listed = linesOf(read);
      lines.push(...listed);
      if (!read.IsTruncated || (whole && listed.some(({ key }) => key !== Prefix))) return { kept: keptOf(lines), cut: false };
      marker = { KeyMarker: read.NextKeyMarker, VersionIdMarker: read.NextVersionIdMarker };
    }
  } catch (error) {
    const { is, text } = refusal(error);
    if (is === 'denied' || ELSEWHERE.test((error as Error).name)) return { unseen: text };
    throw error;
  }
  return { kept: keptOf(lines), cut: true };
}

/** How the bucket keeps what is put there. What it does not say to us is missing. */
export type Keeping = { readonly versioning?: string; readonly encryption?: string };
export async function keepingOf(r: Resource, bucket: string): Promise<Keeping> {
  const client = reader(S3Client, r);
  const of = owned(r, bucket);
  try {
    const [{ Status }, { ServerSideEncryptionConfiguration: is }] = await Promise.all([
      client.send(new GetBucketVersioningCommand(of)),
      client.send(new GetBucketEncryptionCommand(of)),
    ]);
    const encryption = is?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
    return { ...(Status && { versioning: Status }), ...(encryption && { encryption }) };
  } catch (error) {
    if (refusal(error).is === 'denied') return {};
    throw error;
  }
}
