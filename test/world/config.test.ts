import { expect, test } from 'vitest';
import { config } from './config.ts';
import { iam } from './iam.ts';
import { smallHabitat } from './small-habitat.ts';

const caller = { arn: 'arn:aws:iam::111122223333:user/dev' };
function world() {
  const habitat = smallHabitat();
  const roles = iam(habitat);
  const service = config(habitat, roles.entities);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object): any => service.call(operation, input, caller);
  const batch = (resourceType: string, resourceId: string) =>
    call('BatchGetResourceConfig', { resourceKeys: [{ resourceType, resourceId }] }).baseConfigurationItems;
  return { habitat, roles, call, batch };
}

test('the unique id of a role or a managed policy is resolved to its name and ARN', () => {
  const { roles, call, batch } = world();
  const role = roles.roles.place({ RoleName: 'ml' });
  const arn = roles.policies.place('broad', [{}]);
  const policyId = roles.entities.policies.truth(arn)?.PolicyId ?? '';
  expect(batch('AWS::IAM::Role', role.RoleId)).toMatchObject([{ resourceId: role.RoleId, resourceName: 'ml', arn: role.Arn }]);
  expect(batch('AWS::IAM::Policy', policyId)).toMatchObject([{ resourceName: 'broad', arn }]);
  const Expression = `SELECT resourceName, arn WHERE resourceType = 'AWS::IAM::Role' AND resourceId = '${role.RoleId}'`;
  expect(call('SelectResourceConfig', { Expression }).Results.map(JSON.parse)).toEqual([{ resourceName: 'ml', arn: role.Arn }]);
  expect(() => call('SelectResourceConfig', { Expression: 'DROP' })).toThrow('cannot read');
});

test('a deleted role is in the history and nowhere else; its successor has another id', () => {
  const { habitat, roles, call, batch } = world();
  const { RoleId, AssumeRolePolicyDocument } = roles.roles.place({ RoleName: 'ml' });
  roles.call('DeleteRole', { RoleName: 'ml' }, caller);
  habitat.pass(1);
  roles.call('CreateRole', { RoleName: 'ml', AssumeRolePolicyDocument }, caller);
  expect(batch('AWS::IAM::Role', RoleId)).toEqual([]);
  const history = call('GetResourceConfigHistory', { resourceType: 'AWS::IAM::Role', resourceId: RoleId }).configurationItems;
  expect(history).toMatchObject([{ configurationItemStatus: 'ResourceDeleted', resourceName: 'ml' }, { configurationItemStatus: 'OK' }]);
  expect(batch('AWS::IAM::Role', roles.entities.roles.truth('ml')?.RoleId ?? '')).toMatchObject([{ resourceName: 'ml' }]);
});

test('an id nobody knows is left out of a batch and refused by the history', () => {
  const { call, batch } = world();
  expect(batch('AWS::IAM::Role', 'AROANONE')).toEqual([]);
  expect(() => call('GetResourceConfigHistory', { resourceType: 'AWS::IAM::Role', resourceId: 'AROANONE' })).toThrow(
    'has not been discovered',
  );
});

test('a new role may take some seconds to be known', () => {
  const { habitat, roles, batch } = world();
  roles.call(
    'CreateRole',
    { RoleName: 'ml', AssumeRolePolicyDocument: roles.roles.place({ RoleName: 'x' }).AssumeRolePolicyDocument },
    caller,
  );
  const id = roles.entities.roles.truth('ml')?.RoleId ?? '';
  habitat.stale = true;
  habitat.pass(2);
  expect(new Set(Array.from({ length: 50 }, () => batch('AWS::IAM::Role', id).length))).toEqual(new Set([0, 1]));
});
