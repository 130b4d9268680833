import { describe, expect, test } from 'vitest';
import { remediation } from '../../../src/remediations/endpoints/endpoint-data-capture.ts';
import type { EndpointState } from '../../../src/resources/endpoint.ts';
import { type Capture, cloneName, type EndpointConfig } from '../../../src/resources/endpoint-config.ts';
import { flaw, next, step } from '../promise.ts';
import { config as content, inService, KEY, on } from './scene.ts';

const seen = on(remediation);
const TO = 's3://ml-capture-eu/fraud';
const capture = (more: object = {}, to = TO): EndpointConfig => ({
  ...content,
  DataCaptureConfig: { EnableCapture: true, InitialSamplingPercentage: 100, DestinationS3Uri: to, CaptureOptions: [], ...more },
});
const plain: Capture = { to: TO };
const bad: Partial<EndpointState> = { config: capture(), capture: plain };
const clone = cloneName('fraud-cfg-7', content);
const cloned = { ...bad, clones: { [clone]: content } };

describe('the capture of an endpoint', () => {
  const named = { to: TO, key: KEY };
  test.each<[says: string, state: Partial<EndpointState>, settings: Record<string, unknown>, wrong: RegExp | undefined]>([
    ['does not exist', {}, {}, undefined],
    ['names a key', { capture: named }, {}, undefined],
    ['names none', { capture: plain }, {}, /answers without a KmsKeyId$/],
    ['names none, and need not', { capture: plain }, { key: false }, undefined],
    ['goes to an allowed bucket', { capture: named }, { buckets: ['other', 'ml-capture-*'] }, undefined],
    ['goes to another bucket', { capture: named }, { buckets: ['ml-capture-us'] }, /answers to the bucket ml-capture-eu, which/],
    ['goes where only the path is allowed', { capture: named }, { buckets: ['fraud'] }, /ml-capture-eu/],
    ['is wrong in both', { capture: plain }, { buckets: ['b'] }, /without a KmsKeyId and to the bucket/],
    ['is in the configuration, and not shown yet', { config: capture() }, {}, /without a KmsKeyId$/],
    ['is in the configuration without a word on whether it is on', { config: capture({ EnableCapture: undefined }) }, {}, /KmsKeyId$/],
    ['is in the configuration and turned off', { config: capture({ EnableCapture: false }) }, {}, undefined],
    ['is shown as right, whatever the configuration says', { config: capture(), capture: named }, {}, undefined],
  ])('%s', (_, state, settings, wrong) => {
    const found = flaw(seen(state, settings));
    if (wrong) expect(found).toMatchObject({ says: expect.stringMatching(wrong), contained: false });
    else expect(found).toBeUndefined();
  });
});

describe('the way out', () => {
  const way = { EndpointName: 'Fraud-Prod', RetainAllVariantProperties: true };
  const excluding = { ...way, ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }] };

  test('is a clone without the capture, then the move to it, and back again', () => {
    const first = step({ ...seen(bad), through: 'fraud-cfg-7' });
    expect(first.step).toMatchObject({ call: { api: 'CreateEndpointConfig' }, effect: 'reversible' });
    expect(first.step.call.input).toEqual({ ...content, EndpointConfigName: clone });
    const { step: move, after } = step({ ...seen({}), state: first.after as EndpointState });
    expect(move).toMatchObject({ effect: 'disruptive', expect: { configName: clone, capture: null } });
    expect(move.call).toEqual({ api: 'UpdateEndpoint', input: { ...excluding, EndpointConfigName: clone } });
    expect(move.undo).toEqual({ api: 'UpdateEndpoint', input: { ...excluding, EndpointConfigName: 'fraud-cfg-7' } });
    expect(after).not.toHaveProperty('capture');
    expect(flaw({ ...seen({}), state: { ...inService, configName: clone, config: content } })).toBeUndefined();
  });

  test('retains the deployment configuration', () => {
    const deployment = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'fraud-5xx' }] } };
    expect(step(seen({ ...cloned, deployment })).step.call.input).toMatchObject({ DeploymentConfig: deployment });
  });

  test('retains that nothing is captured, so that a move back begins nothing', () => {
    const { step: move } = step(seen({ config: capture(), clones: cloned.clones }));
    expect(move.call.input).toEqual({ ...way, EndpointConfigName: clone });
    expect(move.undo?.input).toEqual({ ...way, EndpointConfigName: 'fraud-cfg-7' });
    expect(move.expect).toEqual({ configName: clone, config: { DataCaptureConfig: null } });
  });

  test.each([
    ['another bucket', { to: 's3://older/fraud' }],
    ['a key that the configuration lacks', { to: TO, key: KEY }],
  ])('has no way back to %s, and says what is lost', (_, shown) => {
    const { step: move } = step(seen({ ...cloned, capture: shown }, { buckets: ['x'] }));
    expect(move).not.toHaveProperty('undo');
    expect(move.loses).toMatch(new RegExp(`${shown.to}: fraud-cfg-7, which stays, says ${TO}`));
  });

  test.each<[says: string, state: Partial<EndpointState>, why: string]>([
    ['whose configuration captures nothing', { capture: plain }, 'without RetainAllVariantProperties'],
    ['that is Failed', { ...bad, status: 'Failed' }, 'status Failed'],
    ['whose clone says something else', { ...bad, clones: { [clone]: capture() } }, clone],
    ['that passes a role on', { ...bad, config: { ...capture(), ExecutionRoleArn: 'arn:aws:iam::111122223333:role/ml' } }, 'iam:PassRole'],
  ])('of an endpoint %s is for a person to find', (_, state, why) => {
    expect(next(seen(state))).toMatchObject({ do: 'tell', why: expect.stringContaining(why) });
  });

  test('of an endpoint whose configuration is gone is for a person to find', () => {
    const { config: _, ...gone } = { ...inService, capture: plain };
    expect(next({ ...seen({}), state: gone })).toMatchObject({ do: 'tell', why: expect.stringContaining('fraud-cfg-7') });
  });
});

test.each([{ buckets: ['s3://b'] }, { buckets: 'b' }, { buckets: ['B'] }, { key: 'no' }, { bucket: [] }])(
  'settings %j are refused',
  (settings) => void expect(() => flaw(seen({}, settings))).toThrow(),
);
