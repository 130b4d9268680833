import { describe, expect, test } from 'vitest';
import { admin, role, trust, wide, world } from './small-world.ts';

describe('a managed policy', () => {
  test('keeps its versions, of which one is the default', () => {
    const { ours, call } = world();
    const PolicyArn = ours.policies.place('broad', [trust, wide], '/team/');
    expect(PolicyArn).toBe('arn:aws:iam::111122223333:policy/team/broad');
    expect(call('GetPolicy', { PolicyArn }).Policy).toMatchObject({
      DefaultVersionId: 'v2',
      Path: '/team/',
      PolicyId: expect.stringMatching(/^ANPA/),
    });
    call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' });
    expect(call('ListPolicyVersions', { PolicyArn }).Versions).toMatchObject([
      { VersionId: 'v2', IsDefaultVersion: false },
      { VersionId: 'v1', IsDefaultVersion: true },
    ]);
    const { PolicyVersion } = call('GetPolicyVersion', { PolicyArn, VersionId: 'v2' });
    expect(JSON.parse(decodeURIComponent(PolicyVersion.Document))).toEqual(wide);
    expect(() => call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v9' })).toThrow('version v9 does not exist');
    expect(() => call('GetPolicy', { PolicyArn: `${PolicyArn}2` })).toThrow('was not found.');
  });

  test('has at most five versions', () => {
    const { ours, call } = world();
    const PolicyArn = ours.policies.place('p', [wide, wide, wide, wide]);
    const more = { PolicyArn, PolicyDocument: JSON.stringify(wide), SetAsDefault: true };
    expect(call('CreatePolicyVersion', more).PolicyVersion).toMatchObject({ VersionId: 'v5', IsDefaultVersion: true });
    expect(() => call('CreatePolicyVersion', more)).toThrow('A managed policy can have up to 5 versions.');
  });

  test('names the roles it is attached to', () => {
    const { ours, call } = world();
    call('CreatePolicy', { PolicyName: 'p', PolicyDocument: JSON.stringify(wide) });
    const PolicyArn = 'arn:aws:iam::111122223333:policy/p';
    const { RoleId } = ours.roles.place({ ...role, attached: [PolicyArn] });
    ours.roles.place({ RoleName: 'other' });
    expect(call('ListEntitiesForPolicy', { PolicyArn }).PolicyRoles).toEqual([{ RoleName: 'ml', RoleId }]);
    expect(() => call('CreatePolicy', { PolicyName: 'p', PolicyDocument: JSON.stringify(wide) })).toThrow(
      'A policy called p already exists.',
    );
  });

  test('of AWS is there to be read and not to be changed', () => {
    const { call } = world();
    const { PolicyVersion } = call('GetPolicyVersion', { PolicyArn: admin, VersionId: 'v1' });
    expect(JSON.parse(decodeURIComponent(PolicyVersion.Document))).toEqual(wide);
    expect(() => call('CreatePolicyVersion', { PolicyArn: admin, PolicyDocument: '{}' })).toThrow('Cannot modify');
  });

  test('stands with the roles in the account authorization details', () => {
    const { ours, call } = world();
    ours.roles.place({ ...role, attached: [admin], inline: { x: JSON.stringify(wide) } });
    ours.policies.place('p', [wide]);
    const details = call('GetAccountAuthorizationDetails', { Filter: ['Role', 'LocalManagedPolicy'] });
    expect(details).toMatchObject({
      RoleDetailList: [{ RoleName: 'ml', RolePolicyList: [{ PolicyName: 'x' }] }],
      Policies: [{ PolicyName: 'p' }],
    });
  });
});
