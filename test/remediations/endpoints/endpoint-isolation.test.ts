import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/endpoints/endpoint-isolation.ts';
import type { EndpointConfig } from '../../../src/resources/endpoint-config.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { OWN, type ServingState } from '../../../src/resources/serving.ts';
import { flaw, next, step } from '../promise.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const inside = { isolated: true, vpc: true };
const config: EndpointConfig = {
  ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'triage-3', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
};
const seen = (but: Partial<ServingState>, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: sagemaker('AWS::SageMaker::Endpoint', 'endpoint', place, 'Triage-Api'),
  state: {
    status: 'InService',
    created: '2026-11-01T10:00:00.000Z',
    configName: 'triage-cfg-3',
    config,
    clones: {},
    variants: { AllTraffic: { instances: 2, weight: 1 } },
    serves: { 'triage-3': inside },
    ...but,
  } satisfies ServingState,
  settings,
});

describe('what an endpoint serves', () => {
  test.each([
    [{ 'triage-3': { isolated: true, vpc: false } }, 'it serves triage-3 outside a VPC'],
    [{ 'triage-3': { isolated: false, vpc: true } }, 'it serves triage-3 without network isolation'],
    [{ 'triage-3': inside, shadow: { isolated: false, vpc: false } }, 'it serves shadow outside a VPC and without network isolation'],
    [{ [OWN]: { isolated: false, vpc: true } }, 'it serves inference components without network isolation'],
  ])('with %j is wrong: %s', (serves, says) => {
    expect(flaw(seen({ serves: { 'triage-3': inside, ...serves } }))).toEqual({ says, contained: false });
  });

  test('is as it is to be in a VPC and isolated', () => {
    expect(flaw(seen({}))).toBeUndefined();
  });

  test('is judged by what settings demand', () => {
    const serves = { 'triage-3': { isolated: false, vpc: false } };
    expect(flaw(seen({ serves }, { demands: ['vpc'] }))?.says).toBe('it serves triage-3 outside a VPC');
    expect(flaw(seen({ serves: { 'triage-3': { isolated: false, vpc: true } } }, { demands: ['vpc'] }))).toBeUndefined();
  });

  test.each([
    [{ config: undefined, serves: {} }, 'its configuration triage-cfg-3 has been deleted, so nobody can tell what it serves'],
    [{ serves: {} }, 'triage-3 has been deleted, so nobody can tell how it is isolated'],
  ])('is told where nobody can tell', (but, why) => {
    const { config: _, ...without } = seen({}).state;
    const scene = 'config' in but ? { ...seen({}), state: { ...without, serves: {} } } : seen(but);
    expect(flaw(scene)).toEqual({ says: why, contained: false });
    expect(next(scene)).toEqual({ do: 'tell', why });
  });
});

test('a model that was deleted is missed whatever its name: JavaScript knows of a constructor in everything', () => {
  const serving = { VariantName: 'AllTraffic', ModelName: 'constructor' };
  expect(flaw(seen({ config: { ProductionVariants: [serving] }, serves: {} }))?.says).toContain('constructor has been deleted');
});

describe('an endpoint that serves a model outside', () => {
  const serves = { 'triage-3': { isolated: true, vpc: false } };
  test('is deleted, which no call brings back; the record names what recreates it', () => {
    const { step: s } = step(seen({ serves }));
    expect(s).toMatchObject({
      call: { api: 'DeleteEndpoint', input: { EndpointName: 'Triage-Api' } },
      effect: 'destructive',
      expect: 'gone',
      loses: expect.stringMatching(
        /configuration .*, which stays \(AllTraffic: 2 instances, weight 1\).* tags and scaling targets go with it$/,
      ),
    });
  });
  test('is a newborn’s to delete as disruptive, where that setting is on', () => {
    expect(step(seen({ serves, created: '2026-11-01T11:50:00.000Z' }, { newborn: 60 })).step.effect).toBe('disruptive');
  });
});
