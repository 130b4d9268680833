import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/identity/role-admin-policy.ts';
import type { PolicyDocument, Statement } from '../../../src/resources/policy-document.ts';
import type { RoleState } from '../../../src/resources/role.ts';
import { flaw, next, step } from '../promise.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const OURS = 'arn:aws:iam::111122223333:policy/ml/data';
const resource = {
  key: 'aws/AWS::IAM::Role/111122223333/aws-global/ml-training',
  type: 'AWS::IAM::Role',
  arn: 'arn:aws:iam::111122223333:role/ml/ML-Training',
  name: 'ML-Training',
  account: '111122223333',
  region: 'aws-global',
};
const doc = (...Statement: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const admin = { Effect: 'Allow', Action: '*', Resource: '*' };
const read = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::models/*'] };
const guarded = { ...admin, Sid: 'Guarded', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'ml' } } };
const deny = { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' };
const who = { account: '111122223333', trust: doc(), versioned: [] };
const seen = (state: Partial<RoleState>, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource,
  state: { ...who, attached: {}, inline: {}, ...state },
  settings,
});

test('a role with narrow policies is right', () => {
  expect(flaw(seen({ attached: { [OURS]: doc(read, deny) }, inline: { own: doc(read) } }))).toBeUndefined();
  expect(flaw(seen({}))).toBeUndefined();
});
test('the flaw names every policy at fault, and what it allows', () => {
  const found = flaw(seen({ attached: { [ADMIN]: doc(admin) }, inline: { own: doc({ ...admin, Action: 'IAM:*' }), fine: doc(read) } }));
  expect(found).toEqual({ says: `${ADMIN} allows * on *; own allows iam:* on *`, contained: false });
});
test('what is too broad is a setting', () => {
  const sagemaker = { inline: { own: doc({ ...admin, Action: 'sagemaker:*' }) } };
  expect(flaw(seen(sagemaker))).toBeUndefined();
  expect(flaw(seen(sagemaker, { broad: ['sagemaker:*'] }))).toBeDefined();
});

describe('an attached policy', () => {
  test.each([ADMIN, OURS])('%s is detached, which attaching it undoes, and all else stays', (PolicyArn) => {
    const state = {
      attached: { [PolicyArn]: doc(read, admin), 'arn:aws:iam::aws:policy/ReadOnlyAccess': doc(read) },
      inline: { own: doc(read) },
    };
    const { step: s, after } = step(seen(state));
    const input = { RoleName: 'ML-Training', PolicyArn };
    expect(s).toMatchObject({ call: { api: 'DetachRolePolicy', input }, effect: 'disruptive', undo: { api: 'AttachRolePolicy', input } });
    expect(after).toEqual({ ...who, ...state, attached: { 'arn:aws:iam::aws:policy/ReadOnlyAccess': doc(read) } });
  });
  test('goes one by one, in an order that does not change, before the inline ones', () => {
    let state: RoleState = { ...who, attached: { [ADMIN]: doc(admin), [OURS]: doc(admin) }, inline: { own: doc(admin) } };
    const made: string[] = [];
    while (flaw(seen(state))) {
      const { step: s, after } = step(seen(state));
      made.push(`${s.call.api} ${Object.values(s.call.input)[1]}`);
      state = after as RoleState;
    }
    expect(made).toEqual([`DetachRolePolicy ${OURS}`, `DetachRolePolicy ${ADMIN}`, 'DeleteRolePolicy own']);
  });
});

describe('an inline policy', () => {
  test('loses the statements at fault, and the others stay as they were written', () => {
    const before = { ...doc(read, admin, guarded, { ...admin, Action: ['iam:*', 's3:*'] }, deny), Id: 'x' };
    const { step: s, after } = step(seen({ inline: { own: before, other: doc(read) } }));
    const kept = { ...before, Statement: [read, guarded, deny] };
    expect(s).toMatchObject({ call: { api: 'PutRolePolicy' }, undo: { api: 'PutRolePolicy' }, effect: 'disruptive' });
    expect(s.call.input).toMatchObject({ PolicyDocument: JSON.stringify(kept) });
    expect(s.undo?.input).toMatchObject({ PolicyDocument: JSON.stringify(before) });
    expect(after).toEqual({ ...who, attached: {}, inline: { own: kept, other: doc(read) } });
  });
  test('of which nothing is left is deleted; putting the document back undoes it', () => {
    const { step: s, after } = step(seen({ inline: { own: doc(admin, admin) } }));
    expect(s).toMatchObject({
      call: { api: 'DeleteRolePolicy' },
      undo: { api: 'PutRolePolicy', input: { PolicyDocument: JSON.stringify(doc(admin, admin)) } },
    });
    expect(after).toEqual({ ...who, attached: {}, inline: {} });
  });
});

describe('what is allowed under a condition', () => {
  test.each<Partial<RoleState>>([{ attached: { [OURS]: doc(guarded) } }, { inline: { own: doc(read, guarded) } }])(
    'is told, never removed: %j',
    (state) => {
      expect(flaw(seen(state))).toMatchObject({ says: expect.stringContaining('under a condition') });
      expect(next(seen(state))).toMatchObject({ do: 'tell' });
    },
  );
  test('does not hide what is allowed without one', () => {
    expect(step(seen({ attached: { [ADMIN]: doc(guarded) }, inline: { own: doc(guarded, admin) } })).step.call.api).toBe('PutRolePolicy');
  });
  test('is not bound by an empty condition', () => {
    expect(step(seen({ attached: { [OURS]: doc({ ...admin, Condition: {} }) } })).step.call.api).toBe('DetachRolePolicy');
  });
});

test.each([{ broad: ['s3'] }, { broad: [''] }, { broad: '*' }, { narrow: [] }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen({}, settings))).toThrow();
});

describe('a policy that was another before', () => {
  const versioned = [OURS];
  const state = { attached: { [OURS]: doc(admin) }, versioned };
  const left = { do: 'wait', for: expect.stringContaining('an earlier version') };
  test('is left alone for a quarter of an hour from when its role was found, then detached', () => {
    const detached = { do: 'step', call: { api: 'DetachRolePolicy' } };
    const later = (found: string) => next({ ...seen(state), now: '2026-11-01T12:15:00.000Z', found });
    expect(later('2026-11-01T12:00:00.001Z')).toMatchObject(left);
    expect(next(seen(state))).toMatchObject(detached);
    expect(later('2026-11-01T12:00:00.000Z')).toMatchObject(detached);
  });
  test('holds up nothing else', () => {
    const more = { attached: { [OURS]: doc(admin), [ADMIN]: doc(admin) }, versioned };
    expect(step(seen(more)).step.call.input).toMatchObject({ PolicyArn: ADMIN });
    expect(step(seen({ ...state, inline: { own: doc(admin) } })).step.call.api).toBe('DeleteRolePolicy');
  });
  test('is told of at once where a condition binds it', () =>
    expect(next(seen({ attached: { [OURS]: doc(guarded) }, versioned }))).toMatchObject({ do: 'tell' }));
});
