import { describe, expect, test } from 'vitest';
import { tell } from './cloudtrail.ts';
import { AwsError } from './habitat.ts';
import { admin, role, trust, wide, world } from './iam/small-world.ts';

describe('a role', () => {
  test('has an id, a path in its ARN, and a trust policy told URL-encoded', () => {
    const { call } = world();
    call('CreateRole', { ...role, Path: '/team/', AssumeRolePolicyDocument: JSON.stringify(trust) });
    const { Role } = call('GetRole', role);
    expect(Role).toMatchObject({ Arn: 'arn:aws:iam::111122223333:role/team/ml', RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/) });
    expect(Role.AssumeRolePolicyDocument).toMatch(/^%7B%22Version/);
    expect(JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument))).toEqual(trust);
  });

  test('made anew under its old name is another role', () => {
    const { ours, call } = world();
    const { RoleId } = ours.roles.place(role);
    expect(() => call('CreateRole', { RoleName: 'ML', AssumeRolePolicyDocument: JSON.stringify(trust) })).toThrow(
      'Role with name ML already exists.',
    );
    call('DeleteRole', role);
    call('CreateRole', { ...role, AssumeRolePolicyDocument: JSON.stringify(trust) });
    expect(call('GetRole', role).Role.RoleId).not.toBe(RoleId);
  });

  test('is listed without its tags and boundary, page by page', () => {
    const { ours, call } = world();
    for (const RoleName of ['a', 'b', 'c']) ours.roles.place({ RoleName, Tags: [{ Key: 'k', Value: 'v' }] });
    const first = call('ListRoles', { MaxItems: 2 });
    expect(first).toMatchObject({ IsTruncated: true, Roles: [{ RoleName: 'a' }, { RoleName: 'b' }] });
    expect(first.Roles[0]?.Tags).toBeUndefined();
    expect(call('ListRoles', { MaxItems: 2, Marker: first.Marker })).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'c' }] });
  });

  test('is deleted only when nothing hangs on it', () => {
    const { ours, call } = world();
    ours.roles.place({ ...role, attached: [admin], inline: { x: JSON.stringify(wide) } });
    expect(() => call('DeleteRole', role)).toThrow('Cannot delete entity, must delete policies first.');
    call('DeleteRolePolicy', { ...role, PolicyName: 'x' });
    expect(() => call('DeleteRole', role)).toThrow('Cannot delete entity, must detach all policies first.');
    call('DetachRolePolicy', { ...role, PolicyArn: admin });
    call('DeleteRole', role);
    expect(() => call('GetRole', role)).toThrow(new AwsError('NoSuchEntity', 'The role with name ml cannot be found.', 404));
  });

  test.each(['/aws-service-role/sagemaker.amazonaws.com/', '/aws-reserved/sso.amazonaws.com/'])(
    'under %s is modified by AWS only',
    (Path) => {
      const { ours, call } = world();
      ours.roles.place({ ...role, Path, attached: [admin] });
      expect(() => call('DetachRolePolicy', { ...role, PolicyArn: admin })).toThrow(
        "Cannot perform the operation on the protected role 'ml' - this role is only modifiable by AWS",
      );
    },
  );

  test('takes a new trust policy whole', () => {
    const { ours, call } = world();
    ours.roles.place(role);
    call('UpdateAssumeRolePolicy', { ...role, PolicyDocument: JSON.stringify({ ...trust, Id: 'new' }) });
    expect(JSON.parse(decodeURIComponent(call('GetRole', role).Role.AssumeRolePolicyDocument)).Id).toBe('new');
    expect(() => call('UpdateAssumeRolePolicy', { ...role, PolicyDocument: JSON.stringify(wide) })).toThrow('Syntax errors in policy.');
  });
});

describe('CloudTrail of IAM', () => {
  test('speaks from us-east-1, documents as sent in the request and URL-encoded in the answer', () => {
    const { habitat, call } = world();
    const document = JSON.stringify(trust);
    call('CreateRole', { ...role, AssumeRolePolicyDocument: document });
    expect(habitat.events[0]).toMatchObject({
      source: 'aws.iam',
      region: 'us-east-1',
      detail: {
        awsRegion: 'us-east-1',
        userIdentity: { type: 'IAMUser', userName: 'dev-user' },
        requestParameters: { assumeRolePolicyDocument: document },
        responseElements: { role: { createDate: 'Nov 23, 2026 12:00:00 PM', assumeRolePolicyDocument: expect.stringMatching(/^%7B/) } },
      },
    });
  });

  test('calls an error by the name of its exception, and hides what was denied', () => {
    const { habitat, call } = world();
    expect(() => call('DeleteRole', role)).toThrow('cannot be found');
    const denied = new AwsError('AccessDenied', 'User is not authorized', 403);
    const caller = { arn: 'arn:aws:iam::111122223333:role/ops/fixer' };
    tell(habitat, { name: 'iam', region: 'us-east-1', operation: 'DeleteRole', input: role, caller, error: denied });
    expect(habitat.events.map((e) => e.detail)).toMatchObject([
      { errorCode: 'NoSuchEntityException', requestParameters: { roleName: 'ml' } },
      {
        errorCode: 'AccessDenied',
        requestParameters: null,
        userIdentity: { sessionContext: { sessionIssuer: { arn: caller.arn, userName: 'fixer' } } },
      },
    ]);
  });
});
