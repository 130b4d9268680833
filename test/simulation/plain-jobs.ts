/** Processing and transform jobs as the generator draws them, and what people do to them. */
import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import type { Move } from './scenario.ts';

const RoleArn = 'arn:aws:iam::111122223333:role/ml-training';

export function drawProcessingJob(draw: Draw, i: number): Drawn {
  const ProcessingJobName = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Features`],
    [2, 'keep-Features'],
    [1, 'mlwarden-Features'],
  ]);
  const status = draw.often([
    [8, 'InProgress'],
    [1, 'Completed'],
  ] as const);
  const outside = draw.chance(0.6);
  const child = draw.chance(0.1);
  const MonitoringScheduleArn = 'arn:aws:sagemaker:eu-west-1:111122223333:monitoring-schedule/drift';
  const props = { ...(outside && { NetworkConfig: {} }), ...(child && { MonitoringScheduleArn }) };
  const has = [...(outside ? ['outside a VPC'] : []), ...(child ? ['launched by a schedule'] : [])];
  const there = { processingJobs: [{ ProcessingJobName, ProcessingJobStatus: status, ...props }] };
  const says = `a processing job ${[`${ProcessingJobName} (${status})`, ...has].join(', ')}`;
  const arn = `arn:aws:sagemaker:eu-west-1:111122223333:processing-job/${ProcessingJobName.toLowerCase()}`;
  const another = {
    ...{ ProcessingJobName: `${ProcessingJobName}-2`, RoleArn },
    AppSpecification: { ImageUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/features:1' },
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 } },
  };
  const event = {
    version: '0',
    id: `processing-${ProcessingJobName}`,
    'detail-type': 'SageMaker Processing Job State Change',
    ...{ source: 'aws.sagemaker', account: '111122223333', region: 'eu-west-1', resources: [arn] },
    detail: { ProcessingJobName, ProcessingJobArn: arn, ProcessingJobStatus: status },
  };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody stops ${ProcessingJobName}`, acts: [call('sagemaker:StopProcessingJob', { ProcessingJobName }, 0)] }),
    () => ({
      says: `somebody starts ${ProcessingJobName}-2, outside a VPC and without a key`,
      acts: [call('sagemaker:CreateProcessingJob', another, 0)],
    }),
    () => ({ says: `SageMaker tells of ${ProcessingJobName}`, acts: [{ event }] }),
  ];
  return { thing: { type: 'AWS::SageMaker::ProcessingJob', name: ProcessingJobName, says, there }, moves, report: moves.length - 1 };
}

export function drawTransformJob(draw: Draw, i: number): Drawn {
  const TransformJobName = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Scores`],
    [2, 'keep-Scores'],
    [1, 'mlwarden-Scores'],
  ]);
  const TransformJobStatus = draw.often([
    [8, 'InProgress'],
    [1, 'Completed'],
  ] as const);
  const ModelName = `${TransformJobName}-model`;
  const outside = draw.chance(0.6);
  const child = draw.chance(0.1);
  const parent = { LabelingJobArn: 'arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/images' };
  const there = {
    models: [{ ModelName, ...(outside && { VpcConfig: {} }) }],
    transformJobs: [{ TransformJobName, TransformJobStatus, ModelName, ...(child && parent) }],
  };
  const has = [...(outside ? ['of a model outside a VPC'] : []), ...(child ? ['launched by a labeling job'] : [])];
  const says = `a transform job ${[`${TransformJobName} (${TransformJobStatus})`, ...has].join(', ')}`;
  const arn = `arn:aws:sagemaker:eu-west-1:111122223333:transform-job/${TransformJobName.toLowerCase()}`;
  const another = {
    ...{ TransformJobName: `${TransformJobName}-2`, ModelName },
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://ml-data/in' } } },
    TransformOutput: { S3OutputPath: 's3://ml-artifacts/out' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  };
  const event = {
    version: '0',
    id: `transform-${TransformJobName}`,
    'detail-type': 'SageMaker Transform Job State Change',
    ...{ source: 'aws.sagemaker', account: '111122223333', region: 'eu-west-1', resources: [arn] },
    detail: { TransformJobName, TransformJobArn: arn, TransformJobStatus },
  };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody stops ${TransformJobName}`, acts: [call('sagemaker:StopTransformJob', { TransformJobName }, 0)] }),
    () => ({ says: `somebody deletes ${ModelName}`, acts: [call('sagemaker:DeleteModel', { ModelName }, 0)] }),
    () => ({ says: `somebody starts ${TransformJobName}-2 without a key`, acts: [call('sagemaker:CreateTransformJob', another, 0)] }),
    () => ({ says: `SageMaker tells of ${TransformJobName}`, acts: [{ event }] }),
  ];
  return { thing: { type: 'AWS::SageMaker::TransformJob', name: TransformJobName, says, there }, moves, report: moves.length - 1 };
}
