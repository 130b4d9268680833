/** Jobs that launch others: hyperparameter tuning jobs and AutoML jobs. */
import type { CreateAutoMLJobRequest } from '@aws-sdk/client-sagemaker';
import type { Caller, Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import { type PlainJob, type PlainJobs, plainJobs } from './plain-jobs.ts';
import { inside, page } from './requests.ts';
import type { TrainingJobs } from './training-jobs.ts';

rule(
  'tuning-job.stop',
  'documented',
  'the training jobs that it launched and that run are stopped with it',
  'SageMaker API, StopHyperParameterTuningJob',
);
rule(
  'parent-job.launch',
  'assumed',
  'nothing is launched that a world does not furnish; what a stopped AutoML job launched goes on to its end',
  'what is launched when depends on data; StopAutoMLJob says no more than that the job is forced to shut down',
);
rule(
  'automl-job.description',
  'documented',
  'DescribeAutoMLJobV2 describes what either operation created, in its own members; no event tells of a status',
  'SageMaker API, DescribeAutoMLJobV2; SageMaker guide, "Events that Amazon SageMaker AI sends to Amazon EventBridge"',
);

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const RoleArn = 'arn:aws:iam::111122223333:role/SageMakerExecutionRole';
const VpcConfig = { Subnets: ['subnet-0bd8f38199152daa5'], SecurityGroupIds: ['sg-0bd8f38199152daa5'] };

/** In a VPC, encrypted and isolated. */
const definition = {
  AlgorithmSpecification: { TrainingImage: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1', TrainingInputMode: 'File' },
  RoleArn,
  VpcConfig,
  OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' },
  ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30, VolumeKmsKeyId: KEY },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  EnableNetworkIsolation: true,
  EnableInterContainerTrafficEncryption: true,
};
const counters = {
  TrainingJobStatusCounters: { Completed: 0, InProgress: 1, RetryableError: 0, NonRetryableError: 0, Stopped: 0 },
  ObjectiveStatusCounters: { Succeeded: 0, Pending: 1, Failed: 0 },
};

/** Each definition says only what differs from one that is as it is to be. */
function definitionsOf(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { TrainingJobDefinition: one, TrainingJobDefinitions: several, ...rest } = given;
  const whole = (some: unknown) => {
    const { VpcConfig: where, ...other } = { ...definition, ...(some as Partial<typeof definition>) };
    return { ...other, ...inside(where) };
  };
  return Array.isArray(several) ? { ...rest, TrainingJobDefinitions: several.map(whole) } : { ...rest, TrainingJobDefinition: whole(one) };
}

export function tuningJobs(habitat: Habitat, trainings: TrainingJobs): PlainJobs {
  const of = ({ arn }: PlainJob) => trainings.shelf.truths().filter(({ TuningJobArn }) => TuningJobArn === arn);
  const jobs = plainJobs(habitat, {
    ...{ field: 'HyperParameterTuningJob', noun: 'hyper-parameter-tuning-job', told: 'HyperParameter Tuning Job' },
    always: counters,
    usual: {
      HyperParameterTuningJobConfig: {
        Strategy: 'Bayesian',
        ResourceLimits: { MaxNumberOfTrainingJobs: 20, MaxParallelTrainingJobs: 2 },
      },
    },
    listed: ({ said }) => ({
      ...Object.fromEntries(Object.keys(counters).map((member) => [member, said[member]])),
      Strategy: (said.HyperParameterTuningJobConfig as { Strategy?: string } | undefined)?.Strategy,
    }),
    stops(job) {
      for (const { TrainingJobName, TrainingJobStatus } of of(job)) if (TrainingJobStatus === 'InProgress') trainings.stop(TrainingJobName);
    },
  });
  return {
    ...jobs,
    place: (given) => jobs.place(definitionsOf(given)),
    reads: {
      ...jobs.reads,
      ListTrainingJobsForHyperParameterTuningJob({
        HyperParameterTuningJobName,
        ...input
      }: {
        readonly HyperParameterTuningJobName: string;
      }) {
        const job = jobs.shelf.truth(HyperParameterTuningJobName);
        const { items, ...rest } = page(job ? of(job) : [], input, ({ TrainingJobName }) => ({ name: TrainingJobName }));
        const TrainingJobSummaries = items.map(({ TrainingJobName, TrainingJobArn, TrainingJobStatus, CreationTime }) => ({
          ...{ TrainingJobName, TrainingJobArn, TrainingJobStatus, CreationTime, TunedHyperParameters: {} },
        }));
        return { TrainingJobSummaries, ...rest };
      },
    },
  };
}

export function autoMLJobs(habitat: Habitat): PlainJobs {
  const jobs = plainJobs(habitat, {
    ...{ field: 'AutoMLJob', noun: 'automl-job' },
    usual: {
      AutoMLJobInputDataConfig: [
        { ChannelType: 'training', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://ml-data/in' } } },
      ],
      OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' },
      RoleArn,
      SecurityConfig: { VolumeKmsKeyId: KEY, EnableInterContainerTrafficEncryption: true, VpcConfig },
    },
    also: ({ status, CreationTime }) => ({
      AutoMLJobSecondaryStatus: status === 'InProgress' ? 'ModelTuning' : status,
      LastModifiedTime: CreationTime,
    }),
  });
  const { DescribeAutoMLJob: DescribeAutoMLJobV2, ...reads } = jobs.reads;
  const { CreateAutoMLJob: CreateAutoMLJobV2, ...writes } = jobs.writes;
  if (!DescribeAutoMLJobV2 || !CreateAutoMLJobV2) throw new Error('Jobs are described and created.');
  const CreateAutoMLJob = ({ AutoMLJobConfig, InputDataConfig, ...asked }: CreateAutoMLJobRequest, by: Caller) => {
    const inputs = InputDataConfig?.map(({ TargetAttributeName, ...channel }) => channel);
    const { SecurityConfig } = AutoMLJobConfig ?? {};
    return CreateAutoMLJobV2({ ...asked, AutoMLJobInputDataConfig: inputs, ...(SecurityConfig && { SecurityConfig }) } as never, by);
  };
  return { ...jobs, reads: { ...reads, DescribeAutoMLJobV2 }, writes: { ...writes, CreateAutoMLJob, CreateAutoMLJobV2 } };
}
