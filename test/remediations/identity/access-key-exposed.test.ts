import { describe, expect, test } from 'vitest';
import { UNTOUCHABLE } from '../../../src/engine/decide.ts';
import { named } from '../../../src/engine/policy.ts';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/identity/access-key-exposed.ts';
import { type AccessKeyState, accessKey } from '../../../src/resources/access-key.ts';
import { flaw, step } from '../promise.ts';

const AccessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const seen = (over: Partial<AccessKeyState> = {}, users: string[] = []) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: accessKey('arn:aws:iam::111122223333:user/ml/churn-trainer', AccessKeyId),
  state: { user: 'churn-trainer', status: 'Active', quarantined: false, ...over },
  settings: { users },
});

describe('a key', () => {
  test.each<[says: string, over: Partial<AccessKeyState>, users: string[], wrong: RegExp | undefined]>([
    ['of a user whom nobody named', {}, [], /^churn-trainer has a long-term key/],
    ['of another than the users who may', {}, ['ci-*'], /long-term key/],
    ['of one of the users who may', {}, ['churn-*'], undefined],
    ['that AWS has seen in public, whoever it is of', { quarantined: true }, ['churn-*'], /in public/],
    ['that is inactive', { status: 'Inactive' }, [], undefined],
    ['that is inactive, of a user in quarantine', { status: 'Inactive', quarantined: true }, [], undefined],
    ['that has expired', { status: 'Expired' }, [], undefined],
  ])('%s', (_, over, users, wrong) => {
    const found = flaw(seen(over, users));
    if (wrong) expect(found).toMatchObject({ says: expect.stringMatching(wrong), contained: false });
    else expect(found).toBeUndefined();
  });

  test.each<[whose: string, user: string, refusedBy: readonly string[], line: string | undefined]>([
    ['our own user is never touched', 'ml/mlwarden-deploy', UNTOUCHABLE, '*/mlwarden-*'],
    ['a user whom policy protects stays', 'break-glass', ['arn:aws:iam::*:user/break-glass'], 'arn:aws:iam::*:user/break-glass'],
    ['another user is not kept by either', 'churn-trainer', [...UNTOUCHABLE, 'arn:aws:iam::*:user/break-glass'], undefined],
  ])('of %s', (_, user, globs, line) => {
    expect(named(globs, accessKey(`arn:aws:iam::111122223333:user/${user}`, AccessKeyId))).toBe(line);
  });

  test('is switched off and not deleted, never unasked, and can be switched on again', () => {
    const { step: off, after } = step(seen());
    const input = { UserName: 'churn-trainer', AccessKeyId };
    expect(off).toMatchObject({
      call: { api: 'UpdateAccessKey', input: { ...input, Status: 'Inactive' } },
      effect: 'disruptive',
      ask: true,
      undo: { api: 'UpdateAccessKey', input: { ...input, Status: 'Active' } },
    });
    expect(flaw(seen(after as AccessKeyState))).toBeUndefined();
  });
});
