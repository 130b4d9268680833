import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/identity/policy-default-version.ts';
import type { ManagedPolicyState } from '../../../src/resources/managed-policy.ts';
import type { PolicyDocument } from '../../../src/resources/policy-document.ts';
import { flaw, next, step } from '../promise.ts';

const PolicyArn = 'arn:aws:iam::111122223333:policy/ml/data';
const resource = {
  key: 'aws/AWS::IAM::Policy/111122223333/aws-global/data',
  type: 'AWS::IAM::Policy',
  arn: PolicyArn,
  name: 'data',
  account: '111122223333',
  region: 'aws-global',
};
const doc = (Action: string, more = {}): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }],
});
const narrow = doc('s3:GetObject');
const admin = doc('*');
const guarded = doc('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });
const seen = (inForce: string, versions: ManagedPolicyState['versions'], settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource,
  state: { inForce, versions, lent: ['sagemaker'] },
  settings,
});

describe('a policy', () => {
  test('is right when the version in force is narrow, whatever the others are', () =>
    expect(flaw(seen('v2', { v1: admin, v2: narrow, v3: admin }))).toBeUndefined());
  test('is wrong when the version in force makes somebody an administrator', () =>
    expect(flaw(seen('v2', { v1: narrow, v2: admin }))).toEqual({ says: 'version v2 allows * on *', contained: false }));
  test('is right as long as no ML service may take a role that has it', () => {
    const wide = seen('v1', { v1: admin });
    expect(flaw({ ...wide, state: { ...wide.state, lent: [] } })).toBeUndefined();
  });
  test('is measured by the settings', () =>
    expect(flaw(seen('v1', { v1: doc('sagemaker:*') }, { broad: ['sagemaker:*'] }))).toMatchObject({ contained: false }));
});

describe('in force comes', () => {
  test.each([
    ['the version before', 'v3', { v1: narrow, v2: narrow, v3: admin }, 'v2'],
    ['the newest that passes', 'v12', { v8: narrow, v9: narrow, v10: admin, v11: guarded, v12: admin }, 'v9'],
    ['never a newer one', 'v2', { v1: narrow, v2: admin, v3: narrow }, 'v1'],
  ] as const)('%s', (_, inForce, versions, VersionId) => {
    const { step: s, after } = step(seen(inForce, versions));
    expect(s).toMatchObject({
      call: { api: 'SetDefaultPolicyVersion', input: { PolicyArn, VersionId } },
      undo: { api: 'SetDefaultPolicyVersion', input: { PolicyArn, VersionId: inForce } },
      effect: 'disruptive',
    });
    expect(after).toEqual({ inForce: VersionId, versions, lent: ['sagemaker'] });
  });
});

describe('it is told', () => {
  test.each([
    ['that no version before is narrower', seen('v1', { v1: admin, v2: narrow }), 'no version before v1 is narrower'],
    ['that a condition may be enough', seen('v2', { v1: narrow, v2: guarded }), 'under a condition'],
  ])('%s', (_, what, why) => expect(next(what)).toMatchObject({ do: 'tell', why: expect.stringContaining(why) }));
});
