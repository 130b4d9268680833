import { describe, expect, test } from 'vitest';
import { world } from './small-world.ts';

const Churn = { HyperParameterTuningJobName: 'Churn' };
const RoleArn = 'arn:aws:iam::111122223333:role/SageMakerExecutionRole';
const asked = { AutoMLJobName: 'Churn', RoleArn, OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' } };
const input = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://ml-data/in' } } };
const SecurityConfig = { VolumeKmsKeyId: 'key' };

describe('a tuning job', () => {
  const TuningJobArn = 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/churn';
  const started = () => {
    const made = world();
    made.sage.tuningJobs.place({ ...Churn, TrainingJobDefinition: { VpcConfig: {} } });
    made.sage.trainingJobs.place({ TrainingJobName: 'Churn-1', TuningJobArn });
    made.sage.trainingJobs.place({ TrainingJobName: 'Other-1' });
    return made;
  };

  test('is described as it was furnished, and otherwise as it is to be', () => {
    const { TrainingJobDefinition } = started().call('DescribeHyperParameterTuningJob', Churn);
    expect(TrainingJobDefinition).toMatchObject({ EnableNetworkIsolation: true });
    expect(TrainingJobDefinition).not.toHaveProperty('VpcConfig');
  });

  test('that is created is described as it was asked for, and nothing is added', () => {
    const { call } = world();
    call('CreateHyperParameterTuningJob', { ...Churn, TrainingJobDefinition: { RoleArn } });
    expect(call('DescribeHyperParameterTuningJob', Churn)).toMatchObject({
      TrainingJobDefinition: { RoleArn },
      TrainingJobStatusCounters: { InProgress: 1 },
    });
    expect(call('DescribeHyperParameterTuningJob', Churn).TrainingJobDefinition).toEqual({ RoleArn });
  });

  test('tells of each status by an event of its own, and stops what it launched', () => {
    const { habitat, call } = started();
    call('StopHyperParameterTuningJob', Churn);
    habitat.pass(60);
    const status = (TrainingJobName: string) => call('DescribeTrainingJob', { TrainingJobName }).TrainingJobStatus;
    expect([status('Churn-1'), status('Other-1')]).toEqual(['Stopped', 'InProgress']);
    const told = habitat.events.filter((e) => e['detail-type'] === 'SageMaker HyperParameter Tuning Job State Change');
    expect(told.map(({ detail }) => (detail as Record<string, string>).HyperParameterTuningJobStatus)).toEqual(['Stopping', 'Stopped']);
  });

  test('leaves what it launched and is over as it is', () => {
    const { habitat, call } = started();
    call('StopTrainingJob', { TrainingJobName: 'Churn-1' });
    habitat.pass(60);
    call('StopHyperParameterTuningJob', Churn);
    expect(call('DescribeTrainingJob', { TrainingJobName: 'Churn-1' }).TrainingJobStatus).toBe('Stopped');
  });

  test('lists what it launched, and nothing where there is none of the name', () => {
    const { call } = started();
    const list = (of: object) => call('ListTrainingJobsForHyperParameterTuningJob', { ...of, MaxResults: 1 }).TrainingJobSummaries;
    expect(list(Churn)).toMatchObject([{ TrainingJobName: 'Churn-1', TrainingJobStatus: 'InProgress' }]);
    expect(list({ HyperParameterTuningJobName: 'Nobody' })).toEqual([]);
  });

  test('is listed with how far it is', () => {
    expect(started().call('ListHyperParameterTuningJobs').HyperParameterTuningJobSummaries).toMatchObject([
      { ...Churn, Strategy: 'Bayesian', ObjectiveStatusCounters: { Pending: 1 } },
    ]);
  });
});

describe('an AutoML job', () => {
  test.each([
    ['CreateAutoMLJob', { InputDataConfig: [{ ...input, TargetAttributeName: 'left' }], AutoMLJobConfig: { SecurityConfig } }],
    ['CreateAutoMLJobV2', { AutoMLJobInputDataConfig: [input], SecurityConfig }],
  ])('of %s is described in the same members, and told of by no event of its own', (operation, how) => {
    const { habitat, call } = world();
    call(operation, { ...asked, ...how });
    call('StopAutoMLJob', { AutoMLJobName: 'Churn' });
    habitat.pass(60);
    expect(call('DescribeAutoMLJobV2', { AutoMLJobName: 'Churn' })).toMatchObject({
      ...asked,
      ...{ AutoMLJobInputDataConfig: [input], SecurityConfig, AutoMLJobStatus: 'Stopped', AutoMLJobSecondaryStatus: 'Stopped' },
    });
    expect(new Set(habitat.events.map((e) => e['detail-type']))).toEqual(new Set(['AWS API Call via CloudTrail']));
    expect(() => call('DescribeAutoMLJob', { AutoMLJobName: 'Churn' })).toThrow();
  });

  test('of whose security nothing is asked says nothing of it', () => {
    const { call } = world();
    call('CreateAutoMLJob', { ...asked, InputDataConfig: [input] });
    expect(call('DescribeAutoMLJobV2', { AutoMLJobName: 'Churn' }).SecurityConfig).toBeUndefined();
  });
});
