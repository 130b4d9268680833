import { expect, test } from 'vitest';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/registry/model-sharing.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { flaw, next, step } from '../promise.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const allow = (Sid: string, AWS: Json, more: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS },
  Action: 'sagemaker:*',
  Resource: '*',
  ...more,
});
const OWN = allow('Own', 'arn:aws:iam::111122223333:root');
const ALL = allow('All', '*');
const VENDOR = allow('Vendor', '999900001111');
const OFFICE = allow('Office', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Id: 'x', Statement });
const given = (statements: readonly object[] | undefined, settings: Json = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker('AWS::SageMaker::ModelPackageGroup', 'model-package-group', place, 'Churn-Models'),
  state: { account: '111122223333', status: 'Completed', ...(statements && { policy: document(statements) }) } as Json,
  settings,
});
const put = (statements: readonly object[]) => ({
  api: 'PutModelPackageGroupPolicy',
  input: { ModelPackageGroupName: 'Churn-Models', ResourcePolicy: JSON.stringify(document(statements)) },
});

test.each<[statements: object[] | undefined, settings: Json, says: string | undefined]>([
  [undefined, {}, undefined],
  [[OWN], {}, undefined],
  [[OWN, ALL], {}, 'All lets everybody in'],
  [[VENDOR], {}, 'Vendor lets 999900001111 in'],
  [[VENDOR], { accounts: ['999900001111'] }, undefined],
  [[OFFICE], {}, 'Office lets everybody in under a condition'],
])('of the policy %j under %j it says', (statements, settings, says) => expect(flaw(given(statements, settings))?.says).toBe(says));

test('what lets strangers in is taken out, all else stays, and the policy as it was is kept for an undo', () => {
  const { step: s, after } = step(given([OWN, ALL, OFFICE]));
  expect(s).toMatchObject({ effect: 'disruptive', call: put([OWN, OFFICE]), undo: put([OWN, ALL, OFFICE]) });
  expect(after).toMatchObject({ policy: { Id: 'x', Statement: [OWN, OFFICE] } });
});

test('a policy of which nothing would stay is deleted', () => {
  const { step: s, after } = step(given([ALL, VENDOR]));
  expect(s.call).toEqual({ api: 'DeleteModelPackageGroupPolicy', input: { ModelPackageGroupName: 'Churn-Models' } });
  expect(s).toMatchObject({ effect: 'disruptive', undo: put([ALL, VENDOR]) });
  expect(after).not.toHaveProperty('policy');
});

test('what is under a condition is left to people', () => expect(next(given([OFFICE, OWN]))).toMatchObject({ do: 'tell' }));
