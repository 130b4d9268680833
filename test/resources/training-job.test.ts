import { describe, expect, test } from 'vitest';
import { trainingJob } from '../../src/resources/training-job.ts';
import { trainingJob as job } from '../remediations/jobs/job.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn-1';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const state = job({ remoteDebug: true });

describe('a training job', () => {
  test('is listed while it runs, and found by an ARN that has lost its capitals', async () => {
    const asked: unknown[] = [];
    answer({
      ListTrainingJobs(input) {
        asked.push(input);
        return { TrainingJobSummaries: [{ TrainingJobName: 'Churn-1', TrainingJobArn: arn }] };
      },
    });
    const [found] = await trainingJob.locate({ type: 'AWS::SageMaker::TrainingJob', id: arn, ...at });
    expect(found).toMatchObject({ name: 'Churn-1', arn });
    expect(await all(trainingJob.list())).toEqual([found]);
    expect(asked).toEqual([
      expect.objectContaining({ StatusEquals: 'InProgress', NameContains: 'churn-1' }),
      expect.objectContaining({ StatusEquals: 'InProgress' }),
    ]);
  });

  const described = {
    SecondaryStatus: 'Training',
    CreationTime: new Date(state.created),
    RemoteDebugConfig: { EnableRemoteDebug: true },
    EnableNetworkIsolation: true,
    VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeKmsKeyId: 'key' },
    EnableInterContainerTrafficEncryption: true,
  };
  const groups = (...types: string[]) => ({
    InstanceGroups: types.map((InstanceType, i) => ({ InstanceType, InstanceCount: i + 1, InstanceGroupName: `g${i}` })),
  });
  test.each<[object, Partial<typeof state>]>([
    [{}, {}],
    [{ RemoteDebugConfig: { EnableRemoteDebug: false } }, { remoteDebug: false }],
    [{ RemoteDebugConfig: undefined }, { remoteDebug: false }],
    [{ EnableNetworkIsolation: undefined }, { isolated: false }],
    [{ VpcConfig: undefined }, { vpc: false }],
    [{ VpcConfig: {} }, { vpc: false }],
    [{ ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 4 } }, { unkeyed: true, instances: 4 }],
    [{ ResourceConfig: { InstanceType: 'ml.p4d.24xlarge', InstanceCount: 1 } }, {}],
    [{ ResourceConfig: groups('ml.p4d.24xlarge', 'ml.m5.large') }, { unkeyed: true, instances: 3 }],
    [{ ResourceConfig: groups('ml.p4d.24xlarge', 'ml.g5.xlarge') }, { instances: 3 }],
    [{ EnableInterContainerTrafficEncryption: undefined }, { encrypted: false }],
    [{ SecondaryStatus: 'Completed' }, { phase: 'Completed', over: true }],
    [{ TuningJobArn: 'arn:of:its:tuning-job' }, { parent: 'arn:of:its:tuning-job' }],
    [{ AutoMLJobArn: 'arn:of:its:automl-job' }, { parent: 'arn:of:its:automl-job' }],
    [{ TuningJobArn: 'arn:of:its:tuning-job', AutoMLJobArn: 'arn:of:its:automl-job' }, { parent: 'arn:of:its:automl-job' }],
  ])('of which AWS says %j is seen with %j', async (says, is) => {
    const [found] = await trainingJob.locate({ type: 'AWS::SageMaker::TrainingJob', id: 'Churn-1', ...at });
    answer({ DescribeTrainingJob: () => ({ ...described, ...says }) });
    expect(found && (await trainingJob.inspect(found))).toEqual({ born: state.created, state: { ...state, ...is }, linked: ['sagemaker'] });
  });

  test('that AWS does not know is not there', async () => {
    const [job] = await trainingJob.locate({ type: 'AWS::SageMaker::TrainingJob', id: 'Churn-1', ...at });
    answer({
      DescribeTrainingJob() {
        throw refusal('ValidationException', 'Requested resource not found.');
      },
    });
    expect(job && (await trainingJob.inspect(job))).toBeUndefined();
  });

  test.each(['Starting', 'Pending', 'Interrupted', 'Uploading', 'Stopping', 'a phase of next year'])(
    'that is %s is waited for',
    (phase) => {
      expect(trainingJob.busy?.(job({ phase }))).toMatchObject({ do: 'wait', for: expect.stringContaining(phase) });
    },
  );
  test.each(['Downloading', 'Training', 'Completed', 'Stopped'])('that is %s is not', (phase) => {
    expect(trainingJob.busy?.(job({ phase }))).toBeUndefined();
  });
});
