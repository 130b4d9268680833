import { describe, expect, test } from 'vitest';
import { modelPackageGroup } from '../../src/resources/model-package-group.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const TYPE = 'AWS::SageMaker::ModelPackageGroup';
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:model-package-group/churn-models';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const described = { ModelPackageGroupStatus: 'Completed', CreationTime: new Date('2026-10-01T00:00:00Z') };
const listed = {
  ListModelPackageGroups: () => ({ ModelPackageGroupSummaryList: [{ ModelPackageGroupName: 'Churn-Models', ModelPackageGroupArn: arn }] }),
};
const fails = (message: string) => () => {
  throw refusal('ValidationException', message);
};
async function seen(answers: Parameters<typeof answer>[0]) {
  answer({ ...listed, ...answers });
  const [group] = await modelPackageGroup.locate({ type: TYPE, id: arn, ...at });
  return group && (await modelPackageGroup.inspect(group));
}

describe('a model package group', () => {
  test('is listed, and found by an ARN that has lost its capitals', async () => {
    answer(listed);
    const [found] = await modelPackageGroup.locate({ type: TYPE, id: arn, ...at });
    expect(found).toMatchObject({ name: 'Churn-Models', arn });
    expect(await all(modelPackageGroup.list())).toEqual([found]);
  });

  test('is read with its policy as a document', async () => {
    const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 'sagemaker:*', Resource: '*' } };
    const is = await seen({
      DescribeModelPackageGroup: () => described,
      GetModelPackageGroupPolicy: () => ({ ResourcePolicy: JSON.stringify(policy) }),
    });
    expect(is).toEqual({
      born: '2026-10-01T00:00:00.000Z',
      linked: ['sagemaker'],
      state: { account: '111122223333', status: 'Completed', policy: { ...policy, Statement: [policy.Statement] } },
    });
  });

  test('without a policy has none', async () => {
    const GetModelPackageGroupPolicy = fails(`Cannot find resource policy for: ${arn}`);
    const is = await seen({ DescribeModelPackageGroup: () => described, GetModelPackageGroupPolicy });
    expect(is?.state).toEqual({ account: '111122223333', status: 'Completed' });
  });

  test.each([`ModelPackageGroup ${arn} does not exist.`, `Cannot find Model Package Group: ${arn}`])(
    'of which AWS says "%s" is not there',
    async (says) => {
      expect(await seen({ DescribeModelPackageGroup: fails(says) })).toBeUndefined();
    },
  );

  test('that AWS is at work on is waited for', () => {
    const state = { account: '111122223333', status: 'Deleting' };
    expect(modelPackageGroup.busy?.(state)).toMatchObject({ do: 'wait' });
    expect(modelPackageGroup.busy?.({ ...state, status: 'Completed' })).toBeUndefined();
    expect(() => modelPackageGroup.busy?.({ ...state, status: 'Odd' })).toThrow('Odd');
  });
});
