import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/jobs/tuning-isolation.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { flaw, next, step } from '../promise.ts';
import { tuningJob as job } from './job.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const seen = (but: Parameters<typeof job>[0], settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker('AWS::SageMaker::HyperParameterTuningJob', 'hyper-parameter-tuning-job', place, 'Search-1'),
  state: job(but),
  settings,
});
const right = { isolated: true, vpc: true, unkeyed: false, encrypted: true, instances: 1 };

describe('how the training jobs of a tuning job run', () => {
  test.each<[object, string]>([
    [{ vpc: false }, 'what it launches runs outside a VPC'],
    [{ unkeyed: true }, 'what it launches runs on volumes without a customer managed key'],
    [{ encrypted: false, instances: 3 }, 'what it launches runs with traffic between its 3 instances in clear text'],
    [
      { name: 'boosted', vpc: false, unkeyed: true },
      'what it launches by boosted runs outside a VPC, on volumes without a customer managed key',
    ],
  ])('with %j is wrong: %s', (how, says) => {
    expect(flaw(seen({ how }))).toEqual({ says, contained: false });
  });

  test('is judged definition by definition, and each that is wrong is named', () => {
    const definitions = [
      { ...right, name: 'linear' },
      { ...right, name: 'boosted', vpc: false },
      { ...right, name: 'deep', unkeyed: true },
    ];
    expect(flaw(seen({ definitions }))?.says).toBe(
      'what it launches by boosted runs outside a VPC; what it launches by deep runs on volumes without a customer managed key',
    );
  });

  test.each<object>([{}, { isolated: false }, { encrypted: false }])('with %j is as it is to be', (how) => {
    expect(flaw(seen({ how }))).toBeUndefined();
  });

  test('is not wrong where clear text on one instance and encryption on two stand side by side', () => {
    const definitions = [
      { ...right, encrypted: false },
      { ...right, instances: 2 },
    ];
    expect(flaw(seen({ definitions }))).toBeUndefined();
  });

  test('is judged by what settings ask for, and by nothing else', () => {
    const how = { vpc: false, unkeyed: true, encrypted: false, instances: 2, isolated: false };
    expect(flaw(seen({ how }, { demands: ['network-isolation'] }))?.says).toBe('what it launches runs without network isolation');
    expect(() => flaw(seen({ how }, { demands: [] }))).toThrow();
  });

  test.each(['Stopping', 'Stopped', 'Completed', 'Failed', 'Deleting', 'DeleteFailed'])('is of no concern in one that is %s', (phase) => {
    expect(flaw(seen({ phase, how: { vpc: false } }))).toBeUndefined();
  });
});

describe('a tuning job whose training jobs run wrongly', () => {
  test('is stopped, until it is over; what that loses is said', () => {
    const { step: s, after } = step(seen({ how: { vpc: false } }));
    expect(s).toMatchObject({
      call: { api: 'StopHyperParameterTuningJob', input: { HyperParameterTuningJobName: 'Search-1' } },
      effect: 'disruptive',
      expect: { over: true },
      loses: expect.stringMatching(
        /^what a job that is \d+ \w+ old has under way in its training jobs, and the rest of its search; DescribeHyperParameterTuningJob /,
      ),
    });
    expect(s.undo).toBeUndefined();
    expect(after).toMatchObject({ over: true });
  });

  test('is told of where AutoML launched it, because that is judged', () => {
    const parent = 'arn:aws:sagemaker:eu-west-1:111122223333:automl-job/churn';
    expect(next(seen({ parent, how: { vpc: false } }))).toEqual({
      do: 'tell',
      why: `${parent} launched it, and would launch another: that one is judged in its place`,
    });
  });
});
