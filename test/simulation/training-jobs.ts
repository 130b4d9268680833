/** Training jobs as the generator draws them, and what people do to them. */

import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const RoleArn = 'arn:aws:iam::111122223333:role/ml-training';

const debug = (EnableRemoteDebug: boolean) => ({ RemoteDebugConfig: { EnableRemoteDebug } });

function drawFlaws(draw: Draw) {
  const open = draw.chance(0.7);
  const closed = draw.of([{}, debug(false)]);
  const outside = draw.chance(0.5);
  const child = draw.chance(0.1);
  return {
    has: [...(open ? ['with remote debugging'] : []), ...(outside ? ['outside a VPC'] : []), ...(child ? ['launched by another'] : [])],
    props: {
      ...(open ? debug(true) : closed),
      ...(outside && { VpcConfig: {} }),
      ...(child && { TuningJobArn: 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/search' }),
    },
  };
}

export function drawTrainingJob(draw: Draw, i: number): Drawn {
  const TrainingJobName = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Job`],
    [2, 'keep-Job'],
    [1, 'mlwarden-Job'],
  ]);
  const phase = draw.often([
    [2, 'Starting'],
    [2, 'Downloading'],
    [8, 'Training'],
    [1, 'Uploading'],
  ] as const);
  const { has, props } = drawFlaws(draw);
  const there = { trainingJobs: [{ TrainingJobName, SecondaryStatus: phase, ...props }] };
  const says = `a training job ${[`${TrainingJobName} (${phase})`, ...has].join(', ')}`;
  const update = (on: boolean) => call('sagemaker:UpdateTrainingJob', { TrainingJobName, ...debug(on) }, 0);
  const arn = `arn:aws:sagemaker:eu-west-1:111122223333:training-job/${TrainingJobName.toLowerCase()}`;
  const another = {
    ...{ TrainingJobName: `${TrainingJobName}-2`, RoleArn, ...debug(true) },
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  };
  const event = {
    version: '0',
    id: `job-${TrainingJobName}`,
    'detail-type': 'SageMaker Training Job State Change',
    ...{ source: 'aws.sagemaker', account: '111122223333', region: 'eu-west-1', resources: [arn] },
    detail: { TrainingJobName, TrainingJobArn: arn, TrainingJobStatus: 'InProgress', SecondaryStatus: phase },
  };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody turns remote debugging of ${TrainingJobName} on`, acts: [update(true)] }),
    () => ({ says: `a script turns it on in ${TrainingJobName}, again and again`, acts: [update(true)], every: 6 * MINUTE, times: 5 }),
    () => ({ says: `its owner turns it off in ${TrainingJobName}`, acts: [update(false)] }),
    () => ({ says: `somebody stops ${TrainingJobName}`, acts: [call('sagemaker:StopTrainingJob', { TrainingJobName }, 0)] }),
    () => ({
      says: `somebody starts ${TrainingJobName}-2, with remote debugging and outside a VPC`,
      acts: [call('sagemaker:CreateTrainingJob', another, 0)],
    }),
    () => ({ says: `SageMaker tells of ${TrainingJobName}`, acts: [{ event }] }),
  ];
  return { thing: { type: 'AWS::SageMaker::TrainingJob', name: TrainingJobName, says, there }, moves, report: moves.length - 1 };
}
