import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type Block, type BucketState, type BucketTable, bucket, named } from '../../resources/bucket.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { guardDutyBuckets } from '../../triggers/guardduty-buckets.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const TYPE = 'AWS::S3::Bucket';
const called = { type: TYPE, id: 'bucketName' };
const settings = z.strictObject({});

const ALL: Block = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

/**
 * The block makes a public policy or ACL harmless and leaves it as it is. Roles of the account and services of AWS keep what the policy
 * gives them (S3 guide, "Blocking public access to your Amazon S3 storage", RestrictPublicBuckets). Its account's block is not asked for:
 * that may be lifted for another bucket's sake. CloudTrail has other names for two of the calls than the API.
 */
export const remediation: Remediation<BucketState, BucketTable, 'PutPublicAccessBlock', z.infer<typeof settings>> = {
  id: 'bucket-public-access',
  family: 'data',
  title: 'The bucket of ML data blocks all public access',
  severity: 'critical',
  standards: [
    ...['S3.2', 'S3.3', 'S3.8'],
    ...['s3-bucket-level-public-access-prohibited', 's3-bucket-public-read-prohibited', 's3-bucket-public-write-prohibited'],
    'Policy:S3/Bucket*',
    'ATT&CK T1530',
  ],
  triggers: [
    cloudtrail('s3', {
      CreateBucket: called,
      PutBucketPublicAccessBlock: called,
      DeleteBucketPublicAccessBlock: called,
      PutBucketPolicy: called,
      PutBucketAcl: called,
    }),
    configRule(TYPE, ['s3-bucket-level-public-access-prohibited', 's3-bucket-public-read-prohibited', 's3-bucket-public-write-prohibited']),
    ...securityHub(TYPE, ['S3.2', 'S3.3', 'S3.8']),
    guardDutyBuckets(['Policy:S3/Bucket']),
  ],
  kind: bucket,
  calls: ['PutPublicAccessBlock'],
  undos: ['DeletePublicAccessBlock'],
  settings,
  flaw({ block }) {
    if (!block) return { says: 'it has no block of public access', contained: false };
    const off = Object.entries(block).flatMap(([name, on]) => (on ? [] : [name]));
    return off.length > 0 ? { says: `${off.join(', ')} ${off.length > 1 ? 'are' : 'is'} off`, contained: false } : undefined;
  },
  repair({ block }, r) {
    const put = (PublicAccessBlockConfiguration: Block) =>
      ({ api: 'PutPublicAccessBlock', input: { ...named(r), PublicAccessBlockConfiguration } }) as const;
    return {
      do: 'step',
      call: put(ALL),
      // Whoever reads it as the public, or from another account by a policy that is public, is cut off.
      effect: 'disruptive',
      expect: { block: ALL },
      undo: block ? put(block) : { api: 'DeletePublicAccessBlock', input: named(r) },
    };
  },
};
