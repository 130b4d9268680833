import { describe, expect, test } from 'vitest';
import { tuningJob } from '../../src/resources/tuning-job.ts';
import { tuningJob as job } from '../remediations/jobs/job.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/search-1';
const automl = 'arn:aws:sagemaker:eu-west-1:111122223333:automl-job/search-1';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const type = 'AWS::SageMaker::HyperParameterTuningJob';
const state = job();
const right = state.definitions[0];
const one = { id: 'Search-1', type, ...at };

const listed = { HyperParameterTuningJobSummaries: [{ HyperParameterTuningJobName: 'Search-1', HyperParameterTuningJobArn: arn }] };
const definition = {
  EnableNetworkIsolation: true,
  EnableInterContainerTrafficEncryption: true,
  VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeKmsKeyId: 'key' },
};
const described = {
  HyperParameterTuningJobStatus: 'InProgress',
  CreationTime: new Date(state.created),
  TrainingJobDefinition: definition,
};
const childless = { ListTrainingJobsForHyperParameterTuningJob: () => ({ TrainingJobSummaries: [] }) };
/** On instances of either of these types. */
const either = (config: object) => ({ ...definition, ResourceConfig: undefined, HyperParameterTuningResourceConfig: config });
const configs = (...of: [InstanceType: string, InstanceCount?: number][]) =>
  of.map(([InstanceType, InstanceCount]) => ({ InstanceType, InstanceCount }));

describe('a tuning job', () => {
  test('is listed while it runs, and found by an ARN that has lost its capitals', async () => {
    const asked: unknown[] = [];
    answer({
      ListHyperParameterTuningJobs(input) {
        asked.push(input);
        return listed;
      },
    });
    const [found] = await tuningJob.locate({ ...one, id: arn });
    expect(found).toMatchObject({ name: 'Search-1', arn });
    expect(await all(tuningJob.list())).toEqual([found]);
    expect(asked).toEqual([
      expect.objectContaining({ StatusEquals: 'InProgress', NameContains: 'search-1' }),
      expect.objectContaining({ StatusEquals: 'InProgress' }),
    ]);
  });

  test.each<[object, typeof state]>([
    [{}, state],
    [{ TrainingJobDefinition: { ...definition, VpcConfig: undefined } }, job({ how: { vpc: false } })],
    [{ TrainingJobDefinition: { ...definition, EnableNetworkIsolation: false } }, job({ how: { isolated: false } })],
    [{ TrainingJobDefinition: { ...definition, DefinitionName: 'linear' } }, job({ how: { name: 'linear' } })],
    [
      {
        TrainingJobDefinition: undefined,
        TrainingJobDefinitions: [
          { ...definition, DefinitionName: 'linear' },
          { ...definition, DefinitionName: 'boosted', VpcConfig: {} },
        ],
      },
      {
        ...state,
        definitions: [
          { name: 'linear', ...right },
          { name: 'boosted', ...right, vpc: false },
        ] as never,
      },
    ],
    [
      { TrainingJobDefinition: { ...definition, ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 4 } } },
      job({ how: { unkeyed: true, instances: 4 } }),
    ],
    [
      { TrainingJobDefinition: either({ InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeKmsKeyId: 'key' }) },
      job({ how: { instances: 2 } }),
    ],
    [{ TrainingJobDefinition: either({ InstanceType: 'ml.m5.large' }) }, job({ how: { unkeyed: true } })],
    [
      { TrainingJobDefinition: either({ InstanceConfigs: configs(['ml.g5.xlarge', 2], ['ml.m5.large', 1]) }) },
      job({ how: { unkeyed: true, instances: 2 } }),
    ],
    [{ TrainingJobDefinition: either({ InstanceConfigs: configs(['ml.g5.xlarge']) }) }, state],
    [{ HyperParameterTuningJobStatus: 'Stopping' }, job({ phase: 'Stopping' })],
    [{ HyperParameterTuningJobStatus: 'Failed' }, job({ phase: 'Failed', over: true })],
    [{ HyperParameterTuningJobStatus: 'Deleting' }, job({ phase: 'Deleting', over: true })],
    [{ HyperParameterTuningJobStatus: 'DeleteFailed' }, job({ phase: 'DeleteFailed', over: true })],
  ])('of which AWS says %j is seen so', async (says, is) => {
    const [found] = await tuningJob.locate(one);
    answer({ DescribeHyperParameterTuningJob: () => ({ ...described, ...says }), ...childless });
    expect(found && (await tuningJob.inspect(found))).toEqual({ born: state.created, state: is, linked: ['sagemaker'] });
  });

  test('of whose definitions AWS says nothing is refused', async () => {
    const [found] = await tuningJob.locate(one);
    answer({ DescribeHyperParameterTuningJob: () => ({ ...described, TrainingJobDefinition: undefined }), ...childless });
    await expect(found && tuningJob.inspect(found)).rejects.toThrow('AWS gave no TrainingJobDefinition.');
  });

  test.each<[string | undefined, object]>([
    [automl, { parent: automl }],
    [undefined, {}],
  ])('of one of whose training jobs %s is the AutoML job is seen with %j', async (AutoMLJobArn, parent) => {
    const [found] = await tuningJob.locate(one);
    answer({
      DescribeHyperParameterTuningJob: () => described,
      ListTrainingJobsForHyperParameterTuningJob: (input) => {
        expect(input).toMatchObject({ HyperParameterTuningJobName: 'Search-1', MaxResults: 1 });
        return { TrainingJobSummaries: [{ TrainingJobName: 'Search-1-001' }] };
      },
      DescribeTrainingJob: () => ({ TuningJobArn: arn, ...(AutoMLJobArn && { AutoMLJobArn }) }),
    });
    expect(found && (await tuningJob.inspect(found))?.state).toEqual({ ...state, ...parent });
  });

  test.each([
    ['ValidationException', 'Requested resource not found.'],
    ['ResourceNotFound', 'Resource being access is not found.'],
  ])('that AWS does not know (%s) is not there', async (name, text) => {
    const [found] = await tuningJob.locate(one);
    const refuse = () => {
      throw refusal(name, text);
    };
    answer({ DescribeHyperParameterTuningJob: refuse, ListTrainingJobsForHyperParameterTuningJob: refuse });
    expect(found && (await tuningJob.inspect(found))).toBeUndefined();
  });

  test.each(['Stopping', 'a status of next year'])('that is %s is waited for', (phase) => {
    expect(tuningJob.busy?.(job({ phase }))).toMatchObject({ do: 'wait', for: expect.stringContaining(phase) });
  });
  test.each(['InProgress', 'Completed', 'Stopped'])('that is %s is not', (phase) => {
    expect(tuningJob.busy?.(job({ phase }))).toBeUndefined();
  });
});

describe('a training job leads to', () => {
  const training = { SecondaryStatus: 'Training', CreationTime: new Date(), ResourceConfig: definition.ResourceConfig };
  const led = async (says: object) => {
    answer({ DescribeTrainingJob: () => ({ ...training, ...says }), ListHyperParameterTuningJobs: () => listed });
    return await tuningJob.locate({ ...one, type: 'AWS::SageMaker::TrainingJob', id: 'Search-1-001' });
  };
  test('the tuning job that launched it', async () => {
    expect(await led({ TuningJobArn: arn })).toMatchObject([{ type, name: 'Search-1', arn }]);
  });
  test.each<[string, object]>([
    ['nothing launched it', {}],
    ['a labeling job of the name launched it', { LabelingJobArn: arn.replace('hyper-parameter-tuning', 'labeling') }],
    ['a tuning job of AutoML launched it', { TuningJobArn: arn, AutoMLJobArn: automl }],
  ])('none where %s', async (_, says) => {
    expect(await led(says)).toEqual([]);
  });
  test('none where the tuning job is not listed any more, so that nobody knows how its name is written', async () => {
    answer({
      DescribeTrainingJob: () => ({ ...training, TuningJobArn: arn }),
      ListHyperParameterTuningJobs: () => ({ HyperParameterTuningJobSummaries: [] }),
    });
    expect(await tuningJob.locate({ ...one, type: 'AWS::SageMaker::TrainingJob', id: 'Search-1-001' })).toEqual([]);
  });
  test('none where it is named by its ARN alone', async () => {
    const id = 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/search-1-001';
    answer({});
    expect(await tuningJob.locate({ ...one, type: 'AWS::SageMaker::TrainingJob', id })).toEqual([]);
  });
  test('none where it is not there any more', async () => {
    answer({
      DescribeTrainingJob() {
        throw refusal('ValidationException', 'Requested resource not found.');
      },
    });
    expect(await tuningJob.locate({ ...one, type: 'AWS::SageMaker::TrainingJob', id: 'Search-1-001' })).toEqual([]);
  });
});
