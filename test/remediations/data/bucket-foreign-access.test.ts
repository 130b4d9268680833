import { describe, expect, test } from 'vitest';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/data/bucket-foreign-access.ts';
import { bucketOf } from '../../../src/resources/bucket.ts';
import { flaw, next, step } from '../promise.ts';

const account = '111122223333';
const allow = (Sid: string, Principal: Json, more: object = {}) => ({
  ...{ Sid, Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::churn-data/*' },
  ...more,
});
const OWN = allow('Own', { AWS: `arn:aws:iam::${account}:role/ml-training` });
const LOGS = allow('Logs', { Service: 'logging.s3.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': account } } });
const TLS = { ...allow('Tls', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), Effect: 'Deny' };
const ALL = allow('All', '*');
const VENDOR = allow('Vendor', { AWS: 'arn:aws:iam::999900001111:root' });
const BALANCERS = allow('Balancers', { AWS: 'arn:aws:iam::156460612806:root' });
const OFFICE = allow('Office', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
const ORG = allow('Org', '*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } });
const CDN = allow('Cdn', { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE' });

const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Id: 'x', Statement });
const given = (statements: readonly object[] | undefined, settings: Json = {}, block?: object) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: bucketOf({ partition: 'aws', account, region: 'eu-west-1' }, 'churn-data'),
  state: { account, ...(block && { block }), ...(statements && { policy: document(statements) }) } as Json,
  settings,
});
const named = { Bucket: 'churn-data', ExpectedBucketOwner: account };
const put = (statements: readonly object[]) => ({
  api: 'PutBucketPolicy',
  input: { ...named, Policy: JSON.stringify(document(statements)) },
});

test.each<[statements: object[] | undefined, settings: Json, says: string | undefined]>([
  [undefined, {}, undefined],
  [[OWN, LOGS, TLS], {}, undefined],
  [[OWN, ALL], {}, 'All lets everybody in'],
  [[VENDOR], {}, 'Vendor lets arn:aws:iam::999900001111:root in'],
  [[VENDOR], { accounts: ['999900001111'] }, undefined],
  [[BALANCERS], {}, 'Balancers lets arn:aws:iam::156460612806:root in'],
  [[BALANCERS], { accounts: ['156460612806'] }, undefined],
  [[OFFICE], {}, 'Office lets everybody in under a condition'],
  [[ORG], {}, 'Org lets everybody in under a condition'],
  [[ORG], { organizations: ['o-a1b2c3d4e5'] }, undefined],
  [[ORG], { organizations: ['o-zzzzzzzzzz'] }, 'Org lets everybody in'],
  [[CDN], {}, 'Cdn lets arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE in, which does not say whose it is'],
])('of the policy %j under %j it says', (statements, settings, says) => expect(flaw(given(statements, settings))?.says).toBe(says));

describe('while public buckets are restricted', () => {
  const RESTRICTED = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  test.each<[says: string, statements: object[], block: object | undefined, contained: boolean]>([
    ['a policy for everybody lets nobody from outside in', [ALL, OWN], RESTRICTED, true],
    ['nor another account, which a public policy names beside', [ALL, VENDOR], RESTRICTED, true],
    ['a policy for one account lets it in', [VENDOR], RESTRICTED, false],
    ['a policy for everybody under a condition may not be public', [VENDOR, OFFICE], RESTRICTED, false],
    ['not to take new public policies is not enough', [ALL], { ...RESTRICTED, RestrictPublicBuckets: false }, false],
    ['without a block everybody is let in', [ALL], undefined, false],
  ])('%s', (_, statements, block, contained) => expect(flaw(given(statements, {}, block))?.contained).toBe(contained));
});

test('what lets strangers in is taken out, all else stays, and the policy as it was is kept for an undo', () => {
  const { step: s, after } = step(given([OWN, LOGS, VENDOR, ALL, TLS, OFFICE, CDN]));
  const kept = [OWN, LOGS, TLS, OFFICE, CDN];
  expect(s).toMatchObject({ effect: 'disruptive', call: put(kept), undo: put([OWN, LOGS, VENDOR, ALL, TLS, OFFICE, CDN]) });
  expect(after).toMatchObject({ policy: { Id: 'x', Statement: kept } });
});

test('a policy of which nothing would stay is deleted', () => {
  const { step: s, after } = step(given([ALL, VENDOR]));
  expect(s).toMatchObject({ effect: 'disruptive', call: { api: 'DeleteBucketPolicy', input: named }, undo: put([ALL, VENDOR]) });
  expect(after).not.toHaveProperty('policy');
});

test.each([[[OFFICE, OWN]], [[CDN, LOGS]], [[ORG]]])('%j is left to people', (statements) =>
  expect(next(given(statements))).toMatchObject({ do: 'tell' }),
);
