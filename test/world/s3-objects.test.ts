import { describe, expect, test } from 'vitest';
import { type GivenBucket, s3 } from './s3.ts';
import { etagOf } from './s3-object-writes.ts';
import { smallHabitat } from './small-habitat.ts';

const [Bucket, Key] = ['ml-models', 'März 1/model.tar.gz'];
const source = (id: string) => `${Bucket}/M%C3%A4rz%201/model.tar.gz?versionId=${id}`;

function world(bucket: Partial<GivenBucket> = { versioning: 'Enabled' }) {
  const habitat = smallHabitat();
  const emitted: { 'detail-type': string; detail: { object: object; reason: string; 'deletion-type'?: string } }[] = [];
  habitat.emit = (event) => emitted.push(event as (typeof emitted)[number]);
  const service = s3(habitat);
  service.place({ Name: Bucket, CreationDate: new Date(habitat.clock.now()), ...bucket });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    service.call(operation, { Bucket, Key, ...input }, { arn: 'arn:aws:iam::111122223333:user/dev' });
  const listed = (more: object = {}) => call('ListObjectVersions', { Prefix: 'M', ...more });
  return { service, call, listed, emitted };
}

describe('an object', () => {
  test('that is put again keeps what was there among its versions, newest first, and each is told of under its key as it is', () => {
    const { call, listed, emitted } = world();
    const [first, second] = ['a', 'bb'].map((Body) => call('PutObject', { Body }));
    expect(listed()).toMatchObject({
      IsTruncated: false,
      Versions: [
        { Key, VersionId: second.VersionId, ETag: `"${etagOf('bb')}"`, Size: 2, IsLatest: true },
        { Key, VersionId: first.VersionId, ETag: `"${etagOf('a')}"`, Size: 1, IsLatest: false },
      ],
      DeleteMarkers: [],
    });
    expect(emitted.map((e) => [e['detail-type'], e.detail.object, e.detail.reason])).toMatchObject([
      ['Object Created', { key: Key, etag: etagOf('a'), 'version-id': first.VersionId }, 'PutObject'],
      ['Object Created', { key: Key, etag: etagOf('bb') }, 'PutObject'],
    ]);
  });

  test('that nothing is kept of is written over, under the version null', () => {
    const { call, listed } = world({});
    for (const Body of ['a', 'b']) call('PutObject', { Body });
    expect(listed().Versions).toMatchObject([{ VersionId: 'null', ETag: `"${etagOf('b')}"` }]);
    call('DeleteObject');
    expect(listed().Versions).toEqual([]);
    expect(call('DeleteObject')).toEqual({});
  });

  test('that is deleted has a marker, which can be taken away again', () => {
    const { call, listed, emitted } = world();
    call('PutObject', { Body: 'a' });
    const { VersionId } = call('DeleteObject');
    expect(listed()).toMatchObject({ Versions: [{ IsLatest: false }], DeleteMarkers: [{ Key, VersionId, IsLatest: true }] });
    call('DeleteObject', { VersionId });
    expect(listed()).toMatchObject({ Versions: [{ IsLatest: true }], DeleteMarkers: [] });
    expect(emitted.slice(1).map((e) => [e['detail-type'], e.detail['deletion-type']])).toEqual([
      ['Object Deleted', 'Delete Marker Created'],
      ['Object Deleted', 'Permanently Deleted'],
    ]);
  });

  test('is copied from one of its versions, if that is as it is asked for', () => {
    const { call, listed } = world();
    const { VersionId } = call('PutObject', { Body: 'a' });
    call('PutObject', { Body: 'b' });
    expect(() => call('CopyObject', { CopySource: source('none') })).toThrow('The specified version does not exist');
    expect(() => call('CopyObject', { CopySource: source(VersionId), CopySourceIfMatch: '"x"' })).toThrow('pre-conditions');
    const copied = call('CopyObject', { CopySource: source(VersionId), CopySourceIfMatch: `"${etagOf('a')}"` });
    expect(copied.CopyObjectResult.ETag).toBe(`"${etagOf('a')}"`);
    expect(listed().Versions.map((v: { ETag: string }) => v.ETag)).toEqual(['a', 'b', 'a'].map((body) => `"${etagOf(body)}"`));
    const { VersionId: marker } = call('DeleteObject');
    expect(() => call('CopyObject', { CopySource: source(marker) })).toThrow('The specified key does not exist');
    expect(() => call('CopyObject', { CopySource: source(VersionId).replace(/\?.*/, '') })).toThrow('The specified key does not exist');
  });

  test('that came in parts, or is put under a key of KMS, has another ETag once it is copied', () => {
    const { service, call } = world();
    const parts = { VersionId: 'v', LastModified: new Date(0), ETag: `${etagOf('a')}-2`, Size: 1 };
    service.put({ Bucket, Key, versions: [parts] });
    expect(call('CopyObject', { CopySource: source('v') }).CopyObjectResult.ETag).not.toContain(etagOf('a'));
    const keyed = world({ versioning: 'Enabled', encryption: 'aws:kms' });
    expect(keyed.call('PutObject', { Body: 'a' }).ETag).not.toBe(`"${etagOf('a')}"`);
    expect(keyed.call('GetBucketEncryption').ServerSideEncryptionConfiguration.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
    ]);
  });

  test('is listed a page at a time, each from where the last one ended', () => {
    const { call, listed } = world();
    for (const Body of ['a', 'b', 'c']) call('PutObject', { Body });
    const first = listed({ MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: Key });
    const rest = listed({ MaxKeys: 2, KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker });
    expect([...first.Versions, ...rest.Versions].map((v: { ETag: string }) => v.ETag)).toEqual(
      ['c', 'b', 'a'].map((b) => `"${etagOf(b)}"`),
    );
    expect(rest.IsTruncated).toBe(false);
  });

  test('in a bucket of somebody else is nobody’s to see', () => {
    const { call, listed } = world({ owner: '999900001111' });
    expect(() => listed({ ExpectedBucketOwner: '111122223333' })).toThrow('Access Denied');
    expect(() => call('GetBucketVersioning', { Bucket: 'none' })).toThrow('The specified bucket does not exist');
  });
});

test('a bucket says whether it keeps versions, and that S3 encrypts, where nothing else is said', () => {
  expect(world().call('GetBucketVersioning')).toEqual({ Status: 'Enabled' });
  const { call } = world({});
  expect(call('GetBucketVersioning')).toEqual({});
  expect(call('GetBucketEncryption').ServerSideEncryptionConfiguration.Rules).toEqual([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
  ]);
});
