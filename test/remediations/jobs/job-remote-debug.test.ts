import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/jobs/job-remote-debug.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import type { TrainingJobState } from '../../../src/resources/training-job.ts';
import { flaw, step } from '../promise.ts';
import { trainingJob } from './job.ts';

const job = (phase: string, remoteDebug = true) => trainingJob({ phase, remoteDebug });
const seen = (state: TrainingJobState) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker(
    'AWS::SageMaker::TrainingJob',
    'training-job',
    { partition: 'aws', account: '111122223333', region: 'eu-west-1' },
    'Churn-1',
  ),
  state,
});

describe('remote debugging', () => {
  test.each(['Starting', 'Downloading', 'Training', 'Interrupted'])('is wrong in a job that is %s', (phase) => {
    expect(flaw(seen(job(phase)))).toMatchObject({ says: expect.stringContaining('a shell in its container'), contained: false });
    expect(flaw(seen(job(phase, false)))).toBeUndefined();
  });

  test.each(['Uploading', 'Completed', 'Failed', 'Stopping', 'Stopped', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded'])(
    'harms nobody in a job that is %s',
    (phase) => expect(flaw(seen(job(phase)))).toBeUndefined(),
  );

  test('is turned off, and can be turned on again; whoever debugs is cut off', () => {
    const { step: s, after } = step(seen(job('Training')));
    const call = (EnableRemoteDebug: boolean) => ({
      api: 'UpdateTrainingJob',
      input: { TrainingJobName: 'Churn-1', RemoteDebugConfig: { EnableRemoteDebug } },
    });
    expect(s).toMatchObject({ call: call(false), effect: 'disruptive', undo: call(true) });
    expect(flaw(seen(after as TrainingJobState))).toBeUndefined();
  });
});
