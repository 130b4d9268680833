import { describe, expect, test } from 'vitest';
import { codeDeploy } from './codedeploy.ts';
import { smallHabitat } from './small-habitat.ts';

const named = { applicationName: 'a', deploymentGroupName: 'g' };
function world() {
  const habitat = smallHabitat();
  const deploy = codeDeploy(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any => deploy.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  deploy.place(named);
  return { habitat, call, info: () => call('GetDeploymentGroup', named).deploymentGroupInfo };
}
const on = { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } };

describe('a deployment group', () => {
  test('changes only in what an update says', () => {
    const { call, info } = world();
    const before = info();
    expect(before).not.toHaveProperty('autoRollbackConfiguration');
    call('UpdateDeploymentGroup', { applicationName: 'a', currentDeploymentGroupName: 'g', ...on });
    expect(info()).toEqual({ ...before, ...on });
  });

  test('made anew under its name is another', () => {
    const { call, info } = world();
    const { deploymentGroupId } = info();
    call('DeleteDeploymentGroup', named);
    expect(() => info()).toThrow('No Deployment Group found for name: g');
    call('CreateDeploymentGroup', named);
    expect(info().deploymentGroupId).not.toBe(deploymentGroupId);
    expect(() => call('CreateDeploymentGroup', named)).toThrow('already exists');
  });

  test('is listed, asked for among others, tagged and deployed to', () => {
    const { habitat, call } = world();
    expect([call('ListApplications').applications, call('ListDeploymentGroups', named).deploymentGroups]).toEqual([['a'], ['g']]);
    const asked = { applicationName: 'a', deploymentGroupNames: ['g', 'h'] };
    expect(call('BatchGetDeploymentGroups', asked).deploymentGroupsInfo).toMatchObject([named]);
    const ResourceArn = 'arn:aws:codedeploy:eu-west-1:111122223333:deploymentgroup:a/g';
    expect(call('ListTagsForResource', { ResourceArn })).toEqual({ Tags: [] });
    call('CreateDeployment', named);
    expect(habitat.events[0]).toMatchObject({ source: 'aws.codedeploy', detail: { application: 'a', deploymentGroup: 'g' } });
  });

  test('cannot be renamed here', () => {
    const rename = { applicationName: 'a', currentDeploymentGroupName: 'g', newDeploymentGroupName: 'h' };
    expect(() => world().call('UpdateDeploymentGroup', rename)).toThrow('does not rename');
  });
});
