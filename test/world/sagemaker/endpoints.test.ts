import { describe, expect, test } from 'vitest';
import { variant, world } from './small-world.ts';

describe('an endpoint', () => {
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

  test('is created from a configuration and in service after minutes', () => {
    const { habitat, call, endpoint } = running();
    call('CreateEndpoint', { EndpointName: 'E2', EndpointConfigName: 'first' });
    expect(endpoint('E2')).toMatchObject({ EndpointStatus: 'Creating' });
    expect(endpoint('E2').ProductionVariants).toBeUndefined();
    habitat.pass(480);
    expect(endpoint('E2')).toMatchObject({ EndpointStatus: 'InService', ProductionVariants: [{ DesiredInstanceCount: 1 }] });
    expect(() => call('CreateEndpoint', { EndpointName: 'e2', EndpointConfigName: 'first' })).toThrow(
      'Cannot create already existing endpoint',
    );
  });

  test('shows the old configuration and the pending one while it is updated', () => {
    const { habitat, call, endpoint } = running();
    call('UpdateEndpoint', update);
    expect(endpoint('e')).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'first',
      PendingDeploymentSummary: { EndpointConfigName: 'next' },
    });
    habitat.pass(480);
    expect(endpoint('e')).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'next' });
    expect(endpoint('e').PendingDeploymentSummary).toBeUndefined();
  });

  test.each([
    ['falls back to the counts of the configuration', {}, 1],
    ['keeps its counts when it retains them', { RetainAllVariantProperties: true }, 7],
    [
      'takes the counts of the configuration when they are excluded',
      { RetainAllVariantProperties: true, ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredInstanceCount' }] },
      1,
    ],
  ])('%s', (_, more, count) => {
    const { habitat, call, endpoint } = running();
    call('UpdateEndpoint', { ...update, ...more });
    habitat.pass(480);
    expect(endpoint('e').ProductionVariants[0].DesiredInstanceCount).toBe(count);
  });

  test('loses its data capture and its deployment configuration in an update that does not retain them', () => {
    const { habitat, sage, call, endpoint } = running();
    const capture = {
      EnableCapture: true,
      CaptureStatus: 'Started',
      CurrentSamplingPercentage: 100,
      DestinationS3Uri: 's3://b',
      KmsKeyId: 'k',
    } as const;
    sage.endpoints.turn('e', 'InService', { DataCaptureConfig: capture });
    call('UpdateEndpoint', { ...update, RetainAllVariantProperties: true, RetainDeploymentConfig: true });
    habitat.pass(480);
    expect(endpoint('e')).toMatchObject({ DataCaptureConfig: capture, LastDeploymentConfig: { AutoRollbackConfiguration: {} } });
    call('UpdateEndpoint', update);
    habitat.pass(480);
    expect(endpoint('e').DataCaptureConfig).toBeUndefined();
    expect(endpoint('e').LastDeploymentConfig).toBeUndefined();
  });

  test.each([
    ['Creating', 'Cannot update in-progress endpoint'],
    ['Updating', 'Cannot update in-progress endpoint'],
    ['SystemUpdating', 'Cannot update in-progress endpoint'],
    ['RollingBack', 'Cannot update in-progress endpoint'],
    ['Deleting', 'Cannot update in-progress endpoint'],
    ['Failed', 'with status Failed'],
    ['OutOfService', 'with status OutOfService'],
    ['UpdateRollbackFailed', 'with status UpdateRollbackFailed'],
  ] as const)('is not updated while %s', (EndpointStatus, text) => {
    const { sage, call } = running();
    sage.endpoints.place({ EndpointName: 'e', EndpointConfigName: 'first', EndpointStatus });
    expect(() => call('UpdateEndpoint', update)).toThrow(text);
  });

  test('is not updated to a configuration that is not there, nor from one that was deleted', () => {
    const { call } = running();
    expect(() => call('UpdateEndpoint', { ...update, EndpointConfigName: 'none' })).toThrow('Could not find endpoint configuration "arn:');
    call('DeleteEndpointConfig', { EndpointConfigName: 'first' });
    expect(() => call('UpdateEndpoint', update)).toThrow('endpoint-config/first".');
  });
});
