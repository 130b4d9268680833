import { describe, expect, test } from 'vitest';
import { s3 } from './s3.ts';
import { smallHabitat } from './small-habitat.ts';

const Bucket = 'churn-data';
const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const allow = (Principal: unknown, more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: '*', ...more }] });

function world(given: object = {}) {
  const habitat = smallHabitat();
  habitat.stale = false;
  const buckets = s3(habitat);
  const CreationDate = new Date(habitat.clock.now());
  buckets.place({ Name: Bucket, CreationDate, ...given });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    buckets.call(operation, { Bucket, ...input }, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { habitat, buckets, call, CreationDate };
}

describe('a bucket', () => {
  test('that has nothing says so of each', () => {
    const { call } = world();
    expect(() => call('GetPublicAccessBlock')).toThrow('The public access block configuration was not found');
    expect(() => call('GetBucketPolicy')).toThrow('The bucket policy does not exist');
    expect(() => call('GetBucketTagging')).toThrow('The TagSet does not exist');
    expect(() => call('GetBucketTagging', { Bucket: 'x' })).toThrow('The specified bucket does not exist');
  });

  test('is blocked in part, in full and not at all', () => {
    const { call } = world({ block: { BlockPublicAcls: true } });
    const NOT = { IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };
    expect(call('GetPublicAccessBlock').PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: true, ...NOT });
    call('PutPublicAccessBlock', { PublicAccessBlockConfiguration: ALL });
    expect(call('GetPublicAccessBlock').PublicAccessBlockConfiguration).toEqual(ALL);
    call('DeletePublicAccessBlock');
    call('DeletePublicAccessBlock');
    expect(() => call('GetPublicAccessBlock')).toThrow('not found');
  });

  test.each(['*', { AWS: '*' }, { AWS: ['111122223333', '*'] }])('takes a policy for %j only while it is not blocked', (Principal) => {
    const { call } = world({ block: ALL });
    expect(() => call('PutBucketPolicy', { Policy: allow(Principal) })).toThrow('Access Denied');
    call('PutBucketPolicy', { Policy: allow(Principal, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }) });
    call('PutBucketPolicy', { Policy: allow({ Service: 'cloudtrail.amazonaws.com' }) });
    call('DeletePublicAccessBlock');
    call('PutBucketPolicy', { Policy: allow(Principal) });
    expect(JSON.parse(call('GetBucketPolicy').Policy).Statement[0].Effect).toBe('Allow');
    call('DeleteBucketPolicy');
    expect(() => call('GetBucketPolicy')).toThrow('does not exist');
  });

  test('does not take a public policy back that it had before, while it is blocked', () => {
    const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }];
    const { call } = world({ block: ALL, policy: { Statement } });
    const { Policy } = call('GetBucketPolicy');
    expect(() => call('PutBucketPolicy', { Policy })).toThrow('Access Denied');
    call('DeleteBucketPolicy');
    expect(() => call('PutBucketPolicy', { Policy })).toThrow('Access Denied');
    call('DeletePublicAccessBlock');
    call('PutBucketPolicy', { Policy });
    expect(JSON.parse(call('GetBucketPolicy').Policy)).toEqual({ Statement });
  });

  test('gives a policy back in a form of its own', () => {
    const { call } = world();
    const AWS = ['111122223333', '555566667777', '999900001111'];
    call('PutBucketPolicy', { Policy: allow({ AWS }, { Resource: ['arn:aws:s3:::churn-data/*'] }) });
    const read = Array.from({ length: 20 }, () => JSON.parse(call('GetBucketPolicy').Policy).Statement[0]);
    expect(new Set(read.map(({ Principal }) => Principal.AWS.join())).size).toBeGreaterThan(1);
    for (const { Principal, Resource } of read) {
      expect(Principal.AWS.toSorted()).toEqual(AWS);
      expect(Resource).toBe('arn:aws:s3:::churn-data/*');
    }
  });

  test('takes no policy that names who was deleted', () => {
    const { call } = world();
    expect(() => call('PutBucketPolicy', { Policy: allow({ AWS: 'AROAEXAMPLEROLEID0001' }) })).toThrow('Invalid principal in policy');
  });

  test('takes a public ACL only while it is not blocked', () => {
    const { call } = world({ block: ALL });
    expect(() => call('PutBucketAcl', { ACL: 'public-read' })).toThrow('Access Denied');
    call('PutBucketAcl');
    call('DeletePublicAccessBlock');
    call('PutBucketAcl', { ACL: 'public-read' });
  });

  test('is new with everything blocked, and cannot be created twice', () => {
    const { call } = world();
    expect(() => call('CreateBucket')).toThrow('you already own it');
    call('DeleteBucket');
    call('CreateBucket');
    call('PutBucketTagging', { Tagging: { TagSet: [{ Key: 'team', Value: 'ml' }] } });
    expect(call('GetPublicAccessBlock').PublicAccessBlockConfiguration).toEqual(ALL);
    expect(call('GetBucketTagging').TagSet).toEqual([{ Key: 'team', Value: 'ml' }]);
  });

  test('is kept from who takes it for somebody else’s', () => {
    const { call } = world({ block: ALL });
    for (const operation of ['GetPublicAccessBlock', 'DeletePublicAccessBlock'])
      expect(() => call(operation, { ExpectedBucketOwner: '999900001111' })).toThrow('Access Denied');
    expect(call('GetPublicAccessBlock', { ExpectedBucketOwner: '111122223333' })).toBeDefined();
  });

  test('is told of as S3 tells CloudTrail', () => {
    const { habitat, call } = world();
    call('PutPublicAccessBlock', { PublicAccessBlockConfiguration: ALL });
    call('DeletePublicAccessBlock');
    call('PutBucketPolicy', { Policy: allow({ Service: 's' }) });
    call('PutBucketAcl', { ACL: 'private' });
    const asked = habitat.events.map(({ detail }) => detail);
    expect(asked).toMatchObject([
      { eventName: 'PutBucketPublicAccessBlock', requestParameters: { bucketName: Bucket, PublicAccessBlockConfiguration: ALL } },
      { eventName: 'DeleteBucketPublicAccessBlock', requestParameters: { bucketName: Bucket } },
      { eventName: 'PutBucketPolicy', requestParameters: { bucketName: Bucket, bucketPolicy: { Version: '2012-10-17' } } },
      { eventName: 'PutBucketAcl', requestParameters: { 'x-amz-acl': 'private' } },
    ]);
  });

  test('is listed, a hundred a page', () => {
    const { buckets, call, CreationDate } = world();
    for (let i = 0; i < 100; i++) buckets.place({ Name: `b${i}`, CreationDate });
    const { Buckets, ContinuationToken } = call('ListBuckets');
    expect([Buckets.length, call('ListBuckets', { ContinuationToken }).Buckets]).toEqual([
      100,
      [{ Name: Bucket, CreationDate, BucketRegion: 'eu-west-1' }],
    ]);
  });
});
