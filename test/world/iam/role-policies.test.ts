import { describe, expect, test } from 'vitest';
import { admin, role, wide, world } from './small-world.ts';

describe('the policies of a role', () => {
  test('are attached once and detached once', () => {
    const { ours, call } = world();
    ours.roles.place(role);
    const attachment = { ...role, PolicyArn: admin };
    call('AttachRolePolicy', attachment);
    call('AttachRolePolicy', attachment);
    expect(call('ListAttachedRolePolicies', role).AttachedPolicies).toEqual([{ PolicyName: 'AdministratorAccess', PolicyArn: admin }]);
    call('DetachRolePolicy', attachment);
    expect(call('ListAttachedRolePolicies', role).AttachedPolicies).toEqual([]);
    expect(() => call('DetachRolePolicy', attachment)).toThrow(`Policy ${admin} was not found.`);
    expect(() => call('AttachRolePolicy', { ...role, PolicyArn: `${admin}2` })).toThrow('does not exist or is not attachable.');
  });

  test('are at most ten attached', () => {
    const { ours, call } = world();
    ours.roles.place({ ...role, attached: Array.from({ length: 10 }, (_, i) => `arn:aws:iam::111122223333:policy/p${i}`) });
    expect(() => call('AttachRolePolicy', { ...role, PolicyArn: admin })).toThrow('Cannot exceed quota for PoliciesPerRole: 10');
  });

  test('written inline replace the whole document of that name and no other', () => {
    const { ours, call } = world();
    ours.roles.place({ ...role, inline: { a: JSON.stringify(wide), b: JSON.stringify(wide) } });
    const put = { ...role, PolicyName: 'a', PolicyDocument: JSON.stringify({ ...wide, Id: 'new' }) };
    call('PutRolePolicy', put);
    expect(call('ListRolePolicies', role).PolicyNames).toEqual(['a', 'b']);
    expect(decodeURIComponent(call('GetRolePolicy', { ...role, PolicyName: 'a' }).PolicyDocument)).toBe(put.PolicyDocument);
    expect(() => call('GetRolePolicy', { ...role, PolicyName: 'c' })).toThrow('The role policy with name c cannot be found.');
  });

  test.each([
    ['broken JSON', '{', 'This policy contains invalid Json'],
    ['no statement', '{"Version":"2012-10-17","Statement":[]}', 'Syntax errors in policy.'],
    ['no effect', '{"Statement":{"Action":"*","Resource":"*"}}', 'Syntax errors in policy.'],
    ['no action', '{"Statement":{"Effect":"Allow","Resource":"*"}}', 'Policy statement must contain actions.'],
    ['no resource', '{"Statement":{"Effect":"Allow","Action":"*"}}', 'Policy statement must contain resources.'],
    ['10,241 characters', JSON.stringify({ ...wide, Id: 'x'.repeat(10_241) }), 'Maximum policy size of 10240 bytes exceeded for role ml'],
  ])('with %s are refused', (_, PolicyDocument, text) => {
    const { ours, call } = world();
    ours.roles.place(role);
    expect(() => call('PutRolePolicy', { ...role, PolicyName: 'a', PolicyDocument })).toThrow(text);
    expect(call('ListRolePolicies', role).PolicyNames).toEqual([]);
  });

  test('may be told as they were up to a minute ago, each read for itself', () => {
    const { habitat, ours, call } = world();
    ours.roles.place({ ...role, attached: [admin] });
    call('DetachRolePolicy', { ...role, PolicyArn: admin });
    habitat.stale = true;
    habitat.pass(30);
    const seen = () => call('ListAttachedRolePolicies', role).AttachedPolicies.length;
    expect(new Set(Array.from({ length: 50 }, seen))).toEqual(new Set([0, 1]));
    habitat.pass(30);
    expect(seen()).toBe(0);
  });
});
