import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/data/bucket-public-access.ts';
import { type BucketState, bucketOf } from '../../../src/resources/bucket.ts';
import { flaw, step } from '../promise.ts';

const account = '111122223333';
const seen = (state: Partial<BucketState>) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: bucketOf({ partition: 'aws', account, region: 'eu-west-1' }, 'churn-data'),
  state: { account, ...state },
});
const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const NONE = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };
const named = { Bucket: 'churn-data', ExpectedBucketOwner: account };

describe('a bucket', () => {
  test('that blocks all public access is in order', () => expect(flaw(seen({ block: ALL }))).toBeUndefined());

  test.each<[state: Partial<BucketState>, says: string]>([
    [{}, 'it has no block of public access'],
    [{ block: NONE }, 'BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets are off'],
    [{ block: { ...ALL, RestrictPublicBuckets: false } }, 'RestrictPublicBuckets is off'],
    [{ block: { ...ALL, BlockPublicPolicy: false, BlockPublicAcls: false } }, 'BlockPublicAcls, BlockPublicPolicy are off'],
  ])('that has %j is blocked in one step, which cuts the public off', (state, says) => {
    expect(flaw(seen(state))).toEqual({ says, contained: false });
    const { step: s, after } = step(seen(state));
    expect(s).toMatchObject({
      call: { api: 'PutPublicAccessBlock', input: { ...named, PublicAccessBlockConfiguration: ALL } },
      effect: 'disruptive',
    });
    expect([after, flaw(seen(after as BucketState))]).toEqual([{ account, block: ALL }, undefined]);
  });

  test('gets back the block that it had', () =>
    expect(step(seen({ block: NONE })).step.undo).toEqual({
      api: 'PutPublicAccessBlock',
      input: { ...named, PublicAccessBlockConfiguration: NONE },
    }));

  test('has none again if it had none', () => expect(step(seen({})).step.undo).toEqual({ api: 'DeletePublicAccessBlock', input: named }));
});
