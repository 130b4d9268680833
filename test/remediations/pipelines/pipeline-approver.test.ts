import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/pipelines/pipeline-approver.ts';
import { type ExecutionState, executionOf } from '../../../src/resources/pipeline-execution.ts';
import { flaw, next, step } from '../promise.ts';

const session = (role: string, name: string) => `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;
const [ana, eve] = [session('DataScientist', 'ana'), session('Release', 'eve')];
const run = (by: string, more: Partial<ExecutionState> = {}): ExecutionState => ({
  ...{ running: true, through: false, startedBy: ana, approvals: { 'Approve/Release': by }, released: [], deploying: {} },
  ...more,
});
const seen = (state: ExecutionState, settings = {}, through = 'e-1') => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: executionOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Release/e-1'),
  state,
  settings,
  // An execution is named by its pipeline and its id apart; a deployment exists through it alone.
  through,
});

describe('an approval', () => {
  const { startedBy: _, ...byEvent } = run(ana);
  test.each<[says: string, state: ExecutionState, settings: object, wrong: RegExp | undefined]>([
    ['of somebody else counts', run(eve), {}, undefined],
    ['of who started it does not', run(ana), {}, /Approve\/Release was approved by .*\/ana, who had started it/],
    ['of another session of that role does not', run(session('DataScientist', 'ben')), {}, /who had started it/],
    ['of who started it counts where settings say so', run(ana), { starter: true }, undefined],
    ['counts where nobody started it by hand', byEvent, {}, undefined],
    ['of somebody on the list counts', run(eve), { approvers: ['arn:aws:sts::*:assumed-role/Release/*'] }, undefined],
    ['of somebody not on the list does not', run(eve), { approvers: ['arn:aws:iam::*:user/boss'] }, /eve, who may not/],
    ['of a release that was stopped is over', run(ana, { running: false }), {}, undefined],
    [
      'of a release that was stopped when it was out still is',
      run(ana, { running: false, released: ['Approve/Release'] }),
      {},
      /had started it/,
    ],
    [
      'of a release of which only what came before it is out is over',
      run(ana, { running: false, released: ['Approve/Test'] }),
      {},
      undefined,
    ],
    ['of a release that has run through still is', run(ana, { running: false, through: true }), {}, /had started it/],
    ['of a release that is still deploying is not', run(ana, { running: false, deploying: { 'd-1': 'D/R' } }), {}, /had started it/],
  ])('%s', (_, state, settings, wrong) => {
    const found = flaw(seen(state, settings));
    if (wrong) expect(found?.says).toMatch(wrong);
    else expect(found).toBeUndefined();
  });

  test('of another user of Identity Center is of another person', () => {
    const sso = (user: string) => session('AWSReservedSSO_Release_0a1b', user);
    expect(flaw(seen(run(sso('eve'), { startedBy: sso('ana') })))).toBeUndefined();
    expect(flaw(seen(run(sso('ana'), { startedBy: sso('ana') })))).toBeDefined();
  });
});

describe('a release on the word of somebody who may not', () => {
  test('is stopped, and not abandoned; then what it is deploying is rolled back, one after the other', () => {
    const { step: stop, after } = step(seen(run(ana, { deploying: { 'd-2': 'D/R', 'd-1': 'D/Q' } })));
    expect(stop).toMatchObject({
      call: { api: 'StopPipelineExecution', input: { pipelineName: 'Release', pipelineExecutionId: 'e-1', abandon: false } },
      effect: 'disruptive',
      loses: expect.stringContaining('start it again'),
    });
    const reason = (stop.call.input as { reason: string }).reason;
    expect(reason.length).toBeLessThanOrEqual(200);
    const { step: back, after: left } = step(seen(after as ExecutionState, {}, 'd-1'));
    expect(back).toMatchObject({
      call: { api: 'StopDeployment', input: { deploymentId: 'd-1', autoRollbackEnabled: true } },
      effect: 'disruptive',
      loses: expect.stringContaining('d-1'),
    });
    expect(left).toMatchObject({ running: false, deploying: { 'd-2': 'D/R' } });
  });
});

test('a release that has run through is for a person to take back', () => {
  expect(next(seen(run(ana, { running: false, through: true })))).toMatchObject({
    do: 'tell',
    why: expect.stringContaining('has run through'),
  });
});

test('a release that was stopped too late is, too', () => {
  expect(next(seen(run(ana, { running: false, released: ['Approve/Release'] })))).toMatchObject({
    do: 'tell',
    why: expect.stringContaining('stopped too late'),
  });
});

test.each([{ approvers: ['ana'] }, { starter: 'yes' }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen(run(eve), settings))).toThrow();
});
