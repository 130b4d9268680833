import type * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { demanded, lacking, launchedBy, lost } from '../../resources/job.ts';
import { isEnding, type TrainingJobState, type TrainingJobTable, trainingJob } from '../../resources/training-job.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::TrainingJob';

const settings = demanded(['vpc', 'volume-key', 'traffic-encryption', 'network-isolation']);

/** How a job runs cannot be changed while it does: SageMaker takes all of this at CreateTrainingJob alone. */
export const remediation: Remediation<TrainingJobState, TrainingJobTable, 'StopTrainingJob', z.infer<typeof settings>> = {
  id: 'job-isolation',
  family: 'jobs',
  title: 'The training job runs where and as it is to run: in a VPC, encrypted',
  severity: 'high',
  standards: ['ATLAS AML.T0025'],
  triggers: [
    cloudtrail('sagemaker', { CreateTrainingJob: { type: TYPE, id: 'trainingJobName' } }),
    stateChange('SageMaker Training Job State Change', TYPE, { name: 'TrainingJobName', arn: 'TrainingJobArn' }),
  ],
  kind: trainingJob,
  calls: ['StopTrainingJob'],
  settings,
  flaw(state, { settings: { demands } }) {
    return isEnding(state) ? undefined : lacking(state, demands);
  },
  repair({ created, parent }, { name: TrainingJobName }, { now }) {
    if (parent) return launchedBy(parent);
    return {
      do: 'step',
      call: { api: 'StopTrainingJob', input: { TrainingJobName } },
      effect: 'disruptive',
      expect: { over: true },
      loses: lost('computed since its last checkpoint', created, now, 'TrainingJob'),
    };
  },
};
