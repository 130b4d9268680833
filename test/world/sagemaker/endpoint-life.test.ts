import { describe, expect, test } from 'vitest';
import { variant, world } from './small-world.ts';

describe('the life of an endpoint', () => {
  const update = { EndpointName: 'e', EndpointConfigName: 'next' };
  function running() {
    const it = world();
    it.sage.configs.place({ EndpointConfigName: 'first', ProductionVariants: [variant] });
    it.sage.configs.place({ EndpointConfigName: 'next', ProductionVariants: [variant], KmsKeyId: 'k' });
    const shown = {
      ProductionVariants: [
        { VariantName: 'AllTraffic', CurrentWeight: 1, DesiredWeight: 1, CurrentInstanceCount: 7, DesiredInstanceCount: 7 },
      ],
    };
    it.sage.endpoints.place({
      EndpointName: 'e',
      EndpointConfigName: 'first',
      ...shown,
      LastDeploymentConfig: { AutoRollbackConfiguration: {} },
    });
    return it;
  }

  test('goes back to its old configuration when an update fails, and says why', () => {
    const { habitat, sage, call, endpoint } = running();
    sage.endpoints.failNext('e', 'health check');
    call('UpdateEndpoint', update);
    habitat.pass(480 + 180);
    expect(endpoint('e')).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'first', FailureReason: 'health check' });
    sage.endpoints.failNext('e', 'health check', true);
    call('UpdateEndpoint', update);
    habitat.pass(480);
    expect(endpoint('e').EndpointStatus).toBe('UpdateRollbackFailed');
  });

  test('fails while Updating when its pending configuration is deleted', () => {
    const { habitat, call, endpoint } = running();
    call('UpdateEndpoint', update);
    call('DeleteEndpointConfig', { EndpointConfigName: 'next' });
    habitat.pass(480 + 180);
    expect(endpoint('e')).toMatchObject({ EndpointConfigName: 'first', FailureReason: expect.stringContaining('endpoint-config/next') });
  });

  test('is deleted when idle, not while AWS is at work on it, and is then not found', () => {
    const { habitat, call, endpoint } = running();
    call('UpdateEndpoint', update);
    expect(() => call('DeleteEndpoint', { EndpointName: 'e' })).toThrow('Cannot update in-progress endpoint "arn:');
    habitat.pass(480);
    call('DeleteEndpoint', { EndpointName: 'e' });
    habitat.pass(60);
    expect(() => endpoint('e')).toThrow('Could not find endpoint "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/e".');
  });

  test('announces its states in capitals, and a deployment with its pending configuration', () => {
    const { habitat, call } = running();
    call('UpdateEndpoint', update);
    habitat.pass(480);
    const states = habitat.events
      .filter((e) => e['detail-type'] === 'SageMaker Endpoint State Change')
      .map((e) => e.detail as Record<string, unknown>);
    expect(states.map((d) => d.EndpointStatus)).toEqual(['UPDATING', 'IN_SERVICE']);
    const deployment = habitat.events.find((e) => e['detail-type'] === 'SageMaker Endpoint Deployment State Change');
    expect(deployment?.detail).toMatchObject({ PendingDeploymentSummary: { EndpointConfigName: 'next', StartTime: expect.any(Number) } });
  });
});
