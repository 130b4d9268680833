import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/jobs/processing-isolation.ts';
import type { Job } from '../../../src/resources/job.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { next, step } from '../promise.ts';
import { job } from './job.ts';
import { judgedByHowItRuns } from './judged.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const seen = (but: Partial<Job>, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker('AWS::SageMaker::ProcessingJob', 'processing-job', place, 'Features-1'),
  state: job(but),
  settings,
});

judgedByHowItRuns('processing job', seen, {
  wrong: [[{ encrypted: false, instances: 3 }, 'it runs with traffic between its 3 instances in clear text']],
  right: [{ encrypted: false, instances: 1 }],
  over: ['Stopping', 'Stopped', 'Completed', 'Failed'],
});

describe('a processing job that runs wrongly', () => {
  test('is stopped, until it is over; what that loses is said', () => {
    const { step: s, after } = step(seen({ vpc: false }));
    expect(s).toMatchObject({
      call: { api: 'StopProcessingJob', input: { ProcessingJobName: 'Features-1' } },
      effect: 'disruptive',
      expect: { over: true },
      loses: expect.stringMatching(/^what a job that is \d+ \w+ old has computed and not yet uploaded; DescribeProcessingJob /),
    });
    expect(s.undo).toBeUndefined();
    expect(after).toMatchObject({ over: true });
  });

  test('is told of where another thing launched it', () => {
    const parent = 'arn:aws:sagemaker:eu-west-1:111122223333:monitoring-schedule/drift';
    expect(next(seen({ vpc: false, parent }))).toEqual({
      do: 'tell',
      why: `${parent} launched it, and would launch another: stop that, if anything`,
    });
  });
});
