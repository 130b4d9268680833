/** Objects of S3 as a world file has them, and those that a version of a model is made of where the file does not name them. */
import * as z from 'zod/mini';
import { etagOf, type ObjectVersion } from '../s3-object-writes.ts';
import { duration } from './duration.ts';
import type { Services } from './services.ts';

const put = z.strictObject({
  ago: duration,
  /** What is in it: its ETag is the MD5 of that, unless `ETag` says another. Without either it is a delete marker. */
  Body: z.optional(z.string()),
  ETag: z.optional(z.string()),
  VersionId: z.optional(z.string()),
  Size: z.optional(z.number()),
});
/** `versions`: oldest first. */
export const objectSchema = z.strictObject({ Bucket: z.string(), Key: z.string(), versions: z.array(put) });
type GivenObject = z.infer<typeof objectSchema>;

/** Ids as S3 makes them say nothing of what is in a version; here they tell which it is. */
const versionOf = (
  { ago, Body, ETag = Body && etagOf(Body), VersionId, Size = 5 }: GivenObject['versions'][number],
  i: number,
  now: number,
) => {
  const is: ObjectVersion = { VersionId: VersionId ?? `version-${i + 1}`, LastModified: new Date(now - ago) };
  return ETag ? { ...is, ETag, Size } : is;
};

/** All of it is in buckets that keep what is written over, where the file has no such bucket. */
export function furnishObjects({ s3, sagemaker }: Services, given: readonly GivenObject[], now: number): void {
  const bucket = (Name: string) => {
    const block = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
    if (!s3.shelf.truth(Name)) s3.place({ Name, block, versioning: 'Enabled', CreationDate: new Date(now - 90 * 864e5) });
  };
  for (const { Bucket, Key, versions } of given) {
    bucket(Bucket);
    s3.put({ Bucket, Key, versions: versions.map((one, i) => versionOf(one, i, now)).reverse() });
  }
  const named = new Set(given.map(({ Bucket, Key }) => `s3://${Bucket}/${Key}`));
  for (const { InferenceSpecification, CreationTime } of sagemaker.packages.shelf.truths())
    for (const { ModelDataUrl = '' } of InferenceSpecification?.Containers ?? []) {
      const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(ModelDataUrl) ?? [];
      if (!Bucket || named.has(ModelDataUrl)) continue;
      bucket(Bucket);
      const LastModified = new Date(CreationTime.getTime() - 60_000);
      s3.put({ Bucket, Key, versions: [{ VersionId: 'version-1', LastModified, ETag: etagOf(Key), Size: 5 }] });
      named.add(ModelDataUrl);
    }
}
