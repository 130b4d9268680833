import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/identity/role-trust.ts';
import type { PolicyDocument, Statement } from '../../../src/resources/policy-document.ts';
import type { RoleState } from '../../../src/resources/role.ts';
import { readTrust } from '../../../src/resources/trust.ts';
import { flaw, next, step } from '../promise.ts';

const HOME = '111122223333';
const resource = {
  key: 'aws/AWS::IAM::Role/111122223333/aws-global/ml-training',
  type: 'AWS::IAM::Role',
  arn: 'arn:aws:iam::111122223333:role/ml/ML-Training',
  name: 'ML-Training',
  account: HOME,
  region: 'aws-global',
};
const doc = (...all: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: all });
const admit = (Principal: Statement['Principal'], Condition?: Statement['Condition']): Statement => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...(Condition !== undefined && { Condition }),
});
const ml = admit({ Service: 'sagemaker.amazonaws.com' });
const ours = `arn:aws:iam::${HOME}:role/ml-pipeline`;
const stranger = 'arn:aws:iam::444455556666:root';
const oidc = (host = 'ci.example.com', account = HOME) => `arn:aws:iam::${account}:oidc-provider/${host}`;
const GONE = 'AIDAEXAMPLEDELETED001';
const seen = (all: Statement[], settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource,
  state: { account: HOME, trust: readTrust(encodeURIComponent(JSON.stringify(doc(...all))), 'it'), attached: {}, inline: {} },
  settings,
});
const trustAfter = (all: Statement[], settings = {}) => (step(seen(all, settings)).after as unknown as RoleState).trust.Statement;

test.each<[string, Statement[]]>([
  ['services', [ml, admit({ Service: ['codebuild.amazonaws.com', 'lambda.amazonaws.com'] })]],
  ['principals of its own account', [admit({ AWS: [HOME, ours, `arn:aws:iam::${HOME}:root`, `arn:aws:sts::${HOME}:assumed-role/a/b`] })]],
  ['somebody deleted', [ml, admit({ AWS: GONE })]],
  ['an identity provider for companies', [admit({ Federated: `arn:aws:iam::${HOME}:saml-provider/sso` })]],
  ['nobody, in so many words', [{ ...admit('*'), Effect: 'Deny' }]],
  ['everybody of its own account', [admit('*', { StringEquals: { 'aws:PrincipalAccount': [HOME] } })]],
  ['a subject', [admit({ Federated: oidc() }, { StringLike: { 'CI.example.com:sub': ['project:ml/*', 'project:data/*'] } })]],
  ['any of some subjects', [admit({ Federated: oidc() }, { 'ForAnyValue:StringEquals': { 'ci.example.com:sub': 'x' } })]],
  [
    'a pool of Cognito',
    [admit({ Federated: 'cognito-identity.amazonaws.com' }, { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'x' } })],
  ],
  ['a user of Amazon', [admit({ Federated: 'www.amazon.com' }, { StringEquals: { 'www.amazon.com:user_id': 'amzn1.account.x' } })]],
])('a role is right that lets in %s', (_, all) => expect(flaw(seen(all))).toBeUndefined());

describe('somebody from outside', () => {
  test.each<[string, Statement]>([
    ['*', admit('*')],
    ['*', admit({ AWS: '*' })],
    ['*', admit('*', {})],
    [stranger, admit({ AWS: stranger })],
    ['444455556666', admit({ AWS: '444455556666' })],
    ['arn:aws-cn:sts::444455556666:assumed-role/a/b', admit({ AWS: 'arn:aws-cn:sts::444455556666:assumed-role/a/b' })],
    ['what nobody knows', admit({ AWS: 'what nobody knows' })],
    ['everybody but a few', { Effect: 'Allow', NotPrincipal: { AWS: ours }, Action: 'sts:AssumeRole' }],
    [oidc(), admit({ Federated: oidc() })],
    [oidc(), admit({ Federated: oidc() }, { StringEquals: { 'ci.example.com:aud': 'sts.amazonaws.com' } })],
    [oidc(), admit({ Federated: oidc() }, { StringLike: { 'ci.example.com:sub': ['project:ml/*', '**'] } })],
    [oidc('ci.example.com', '444455556666'), admit({ Federated: oidc('ci.example.com', '444455556666') })],
    ['accounts.google.com', admit({ Federated: 'accounts.google.com' })],
  ])('%s is named and taken out, and the rest stays', (name, bad) => {
    expect(flaw(seen([ml, bad]))).toEqual({ says: `it may be taken by ${name}`, contained: false });
    expect(trustAfter([ml, bad, admit({ AWS: ours })])).toEqual([ml, admit({ AWS: ours })]);
  });
  test('leaves a statement that lets in others, too, and all else of it as it was', () => {
    const mixed = { ...admit({ AWS: [ours, stranger], Service: 'sagemaker.amazonaws.com', Federated: oidc() }), Sid: 'Mixed' };
    const { step: s, after } = step(seen([mixed]));
    const kept = { ...mixed, Principal: { AWS: ours, Service: 'sagemaker.amazonaws.com' } };
    expect((after as unknown as RoleState).trust).toEqual(doc(kept));
    expect(s).toEqual({
      do: 'step',
      call: { api: 'UpdateAssumeRolePolicy', input: { RoleName: 'ML-Training', PolicyDocument: JSON.stringify(doc(kept)) } },
      effect: 'disruptive',
      expect: { trust: doc(kept) },
      undo: { api: 'UpdateAssumeRolePolicy', input: { RoleName: 'ML-Training', PolicyDocument: JSON.stringify(doc(mixed)) } },
    });
  });
  test('takes those deleted along, which IAM would not take back', () => {
    const { step: s, after } = step(seen([ml, admit({ AWS: [GONE, stranger] }), admit({ AWS: [GONE, ours] })]));
    expect((after as unknown as RoleState).trust).toEqual(doc(ml, admit({ AWS: ours })));
    expect(s.undo?.input).toMatchObject({ PolicyDocument: JSON.stringify(doc(ml, admit({ AWS: stranger }), admit({ AWS: ours }))) });
  });
});

describe('where nobody would be left', () => {
  test.each([[admit('*')], [admit({ AWS: stranger }), admit({ Federated: oidc() })]])('a Deny for everybody is asked for: %j', (...all) => {
    const { step: s, after } = step(seen(all));
    expect(s.ask).toBe(true);
    expect((after as unknown as RoleState).trust).toEqual(doc({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }));
    expect(flaw({ ...seen(all), state: after })).toBeUndefined();
  });
  test('but a Deny, too, no more is asked', () => {
    const deny = { ...admit({ AWS: stranger }), Effect: 'Deny' };
    expect(step(seen([admit('*'), deny])).step.ask).toBeUndefined();
  });
});

describe('what a condition binds', () => {
  test.each<[string, Statement]>([
    ['a vendor', admit({ AWS: stranger }, { StringEquals: { 'sts:ExternalId': 'x' } })],
    ['an organization nobody named', admit('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
    ['two accounts', admit('*', { StringEquals: { 'aws:PrincipalAccount': [HOME, '444455556666'] } })],
    ['accounts other than its own', admit('*', { StringNotEquals: { 'aws:PrincipalAccount': HOME } })],
    ['whoever has no account', admit('*', { StringEqualsIfExists: { 'aws:PrincipalAccount': HOME } })],
    ['another claim', admit({ Federated: oidc() }, { StringEquals: { 'ci.example.com:repository': 'x' } })],
    ['all subjects but one', admit({ Federated: oidc() }, { StringNotLike: { 'ci.example.com:sub': 'x' } })],
    ['all subjects there are', admit({ Federated: oidc() }, { 'ForAllValues:StringLike': { 'ci.example.com:sub': 'x' } })],
    ['the subject of another', admit({ Federated: oidc() }, { StringEquals: { 'other.example.com:sub': 'x' } })],
  ])('is told, never removed: %s', (_, bad) => {
    expect(flaw(seen([ml, bad]))).toMatchObject({ says: expect.stringContaining('under a condition') });
    expect(next(seen([ml, bad]))).toMatchObject({ do: 'tell' });
    expect(trustAfter([ml, bad, admit('*')])).toEqual([ml, bad]);
  });
});

describe('settings', () => {
  test('name accounts that may take it', () => {
    const all = [ml, admit({ AWS: [stranger, 'arn:aws:iam::777788889999:root'] })];
    expect(trustAfter(all, { accounts: ['444455556666'] })).toEqual([ml, admit({ AWS: stranger })]);
    expect(flaw(seen(all, { accounts: ['444455556666', '777788889999'] }))).toBeUndefined();
    const federated = admit({ Federated: oidc('ci.example.com', '444455556666') });
    expect(flaw(seen([federated], { accounts: ['444455556666'] }))).toBeDefined();
  });
  test('name organizations that a condition may let in', () => {
    const organized = admit('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } });
    expect(flaw(seen([organized], { organizations: ['o-a1b2c3d4e5'] }))).toBeUndefined();
  });
  test.each([{ accounts: ['*'] }, { accounts: [123] }, { organizations: ['o-*'] }, { account: [] }])('%j are refused', (settings) => {
    expect(() => flaw(seen([], settings))).toThrow();
  });
});
