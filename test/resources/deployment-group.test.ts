import { describe, expect, test } from 'vitest';
import { deploymentGroup, groupOf } from '../../src/resources/deployment-group.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::CodeDeploy::DeploymentGroup';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const ARN = 'arn:aws:codedeploy:eu-west-1:111122223333:deploymentgroup:Serving/Prod';
const resource = groupOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Serving/Prod');
const info = { deploymentGroupId: 'id-1', deploymentGroupName: 'Prod', deploymentConfigName: 'CodeDeployDefault.OneAtATime' };
const listed = {
  ListApplications: ({ nextToken }: { nextToken?: string }) =>
    nextToken ? { applications: ['web'] } : { applications: ['Serving'], nextToken: 'n' },
  ListDeploymentGroups: ({ applicationName }: { applicationName: string }) => {
    if (applicationName === 'web') throw refusal('ApplicationDoesNotExistException');
    return { deploymentGroups: ['Prod', 'Staging'] };
  },
  BatchGetDeploymentGroups: ({ deploymentGroupNames }: { deploymentGroupNames: string[] }) => ({
    deploymentGroupsInfo: deploymentGroupNames.map((deploymentGroupName, i) => ({ deploymentGroupName, deploymentGroupId: `id-${i + 1}` })),
  }),
};

describe('a deployment group', () => {
  test.each([ARN, 'Serving/Prod'])('named %s is located without asking', async (id) => {
    answer({});
    expect(await deploymentGroup.locate({ type: TYPE, id, ...at })).toMatchObject([
      { key: `aws/${TYPE}/111122223333/eu-west-1/Serving/Prod`, arn: ARN, name: 'Serving/Prod' },
    ]);
  });

  test.each([
    ['its id', 'id-2', ['Serving/Staging']],
    ['its bare name', 'Prod', ['Serving/Prod']],
    ['an id that nobody has', 'id-9', []],
  ])('named by %s is looked for', async (_, id, names) => {
    answer(listed);
    expect((await deploymentGroup.locate({ type: TYPE, id, ...at })).map(({ name }) => name)).toEqual(names);
  });

  test('is asked for with no more than a hundred at once', async () => {
    const sizes: number[] = [];
    answer({
      ListApplications: () => ({ applications: ['a'] }),
      ListDeploymentGroups: () => ({ deploymentGroups: Array.from({ length: 101 }, (_, i) => `g${i}`) }),
      BatchGetDeploymentGroups: ({ deploymentGroupNames }) => {
        sizes.push(deploymentGroupNames.length);
        return {};
      },
    });
    expect(await deploymentGroup.locate({ type: TYPE, id: 'x', ...at })).toEqual([]);
    expect(sizes).toEqual([100, 1]);
  });

  test('is listed application by application, and one that goes meanwhile has none', async () => {
    answer(listed);
    expect((await all(deploymentGroup.list())).map(({ name }) => name)).toEqual(['Serving/Prod', 'Serving/Staging']);
  });

  test.each<[says: string, more: object, tags: object, linked: string[], rollback: object]>([
    ['nothing', {}, {}, [], { enabled: false, events: [] }],
    ['its role', { serviceRoleArn: 'AmazonSageMakerRole' }, {}, ['sagemaker'], { enabled: false, events: [] }],
    [
      'its tags',
      { autoRollbackConfiguration: { enabled: true, events: ['B', 'A'] } },
      { Tags: [{ Key: 'sagemaker:project-name' }] },
      ['sagemaker'],
      { enabled: true, events: ['A', 'B'] },
    ],
  ])('is tied to ML by %s', async (_, more, tags, linked, rollback) => {
    answer({ GetDeploymentGroup: () => ({ deploymentGroupInfo: { ...info, ...more } }), ListTagsForResource: () => tags });
    expect(await deploymentGroup.inspect(resource)).toEqual({
      born: 'id-1',
      linked,
      state: { rollback, config: info.deploymentConfigName },
    });
  });

  test('that is not there is not there', async () => {
    answer({ GetDeploymentGroup: () => Promise.reject(refusal('DeploymentGroupDoesNotExistException')) });
    expect(await deploymentGroup.inspect(resource)).toBeUndefined();
  });
});
