import { describe, expect, test } from 'vitest';
import { remediation } from '../../../src/remediations/endpoints/endpoint-encryption.ts';
import { type EndpointState, endpoint } from '../../../src/resources/endpoint.ts';
import { cloneName, type EndpointConfig } from '../../../src/resources/endpoint-config.ts';
import { UnknownStatus } from '../../../src/resources/status.ts';
import { flaw, next, step } from '../promise.ts';
import { config, KEY, on, inService as plain, variant } from './scene.ts';

const deployment: EndpointState['deployment'] = {
  BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 60 } },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'fraud-5xx' }] },
};
const inService: EndpointState = { ...plain, deployment };
const scene = on(remediation);
const seen = (state: Partial<EndpointState>, settings = {}) => scene({ deployment, ...state }, settings);
const content = { ...config, KmsKeyId: KEY };
const clone = cloneName('fraud-cfg-7', content);

describe('whether an endpoint is wrong', () => {
  test.each<[says: string, config: EndpointConfig, wrong: boolean]>([
    ['no key', config, true],
    ['a key', content, false],
    ['serverless', { ProductionVariants: [variant(undefined, { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } })] }, false],
    ['NVMe instances', { ProductionVariants: [variant('ml.g5.xlarge')] }, false],
    ['NVMe and other instances', { ProductionVariants: [variant('ml.g5.xlarge'), variant('ml.m5.large')] }, true],
    [
      'NVMe in production, others in shadow',
      { ProductionVariants: [variant('ml.g5.xlarge')], ShadowProductionVariants: [variant('ml.m5.large')] },
      true,
    ],
  ])('%s', (_, is, wrong) => expect(flaw(seen({ config: is })) !== undefined).toBe(wrong));

  test('nobody can tell once its configuration has been deleted', () => {
    const { config: _, ...gone } = inService;
    const scene = { ...seen({}), state: gone };
    expect(flaw(scene)).toMatchObject({ says: expect.stringContaining('fraud-cfg-7') });
    expect(next(scene)).toMatchObject({ do: 'tell' });
  });
});

describe('with a key in settings', () => {
  const settings = { key: KEY };

  test('its configuration is cloned with the key, then the endpoint is moved, and is right', () => {
    const first = step({ ...seen({}, settings), through: 'fraud-cfg-7' });
    expect(first.step).toMatchObject({
      call: { api: 'CreateEndpointConfig', input: { ...content, EndpointConfigName: clone } },
      effect: 'reversible',
      loses: expect.stringContaining('does not bear the tags of fraud-cfg-7'),
    });
    expect(first.step.call.input).not.toHaveProperty('Tags');
    const moved = step({ ...seen({}, settings), state: first.after as EndpointState });
    const way = { EndpointName: 'Fraud-Prod', RetainAllVariantProperties: true, DeploymentConfig: deployment };
    expect(moved.step).toMatchObject({
      call: { api: 'UpdateEndpoint', input: { ...way, EndpointConfigName: clone } },
      effect: 'disruptive',
      undo: { api: 'UpdateEndpoint', input: { ...way, EndpointConfigName: 'fraud-cfg-7' } },
    });
    expect(moved.after).toMatchObject({ configName: clone });
    expect(flaw({ ...seen({}, settings), state: { ...inService, configName: clone, config: content } })).toBeUndefined();
  });
  test('an endpoint that was never rolled out with a deployment configuration gets none', () => {
    const { step: s } = step({ ...seen({}, settings), state: { ...plain, clones: { [clone]: content } } });
    expect(s.call.input).toEqual({ EndpointName: 'Fraud-Prod', EndpointConfigName: clone, RetainAllVariantProperties: true });
  });
  test('a clone that is there already is used', () => {
    expect(step(seen({ clones: { [clone]: content, 'fraud-cfg-7-mlw-000000000000': config } }, settings)).step.call.api).toBe(
      'UpdateEndpoint',
    );
  });
  test('a clone whose content somebody chose is told about, not used', () => {
    expect(next(seen({ clones: { [clone]: { ...content, EnableNetworkIsolation: true } } }, settings))).toMatchObject({
      do: 'tell',
      why: expect.stringContaining(clone),
    });
  });
  test('a configuration with an execution role is told about: passing roles is not ours', () => {
    const ExecutionRoleArn = 'arn:aws:iam::111122223333:role/ml-endpoint';
    expect(next(seen({ config: { ...config, ExecutionRoleArn } }, settings))).toMatchObject({
      do: 'tell',
      why: expect.stringContaining(ExecutionRoleArn),
    });
  });
  test('a mixed configuration is told about', () => {
    const mixed = { ProductionVariants: [variant('ml.g5.xlarge'), variant('ml.m5.large')] };
    for (const s of [settings, {}]) expect(next(seen({ config: mixed }, s))).toMatchObject({ do: 'tell' });
  });
});

describe('without a key in settings', () => {
  test('the endpoint is deleted, and the step says all that made it', () => {
    const { step: s, after } = step(seen({}));
    expect(s).toMatchObject({ call: { api: 'DeleteEndpoint', input: { EndpointName: 'Fraud-Prod' } }, effect: 'destructive' });
    expect(after).toBe('gone');
    expect(s.loses).toMatch(/3 days old.*fraud-cfg-7.*AllTraffic: 4 instances, weight 1.*fraud-5xx/);
  });
  test('a newborn one is deleted as disruptive where policy says so', () => {
    const created = '2026-11-01T11:50:00.000Z';
    expect(step(seen({ created }, { newborn: 15 })).step.effect).toBe('disruptive');
    expect(step(seen({ created })).step.effect).toBe('destructive');
  });
});

describe('the status of an endpoint', () => {
  test.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'])('%s is waited out', (status) => {
    expect(endpoint.busy?.({ ...inService, status })).toMatchObject({ do: 'wait', for: expect.stringContaining(status) });
  });
  test.each(['Failed', 'OutOfService', 'UpdateRollbackFailed'])('%s lasts and is told about, key or no key', (status) => {
    expect(endpoint.busy?.({ ...inService, status })).toBeUndefined();
    for (const s of [{}, { key: KEY }])
      expect(next(seen({ status }, s))).toMatchObject({ do: 'tell', why: expect.stringContaining(status) });
  });
  test('that nobody foresaw is an error', () => expect(() => endpoint.busy?.({ ...inService, status: 'Dozing' })).toThrow(UnknownStatus));
});

test.each([{ key: 'alias/ml' }, { key: '' }, { kmsKey: KEY }, { newborn: '5' }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen({}, settings))).toThrow();
});
