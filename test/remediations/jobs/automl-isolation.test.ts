import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/jobs/automl-isolation.ts';
import type { Job } from '../../../src/resources/job.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { flaw, step } from '../promise.ts';
import { autoMLJob as job } from './job.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const seen = (but: Partial<Job>, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker('AWS::SageMaker::AutoMLJob', 'automl-job', place, 'Auto-1'),
  state: job(but),
  settings,
});

describe('how the jobs of an AutoML job run', () => {
  test.each<[Partial<Job>, string]>([
    [{ vpc: false }, 'what it launches runs outside a VPC'],
    [{ unkeyed: true }, 'what it launches runs on volumes without a customer managed key'],
    [{ encrypted: false }, 'what it launches runs with traffic between its instances in clear text'],
    [{ vpc: false, unkeyed: true }, 'what it launches runs outside a VPC, on volumes without a customer managed key'],
  ])('with %j is wrong: %s', (but, says) => {
    expect(flaw(seen(but))).toEqual({ says, contained: false });
  });

  test('is as it is to be in a VPC, with a key and encrypted traffic', () => {
    expect(flaw(seen({}))).toBeUndefined();
  });

  test('is judged by what settings ask for; network isolation is nothing that AutoML could be asked for', () => {
    const all = { vpc: false, unkeyed: true, encrypted: false };
    expect(flaw(seen(all, { demands: ['volume-key'] }))?.says).toBe('what it launches runs on volumes without a customer managed key');
    expect(() => flaw(seen(all, { demands: ['network-isolation'] }))).toThrow();
  });

  test.each(['Stopping', 'Stopped', 'Completed', 'Failed'])('is of no concern in one that is %s', (phase) => {
    expect(flaw(seen({ phase, vpc: false }))).toBeUndefined();
  });
});

test('an AutoML job whose jobs run wrongly is stopped, until it is over; what that loses is said', () => {
  const { step: s, after } = step(seen({ vpc: false }));
  expect(s).toMatchObject({
    call: { api: 'StopAutoMLJob', input: { AutoMLJobName: 'Auto-1' } },
    effect: 'disruptive',
    expect: { over: true },
    loses: expect.stringMatching(/^what a job that is \d+ \w+ old has under way in the jobs that it launched, .*; DescribeAutoMLJobV2 /),
  });
  expect(s.undo).toBeUndefined();
  expect(after).toMatchObject({ over: true });
});
