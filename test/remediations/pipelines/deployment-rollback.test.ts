import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/pipelines/deployment-rollback.ts';
import { type DeploymentGroupState, groupOf } from '../../../src/resources/deployment-group.ts';
import { flaw, next, step } from '../promise.ts';

const FAILURE = 'DEPLOYMENT_FAILURE';
const ALARM = 'DEPLOYMENT_STOP_ON_ALARM';
const rolls = (enabled: boolean, ...events: string[]): DeploymentGroupState => ({
  rollback: { enabled, events },
  config: 'CodeDeployDefault.AllAtOnce',
});
const seen = (state: DeploymentGroupState, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: groupOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Serving/Prod'),
  state,
  settings,
  // A group is named by its application and its own name, apart from each other.
  through: 'Prod',
});

describe('the rollback of a deployment group', () => {
  test.each<[says: string, state: DeploymentGroupState, settings: object, wrong: RegExp | undefined]>([
    ['is on for failures', rolls(true, FAILURE), {}, undefined],
    ['is off', rolls(false), {}, /after DEPLOYMENT_FAILURE$/],
    ['is off, whatever would start it', rolls(false, FAILURE), {}, /after DEPLOYMENT_FAILURE$/],
    ['is on for alarms only', rolls(true, ALARM), {}, /after DEPLOYMENT_FAILURE$/],
    ['lacks one of two', rolls(true, FAILURE), { events: [FAILURE, ALARM] }, /after DEPLOYMENT_STOP_ON_ALARM$/],
    ['is on, and releases reach everything at once', rolls(true, FAILURE), { allAtOnce: false }, /everything at once/],
    ['is on, and releases spread slowly', { ...rolls(true, FAILURE), config: 'Canary10' }, { allAtOnce: false }, undefined],
  ])('%s', (_, state, settings, wrong) => {
    const found = flaw(seen(state, settings));
    if (wrong) expect(found?.says).toMatch(wrong);
    else expect(found).toBeUndefined();
  });

  test.each<[says: string, state: DeploymentGroupState, events: string[]]>([
    ['from nothing', rolls(false), [FAILURE]],
    ['beside what started it already', rolls(true, ALARM), [FAILURE, ALARM]],
    ['without what started nothing while it was off', rolls(false, ALARM), [FAILURE]],
  ])('is turned on %s, and can be put back', (_, state, events) => {
    const { step: s, after } = step(seen(state));
    const group = { applicationName: 'Serving', currentDeploymentGroupName: 'Prod' };
    expect(s).toMatchObject({
      call: { api: 'UpdateDeploymentGroup', input: { ...group, autoRollbackConfiguration: { enabled: true, events } } },
      effect: 'reversible',
      undo: { api: 'UpdateDeploymentGroup', input: { ...group, autoRollbackConfiguration: state.rollback } },
    });
    expect(flaw({ ...seen(state), state: after as DeploymentGroupState })).toBeUndefined();
  });

  test('is not what makes a release slow: a person is told', () => {
    expect(next(seen(rolls(true, FAILURE), { allAtOnce: false }))).toMatchObject({ do: 'tell', why: expect.stringContaining('AllAtOnce') });
  });
});

test.each([{ events: [] }, { events: ['NOON'] }, { allAtOnce: 'no' }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen(rolls(true), settings))).toThrow();
});
