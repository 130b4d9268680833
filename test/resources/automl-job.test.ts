import { describe, expect, test } from 'vitest';
import { autoMLJob } from '../../src/resources/automl-job.ts';
import type { Job } from '../../src/resources/job.ts';
import { autoMLJob as job } from '../remediations/jobs/job.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:automl-job/auto-1';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const type = 'AWS::SageMaker::AutoMLJob';
const state = job({});
const listed = { AutoMLJobSummaries: [{ AutoMLJobName: 'Auto-1', AutoMLJobArn: arn }] };
const SecurityConfig = {
  VolumeKmsKeyId: 'key',
  EnableInterContainerTrafficEncryption: true,
  VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
};
const described = { AutoMLJobStatus: 'InProgress', CreationTime: new Date(state.created), SecurityConfig };

describe('an AutoML job', () => {
  test('is listed while it runs, and found by an ARN that has lost its capitals', async () => {
    const asked: unknown[] = [];
    answer({
      ListAutoMLJobs(input) {
        asked.push(input);
        return listed;
      },
    });
    const [found] = await autoMLJob.locate({ type, id: arn, ...at });
    expect(found).toMatchObject({ name: 'Auto-1', arn });
    expect(await all(autoMLJob.list())).toEqual([found]);
    expect(asked).toEqual([
      expect.objectContaining({ StatusEquals: 'InProgress', NameContains: 'auto-1' }),
      expect.objectContaining({ StatusEquals: 'InProgress' }),
    ]);
  });

  test.each<[object, Partial<Job>]>([
    [{}, {}],
    [{ SecurityConfig: undefined }, { vpc: false, unkeyed: true, encrypted: false }],
    [{ SecurityConfig: { ...SecurityConfig, VpcConfig: { Subnets: [] } } }, { vpc: false }],
    [{ SecurityConfig: { ...SecurityConfig, VolumeKmsKeyId: undefined } }, { unkeyed: true }],
    [{ SecurityConfig: { ...SecurityConfig, EnableInterContainerTrafficEncryption: undefined } }, { encrypted: false }],
    [{ AutoMLJobStatus: 'Stopping' }, { phase: 'Stopping' }],
    [{ AutoMLJobStatus: 'Stopped' }, { phase: 'Stopped', over: true }],
  ])('of which AWS says %j is seen with %j', async (says, is) => {
    const [found] = await autoMLJob.locate({ type, id: 'Auto-1', ...at });
    answer({ DescribeAutoMLJobV2: () => ({ ...described, ...says }) });
    expect(found && (await autoMLJob.inspect(found))).toEqual({ born: state.created, state: { ...state, ...is }, linked: ['sagemaker'] });
  });

  test.each([
    ['ValidationException', 'Requested resource not found.'],
    ['ResourceNotFound', 'Resource being access is not found.'],
  ])('that AWS does not know (%s) is not there', async (name, text) => {
    const [found] = await autoMLJob.locate({ type, id: 'Auto-1', ...at });
    answer({
      DescribeAutoMLJobV2() {
        throw refusal(name, text);
      },
    });
    expect(found && (await autoMLJob.inspect(found))).toBeUndefined();
  });

  test.each(['Stopping', 'a status of next year'])('that is %s is waited for', (phase) => {
    expect(autoMLJob.busy?.(job({ phase }))).toMatchObject({ do: 'wait', for: expect.stringContaining(phase) });
  });
  test.each(['InProgress', 'Completed', 'Stopped'])('that is %s is not', (phase) => {
    expect(autoMLJob.busy?.(job({ phase }))).toBeUndefined();
  });
});

describe('what an AutoML job launched leads to it:', () => {
  const CreationTime = new Date();
  const ResourceConfig = { InstanceType: 'ml.m5.large', InstanceCount: 1 };
  const training = { SecondaryStatus: 'Training', CreationTime, ResourceConfig };
  const processing = { ProcessingJobStatus: 'InProgress', CreationTime, ProcessingResources: { ClusterConfig: ResourceConfig } };
  const led = async (sort: 'Training' | 'Processing', says: object) => {
    answer({
      DescribeTrainingJob: () => ({ ...training, ...says }),
      DescribeProcessingJob: () => ({ ...processing, ...says }),
      ListAutoMLJobs: () => listed,
    });
    return await autoMLJob.locate({ type: `AWS::SageMaker::${sort}Job`, id: 'Auto-1-child', ...at });
  };
  test.each(['Training', 'Processing'] as const)('a %s job', async (sort) => {
    expect(await led(sort, { AutoMLJobArn: arn })).toMatchObject([{ type, name: 'Auto-1', arn }]);
    expect(await led(sort, {})).toEqual([]);
  });
  test('a training job of its tuning job, but none of another tuning job', async () => {
    const TuningJobArn = 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/search-1';
    expect(await led('Training', { TuningJobArn, AutoMLJobArn: arn })).toMatchObject([{ name: 'Auto-1' }]);
    expect(await led('Training', { TuningJobArn })).toEqual([]);
  });
});
