import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/jobs/job-isolation.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import type { TrainingJobState } from '../../../src/resources/training-job.ts';
import { flaw, next, step } from '../promise.ts';
import { trainingJob } from './job.ts';
import { judgedByHowItRuns } from './judged.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const seen = (but: Partial<TrainingJobState>, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker('AWS::SageMaker::TrainingJob', 'training-job', place, 'Fraud-1'),
  state: trainingJob(but),
  settings,
});

judgedByHowItRuns('training job', seen, {
  wrong: [[{ encrypted: false, instances: 3 }, 'it runs with traffic between its 3 instances in clear text']],
  right: [{ encrypted: false, instances: 1 }],
  over: ['Uploading', 'Stopping', 'Stopped', 'Completed', 'Failed'],
});

describe('a training job that runs wrongly', () => {
  test('is stopped, until it is over; what that loses is said', () => {
    const { step: s, after } = step(seen({ vpc: false }));
    expect(s).toMatchObject({
      call: { api: 'StopTrainingJob', input: { TrainingJobName: 'Fraud-1' } },
      effect: 'disruptive',
      expect: { over: true },
      loses: expect.stringMatching(/^what a job that is \d+ \w+ old has computed since its last checkpoint/),
    });
    expect(s.undo).toBeUndefined();
    expect(flaw({ ...seen({}), state: after })).toBeUndefined();
  });

  test('is told of where another job launched it', () => {
    const parent = 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/fraud';
    expect(next(seen({ vpc: false, parent }))).toEqual({
      do: 'tell',
      why: `${parent} launched it, and would launch another: that one is judged in its place`,
    });
  });
});
