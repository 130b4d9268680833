import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type BucketState, type BucketTable, bucket, named } from '../../resources/bucket.ts';
import { allowedSettings, allowing } from '../../resources/policy-access.ts';
import { close, openTo, toEverybody } from '../../resources/policy-strangers.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const TYPE = 'AWS::S3::Bucket';
const RULES = ['s3-bucket-blacklisted-actions-prohibited', 's3-bucket-policy-grantee-check', 's3-bucket-policy-not-more-permissive'];

const settings = z.strictObject(allowedSettings);
type Settings = z.infer<typeof settings>;
type Calls = 'PutBucketPolicy' | 'DeleteBucketPolicy';

/**
 * Judged is whoever is let in, whatever for: S3.6 and its rule of Config look for a handful of actions alone (as S3.6 comes, those that
 * change policy, ACLs, encryption, or delete the policy), and disregard every condition. GuardDuty finds what is public, which
 * is a matter of the bucket's block. With RestrictPublicBuckets a policy that is public as a whole lets in the account's own and services of AWS
 * only (S3 API, "PublicAccessBlockConfiguration"). A public policy is not taken back while BlockPublicPolicy is on, by an undo either.
 */
export const remediation: Remediation<BucketState, BucketTable, Calls, Settings> = {
  id: 'bucket-foreign-access',
  family: 'data',
  title: 'The policy of the bucket of ML data lets in nobody but the allowed accounts',
  severity: 'high',
  standards: ['S3.6', ...RULES, 'ATT&CK T1530'],
  triggers: [
    cloudtrail('s3', { PutBucketPolicy: { type: TYPE, id: 'bucketName' } }),
    configRule(TYPE, RULES),
    ...securityHub(TYPE, ['S3.6']),
  ],
  kind: bucket,
  calls: ['PutBucketPolicy', 'DeleteBucketPolicy'],
  settings,
  flaw(state, { settings }) {
    const allowed = allowing(state, settings);
    const flaw = openTo(state.policy, allowed);
    return flaw && { ...flaw, contained: state.block?.RestrictPublicBuckets === true && toEverybody(state.policy, allowed) };
  },
  repair: (state, r, { settings }) =>
    close(state, settings, (policy) => ({ api: 'PutBucketPolicy', input: { ...named(r), Policy: JSON.stringify(policy) } }) as const, {
      api: 'DeleteBucketPolicy',
      input: named(r),
    } as const),
};
