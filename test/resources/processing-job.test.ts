import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/resources/job.ts';
import { processingJob } from '../../src/resources/processing-job.ts';
import { job } from '../remediations/jobs/job.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:processing-job/features-1';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const type = 'AWS::SageMaker::ProcessingJob';
const state = job({});

describe('a processing job', () => {
  test('is listed while it runs, and found by an ARN that has lost its capitals', async () => {
    const asked: unknown[] = [];
    answer({
      ListProcessingJobs(input) {
        asked.push(input);
        return { ProcessingJobSummaries: [{ ProcessingJobName: 'Features-1', ProcessingJobArn: arn }] };
      },
    });
    const [found] = await processingJob.locate({ type, id: arn, ...at });
    expect(found).toMatchObject({ name: 'Features-1', arn });
    expect(await all(processingJob.list())).toEqual([found]);
    expect(asked).toEqual([
      expect.objectContaining({ StatusEquals: 'InProgress', NameContains: 'features-1' }),
      expect.objectContaining({ StatusEquals: 'InProgress' }),
    ]);
  });

  const network = {
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: true,
    VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  };
  const cluster = (InstanceType: string, InstanceCount: number, key?: string) => ({
    ProcessingResources: { ClusterConfig: { InstanceType, InstanceCount, VolumeSizeInGB: 30, ...(key && { VolumeKmsKeyId: key }) } },
  });
  const described = {
    ProcessingJobStatus: 'InProgress',
    CreationTime: new Date(state.created),
    NetworkConfig: network,
    ...cluster('ml.m5.large', 1, 'key'),
  };
  test.each<[object, Partial<Job>]>([
    [{}, {}],
    [{ NetworkConfig: undefined }, { isolated: false, encrypted: false, vpc: false }],
    [{ NetworkConfig: { ...network, EnableNetworkIsolation: false } }, { isolated: false }],
    [{ NetworkConfig: { ...network, EnableInterContainerTrafficEncryption: false } }, { encrypted: false }],
    [{ NetworkConfig: { ...network, VpcConfig: { Subnets: [] } } }, { vpc: false }],
    [cluster('ml.m5.large', 4), { unkeyed: true, instances: 4 }],
    [cluster('ml.g5.xlarge', 1), {}],
    [{ ProcessingJobStatus: 'Stopping' }, { phase: 'Stopping' }],
    [{ ProcessingJobStatus: 'Failed' }, { phase: 'Failed', over: true }],
    [{ AutoMLJobArn: 'arn:of:its:automl-job' }, { parent: 'arn:of:its:automl-job' }],
    [{ MonitoringScheduleArn: 'arn:of:its:schedule' }, { parent: 'arn:of:its:schedule' }],
  ])('of which AWS says %j is seen with %j', async (says, is) => {
    const [found] = await processingJob.locate({ type, id: 'Features-1', ...at });
    answer({ DescribeProcessingJob: () => ({ ...described, ...says }) });
    expect(found && (await processingJob.inspect(found))).toEqual({
      born: state.created,
      state: { ...state, ...is },
      linked: ['sagemaker'],
    });
  });

  test.each([
    ['ValidationException', 'Requested resource not found.'],
    ['ResourceNotFound', 'Resource being access is not found.'],
  ])('that AWS does not know (%s) is not there', async (name, text) => {
    const [found] = await processingJob.locate({ type, id: 'Features-1', ...at });
    answer({
      DescribeProcessingJob() {
        throw refusal(name, text);
      },
    });
    expect(found && (await processingJob.inspect(found))).toBeUndefined();
  });

  test.each(['Stopping', 'a status of next year'])('that is %s is waited for', (phase) => {
    expect(processingJob.busy?.(job({ phase }))).toMatchObject({ do: 'wait', for: expect.stringContaining(phase) });
  });
  test.each(['InProgress', 'Completed', 'Stopped'])('that is %s is not', (phase) => {
    expect(processingJob.busy?.(job({ phase }))).toBeUndefined();
  });
});
