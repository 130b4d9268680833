import { describe, expect, test } from 'vitest';
import { remediation } from '../../../src/remediations/endpoints/endpoint-rollback.ts';
import type { EndpointState } from '../../../src/resources/endpoint.ts';
import { flaw, next } from '../promise.ts';
import { on, variant } from './scene.ts';

const seen = on(remediation);
type Deployment = NonNullable<EndpointState['deployment']>;
const alarms = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'fraud-5xx' }] } };
const routed = (Type: 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR'): Deployment => ({
  BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type, WaitIntervalInSeconds: 60 } },
});
const rolling: Deployment = {
  RollingUpdatePolicy: { MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 25 }, WaitIntervalInSeconds: 60 },
};
const both = { alarms: true, steps: true };
const NO_ALARM = 'no alarm rolls its deployments back';
const AT_ONCE = 'its last deployment moved all traffic at once';
const UNWATCHED = 'its last deployment moved traffic in steps that no alarm watched';

describe('the last deployment of an endpoint', () => {
  test.each<[says: string, deployment: Deployment | undefined, settings: Record<string, unknown>, wrong: string | undefined]>([
    ['is not known, and nothing is demanded', undefined, {}, undefined],
    ['is not known', undefined, { alarms: true }, NO_ALARM],
    ['is not known, and steps are demanded', undefined, { steps: true }, AT_ONCE],
    ['is not known, and both are demanded', undefined, both, `${NO_ALARM}; ${AT_ONCE}`],
    ['moved all at once', routed('ALL_AT_ONCE'), {}, undefined],
    ['moved all at once under an alarm', { ...routed('ALL_AT_ONCE'), ...alarms }, { alarms: true }, undefined],
    ['moved all at once under an alarm, and steps are demanded', { ...routed('ALL_AT_ONCE'), ...alarms }, both, AT_ONCE],
    ['was a canary that no alarm watched', routed('CANARY'), {}, UNWATCHED],
    ['was linear, with an empty list of alarms', { ...routed('LINEAR'), AutoRollbackConfiguration: { Alarms: [] } }, both, UNWATCHED],
    ['was rolling, and not watched', rolling, {}, UNWATCHED],
    ['was a watched canary', { ...routed('CANARY'), ...alarms }, both, undefined],
    ['was watched and linear', { ...routed('LINEAR'), ...alarms }, both, undefined],
    ['was watched and rolling', { ...rolling, ...alarms }, both, undefined],
  ])('%s', (_, deployment, settings, wrong) => {
    expect(flaw(seen(deployment ? { deployment } : {}, settings))?.says).toBe(wrong);
  });

  test.each([
    ['serverless', variant(undefined, { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } })],
    ['on inf1', variant('ml.inf1.xlarge')],
    ['with an accelerator', variant('ml.m5.large', { AcceleratorType: 'ml.eia2.medium' })],
  ])('%s cannot be made otherwise', (_, one) => {
    expect(flaw(seen({ config: { ProductionVariants: [one] } }, both))).toBeUndefined();
    expect(
      flaw(seen({ config: { ProductionVariants: [variant('ml.inf2.xlarge')], ShadowProductionVariants: [one] } }, both)),
    ).toBeUndefined();
  });
});

describe('what the next update should be given', () => {
  const told = (state: Partial<EndpointState>, settings: Record<string, unknown> = both): string => {
    const proposed = next(seen(state, settings));
    expect(proposed.do).toBe('tell');
    return proposed.do === 'tell' ? proposed.why : '';
  };
  const given = (why: string): unknown => JSON.parse(/\{.*\}/.exec(why)?.[0] ?? '');

  test('is a canary of one instance under an alarm, where there are two', () => {
    const why = told({});
    expect(given(why)).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 300 },
        TerminationWaitInSeconds: 300,
      },
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'ALARM' }] },
    });
    expect(why).toContain('Invocation5XXErrors');
    expect(why).not.toContain('two instances');
  });
  test('is all at once, watched before the old instances go, where there is one', () => {
    const variants = { Blue: { instances: 1, weight: 1 }, Green: { instances: 3, weight: 1 } };
    expect(given(told({ variants }))).toMatchObject({
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' }, TerminationWaitInSeconds: 300 },
    });
    expect(told({ variants })).toMatch(/steps take two instances of each variant$/);
    expect(told({ variants }, { alarms: true })).not.toContain('two instances');
    expect(told({ variants, deployment: rolling })).not.toContain('two instances');
  });
  test.each([routed('LINEAR'), rolling])('keeps the steps that there were: %j', (deployment) => {
    expect(given(told({ deployment }))).toEqual({ ...deployment, AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'ALARM' }] } });
  });
  test('keeps the alarms that there were', () => {
    const why = told({ deployment: { ...routed('ALL_AT_ONCE'), ...alarms } });
    expect(given(why)).toMatchObject(alarms);
    expect(why).not.toContain('ALARM is');
  });
});

test.each([{ alarms: 'yes' }, { steps: 1 }, { canary: true }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen({}, settings))).toThrow();
});
