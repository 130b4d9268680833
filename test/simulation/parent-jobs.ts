/** Tuning and AutoML jobs as the generator draws them, with a job that each launched, and what people do to them. */
import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import type { Move } from './scenario.ts';

const RoleArn = 'arn:aws:iam::111122223333:role/ml-training';
const NAMES = (draw: Draw, i: number, noun: string): string =>
  draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-${noun}`],
    [2, `keep-${noun}`],
    [1, `mlwarden-${noun}`],
  ]);
const arnOf = (noun: string, name: string): string => `arn:aws:sagemaker:eu-west-1:111122223333:${noun}/${name.toLowerCase()}`;
const OUTSIDE = { VpcConfig: {} };

/** An event of SageMaker that says so much of a job. */
const told = (sort: string, arn: string, detail: object) => ({
  ...{ version: '0', id: `${sort}-${arn}`, 'detail-type': `SageMaker ${sort} State Change`, source: 'aws.sagemaker' },
  ...{ account: '111122223333', region: 'eu-west-1', resources: [arn], detail },
});

export function drawTuningJob(draw: Draw, i: number): Drawn {
  const HyperParameterTuningJobName = NAMES(draw, i, 'Search');
  const HyperParameterTuningJobStatus = draw.often([
    [8, 'InProgress'],
    [1, 'Completed'],
  ] as const);
  const outside = draw.chance(0.6);
  const automl = draw.chance(0.1);
  const arn = arnOf('hyper-parameter-tuning-job', HyperParameterTuningJobName);
  const TrainingJobName = `${HyperParameterTuningJobName}-001`;
  const parents = { TuningJobArn: arn, ...(automl && { AutoMLJobArn: arnOf('automl-job', 'churn') }) };
  const there = {
    tuningJobs: [{ HyperParameterTuningJobName, HyperParameterTuningJobStatus, TrainingJobDefinition: outside ? OUTSIDE : {} }],
    trainingJobs: [{ TrainingJobName, ...(outside && OUTSIDE), ...parents }],
  };
  const has = [...(outside ? ['outside a VPC'] : []), ...(automl ? ['launched by AutoML'] : [])];
  const says = `a tuning job ${[`${HyperParameterTuningJobName} (${HyperParameterTuningJobStatus})`, ...has].join(', ')}`;
  const another = {
    HyperParameterTuningJobName: `${HyperParameterTuningJobName}-2`,
    HyperParameterTuningJobConfig: { Strategy: 'Bayesian', ResourceLimits: { MaxParallelTrainingJobs: 1 } },
    TrainingJobDefinition: {
      ...{ RoleArn, AlgorithmSpecification: { TrainingInputMode: 'File' }, OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' } },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
  };
  const event = told('HyperParameter Tuning Job', arn, { HyperParameterTuningJobName, HyperParameterTuningJobArn: arn });
  const child = arnOf('training-job', TrainingJobName);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({
      says: `somebody stops ${HyperParameterTuningJobName}`,
      acts: [call('sagemaker:StopHyperParameterTuningJob', { HyperParameterTuningJobName }, 0)],
    }),
    () => ({ says: `somebody stops ${TrainingJobName}`, acts: [call('sagemaker:StopTrainingJob', { TrainingJobName }, 0)] }),
    () => ({
      says: `somebody starts ${another.HyperParameterTuningJobName}, outside a VPC and without a key`,
      acts: [call('sagemaker:CreateHyperParameterTuningJob', another, 0)],
    }),
    () => ({
      says: `SageMaker tells of ${TrainingJobName}`,
      acts: [{ event: told('Training Job', child, { TrainingJobName, TrainingJobArn: child, TrainingJobStatus: 'InProgress' }) }],
    }),
    () => ({ says: `SageMaker tells of ${HyperParameterTuningJobName}`, acts: [{ event }] }),
  ];
  const thing = { type: 'AWS::SageMaker::HyperParameterTuningJob', name: HyperParameterTuningJobName, says, there };
  return { thing, moves, report: moves.length - 1 };
}

export function drawAutoMLJob(draw: Draw, i: number): Drawn {
  const AutoMLJobName = NAMES(draw, i, 'Auto');
  const AutoMLJobStatus = draw.often([
    [8, 'InProgress'],
    [1, 'Completed'],
  ] as const);
  const outside = draw.chance(0.6);
  const arn = arnOf('automl-job', AutoMLJobName);
  const ProcessingJobName = `${AutoMLJobName}-features`;
  const there = {
    autoMLJobs: [{ AutoMLJobName, AutoMLJobStatus, ...(outside && { SecurityConfig: {} }) }],
    processingJobs: [{ ProcessingJobName, AutoMLJobArn: arn, ...(outside && { NetworkConfig: {} }) }],
  };
  const says = `an AutoML job ${AutoMLJobName} (${AutoMLJobStatus})${outside ? ', outside a VPC' : ''}`;
  const data = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://ml-data/in' } } };
  const asked = { AutoMLJobName: `${AutoMLJobName}-2`, RoleArn, OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' } };
  const child = arnOf('processing-job', ProcessingJobName);
  const event = told('Processing Job', child, { ProcessingJobName, ProcessingJobArn: child, ProcessingJobStatus: 'InProgress' });
  const first = { ...asked, InputDataConfig: [{ ...data, TargetAttributeName: 'churned' }] };
  const second = { ...asked, AutoMLJobInputDataConfig: [data], AutoMLProblemTypeConfig: { ImageClassificationJobConfig: {} } };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody stops ${AutoMLJobName}`, acts: [call('sagemaker:StopAutoMLJob', { AutoMLJobName }, 0)] }),
    () => ({
      says: `somebody starts ${asked.AutoMLJobName} outside a VPC, the old way`,
      acts: [call('sagemaker:CreateAutoMLJob', first, 0)],
    }),
    () => ({ says: `somebody starts ${asked.AutoMLJobName} outside a VPC`, acts: [call('sagemaker:CreateAutoMLJobV2', second, 0)] }),
    () => ({ says: `SageMaker tells of ${ProcessingJobName}`, acts: [{ event }] }),
  ];
  return { thing: { type: 'AWS::SageMaker::AutoMLJob', name: AutoMLJobName, says, there }, moves, report: moves.length - 1 };
}
