import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/resources/job.ts';
import { transformJob } from '../../src/resources/transform-job.ts';
import { transformJob as job } from '../remediations/jobs/job.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:transform-job/scores-1';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const type = 'AWS::SageMaker::TransformJob';
const state = job({});

describe('a transform job', () => {
  test('is listed while it runs, and found by an ARN that has lost its capitals', async () => {
    const asked: unknown[] = [];
    answer({
      ListTransformJobs(input) {
        asked.push(input);
        return { TransformJobSummaries: [{ TransformJobName: 'Scores-1', TransformJobArn: arn }] };
      },
    });
    const [found] = await transformJob.locate({ type, id: arn, ...at });
    expect(found).toMatchObject({ name: 'Scores-1', arn });
    expect(await all(transformJob.list())).toEqual([found]);
    expect(asked).toEqual([
      expect.objectContaining({ StatusEquals: 'InProgress', NameContains: 'scores-1' }),
      expect.objectContaining({ StatusEquals: 'InProgress' }),
    ]);
  });

  const model = { EnableNetworkIsolation: true, VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };
  const on = (InstanceType: string, InstanceCount: number, key?: string) => ({
    TransformResources: { InstanceType, InstanceCount, ...(key && { VolumeKmsKeyId: key }) },
  });
  const described = {
    TransformJobStatus: 'InProgress',
    ModelName: 'churn',
    CreationTime: new Date(state.created),
    ...on('ml.m5.large', 1, 'key'),
  };
  test.each<[object, Partial<Job>]>([
    [{}, {}],
    [on('ml.m5.large', 4), { unkeyed: true, instances: 4 }],
    [on('ml.g5.xlarge', 1), {}],
    [{ TransformJobStatus: 'Stopping' }, { phase: 'Stopping' }],
    [{ TransformJobStatus: 'Failed' }, { phase: 'Failed', over: true }],
    [{ AutoMLJobArn: 'arn:of:its:automl-job' }, { parent: 'arn:of:its:automl-job' }],
    [{ LabelingJobArn: 'arn:of:its:labeling-job' }, { parent: 'arn:of:its:labeling-job' }],
  ])('of which AWS says %j is seen with %j', async (says, is) => {
    const [found] = await transformJob.locate({ type, id: 'Scores-1', ...at });
    answer({ DescribeTransformJob: () => ({ ...described, ...says }), DescribeModel: () => model });
    expect(found && (await transformJob.inspect(found))).toEqual({
      born: state.created,
      state: { ...state, ...is },
      linked: ['sagemaker'],
    });
  });

  test.each<[object, Partial<Job>]>([
    [{}, { vpc: false, isolated: false }],
    [{ ...model, VpcConfig: { Subnets: [] } }, { vpc: false }],
    [{ ...model, EnableNetworkIsolation: false }, { isolated: false }],
  ])('whose model is %j runs with %j', async (serves, is) => {
    const [found] = await transformJob.locate({ type, id: 'Scores-1', ...at });
    answer({ DescribeTransformJob: () => described, DescribeModel: () => serves });
    expect((found && (await transformJob.inspect(found)))?.state).toEqual({ ...state, ...is });
  });

  test('whose model is gone says nothing of its network', async () => {
    const [found] = await transformJob.locate({ type, id: 'Scores-1', ...at });
    answer({
      DescribeTransformJob: () => described,
      DescribeModel() {
        throw refusal('ValidationException', 'Could not find model "churn".');
      },
    });
    const { vpc, isolated, ...rest } = state;
    expect((found && (await transformJob.inspect(found)))?.state).toEqual(rest);
  });

  test.each([
    ['ValidationException', 'Requested resource not found.'],
    ['ResourceNotFound', 'Resource being access is not found.'],
  ])('that AWS does not know (%s) is not there', async (name, text) => {
    const [found] = await transformJob.locate({ type, id: 'Scores-1', ...at });
    answer({
      DescribeTransformJob() {
        throw refusal(name, text);
      },
    });
    expect(found && (await transformJob.inspect(found))).toBeUndefined();
  });

  test.each(['Stopping', 'a status of next year'])('that is %s is waited for', (phase) => {
    expect(transformJob.busy?.(job({ phase }))).toMatchObject({ do: 'wait', for: expect.stringContaining(phase) });
  });
  test.each(['InProgress', 'Completed', 'Stopped'])('that is %s is not', (phase) => {
    expect(transformJob.busy?.(job({ phase }))).toBeUndefined();
  });
});
