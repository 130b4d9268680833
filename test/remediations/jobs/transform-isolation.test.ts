import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/jobs/transform-isolation.ts';
import type { Job } from '../../../src/resources/job.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { flaw, next, step } from '../promise.ts';
import { transformJob } from './job.ts';
import { judgedByHowItRuns } from './judged.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const seen = (but: Partial<Job>, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker('AWS::SageMaker::TransformJob', 'transform-job', place, 'Scores-1'),
  state: transformJob(but),
  settings,
});

judgedByHowItRuns('transform job', seen, { right: [{ instances: 3 }], over: ['Stopping', 'Stopped', 'Completed', 'Failed'] });

test('how a transform job runs is not judged where the model it runs is gone', () => {
  const { vpc, isolated, ...gone } = transformJob({});
  expect(flaw({ ...seen({}, { demands: ['vpc', 'network-isolation'] }), state: gone })).toBeUndefined();
});

describe('a transform job that runs wrongly', () => {
  test('is stopped, until it is over; what that loses is said', () => {
    const { step: s, after } = step(seen({ vpc: false }));
    expect(s).toMatchObject({
      call: { api: 'StopTransformJob', input: { TransformJobName: 'Scores-1' } },
      effect: 'disruptive',
      expect: { over: true },
      loses: expect.stringMatching(/^what a job that is \d+ \w+ old has transformed, all of it; DescribeTransformJob /),
    });
    expect(s.undo).toBeUndefined();
    expect(after).toMatchObject({ over: true });
  });

  test('is told of where another thing launched it', () => {
    const parent = 'arn:aws:sagemaker:eu-west-1:111122223333:automl-job/churn';
    expect(next(seen({ vpc: false, parent }))).toEqual({
      do: 'tell',
      why: `${parent} launched it, and would launch another: that one is judged in its place`,
    });
  });
});
