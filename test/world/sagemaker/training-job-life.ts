/** How a training job passes from phase to phase, and who hears of it. */
import type { DescribeTrainingJobResponse, SecondaryStatus, Tag, TrainingJobStatus } from '@aws-sdk/client-sagemaker';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { arnOf, between, tagMap } from './requests.ts';

const SOURCE = 'SageMaker API, DescribeTrainingJob SecondaryStatus';
rule('training-job.phases', 'documented', 'Starting, Downloading, Training, Uploading, Completed; Stopping, Stopped', SOURCE);
rule(
  'training-job.durations',
  'assumed',
  'Starting 1-3 minutes, Downloading 0.5-2, Uploading and Stopping up to 1; Training until it is stopped',
  'a job takes as long as its script',
);

export interface TrainingJob extends DescribeTrainingJobResponse {
  readonly TrainingJobName: string;
  readonly TrainingJobArn: string;
  readonly TrainingJobStatus: TrainingJobStatus;
  readonly SecondaryStatus: SecondaryStatus;
  readonly CreationTime: Date;
  readonly Tags?: Tag[] | undefined;
}
/** Seconds in a phase, and what follows. Who trains trains on. */
const PHASES: Readonly<Record<string, readonly [least: number, most: number, then: SecondaryStatus]>> = {
  Starting: [60, 180, 'Downloading'],
  Downloading: [30, 120, 'Training'],
  Uploading: [5, 60, 'Completed'],
  Stopping: [5, 60, 'Stopped'],
};
const STATUS: Readonly<Record<string, TrainingJobStatus>> = { Completed: 'Completed', Stopping: 'Stopping', Stopped: 'Stopped' };

export interface TrainingJobLife {
  /** To a new phase, announced; it goes on from there by itself. */
  move(job: TrainingJob, to: SecondaryStatus): void;
  goOn(job: TrainingJob): void;
}
export function trainingJobLife(habitat: Habitat, kept: Shelf<TrainingJob>): TrainingJobLife {
  const goOn = (job: TrainingJob): void => {
    const [least, most, then] = PHASES[job.SecondaryStatus] ?? [];
    if (least === undefined || most === undefined || !then) return;
    habitat.clock.at(habitat.clock.now() + between(habitat, [least, most]), () => {
      const now = kept.truth(job.TrainingJobName);
      if (now?.SecondaryStatus === job.SecondaryStatus) move(now, then);
    });
  };
  const move = (job: TrainingJob, to: SecondaryStatus): void => {
    const moved = { ...job, SecondaryStatus: to, TrainingJobStatus: STATUS[to] ?? 'InProgress' };
    kept.put(job.TrainingJobName, moved);
    habitat.emit(announcement(moved));
    goOn(moved);
  };
  return { move, goOn };
}

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** In a VPC, encrypted and isolated, where nothing else is said of it. */
export function made(habitat: Habitat, given: Partial<TrainingJob> & { readonly TrainingJobName: string }): TrainingJob {
  return {
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30, VolumeKmsKeyId: KEY },
    VpcConfig: { Subnets: ['subnet-0bd8f38199152daa5'], SecurityGroupIds: ['sg-0bd8f38199152daa5'] },
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: true,
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    RoleArn: `arn:aws:iam::${habitat.account}:role/SageMakerExecutionRole`,
    ModelArtifacts: { S3ModelArtifacts: 's3://ml-artifacts/model.tar.gz' },
    ...given,
    TrainingJobArn: arnOf(habitat, 'training-job', given.TrainingJobName),
    TrainingJobStatus: 'InProgress',
    SecondaryStatus: 'Training',
    CreationTime: given.CreationTime ?? new Date(habitat.clock.now()),
  };
}

const announcement = (job: TrainingJob) => ({
  source: 'aws.sagemaker',
  'detail-type': 'SageMaker Training Job State Change',
  resources: [job.TrainingJobArn],
  detail: {
    TrainingJobName: job.TrainingJobName,
    TrainingJobArn: job.TrainingJobArn,
    TrainingJobStatus: job.TrainingJobStatus,
    SecondaryStatus: job.SecondaryStatus,
    AlgorithmSpecification: job.AlgorithmSpecification,
    RoleArn: job.RoleArn,
    OutputDataConfig: job.OutputDataConfig,
    ResourceConfig: job.ResourceConfig,
    CreationTime: String(job.CreationTime.getTime()),
    Tags: tagMap(job.Tags),
  },
});
