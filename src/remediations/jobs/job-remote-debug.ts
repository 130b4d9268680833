import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { isEnding, type TrainingJobState, type TrainingJobTable, trainingJob } from '../../resources/training-job.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::TrainingJob';
const named = { type: TYPE, id: 'trainingJobName' };

/** The way into the container is closed, and the job goes on (SageMaker guide, "Access a training container through AWS Systems Manager"). */
export const remediation: Remediation<TrainingJobState, TrainingJobTable, 'UpdateTrainingJob', Record<string, never>> = {
  id: 'job-remote-debug',
  family: 'jobs',
  title: 'Nobody can open a shell in the training job',
  severity: 'high',
  standards: ['ATT&CK T1651'],
  triggers: [
    cloudtrail('sagemaker', { CreateTrainingJob: named, UpdateTrainingJob: named }),
    stateChange('SageMaker Training Job State Change', TYPE, { name: 'TrainingJobName', arn: 'TrainingJobArn' }),
  ],
  kind: trainingJob,
  calls: ['UpdateTrainingJob'],
  settings: z.strictObject({}),
  flaw(state) {
    if (!state.remoteDebug || isEnding(state)) return undefined;
    return { says: 'whoever may start a session of Systems Manager gets a shell in its container', contained: false };
  },
  repair(_, { name: TrainingJobName }) {
    const debug = (EnableRemoteDebug: boolean) =>
      ({ api: 'UpdateTrainingJob', input: { TrainingJobName, RemoteDebugConfig: { EnableRemoteDebug } } }) as const;
    // Whoever is debugging loses the shell.
    return { do: 'step', call: debug(false), effect: 'disruptive', expect: { remoteDebug: false }, undo: debug(true) };
  },
};
