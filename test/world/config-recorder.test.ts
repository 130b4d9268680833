import { describe, expect, test } from 'vitest';
import { config } from './config.ts';
import { iam } from './iam.ts';
import { smallHabitat } from './small-habitat.ts';

const named = { ConfigurationRecorderName: 'default' };
function world() {
  const habitat = smallHabitat();
  const service = config(habitat, iam(habitat).entities);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    service.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { habitat, service, call, status: () => call('DescribeConfigurationRecorderStatus').ConfigurationRecordersStatus };
}

describe('a recorder', () => {
  test('is stopped and started, and CloudTrail tells of it', () => {
    const { habitat, call, status } = world();
    call('StopConfigurationRecorder', named);
    expect(status()).toEqual([{ name: 'default', recording: false }]);
    expect(habitat.events).toMatchObject([
      { source: 'aws.config', detail: { requestParameters: { configurationRecorderName: 'default' }, responseElements: null } },
    ]);
    call('StartConfigurationRecorder', named);
    expect(status()).toEqual([{ name: 'default', recording: true, lastStatus: 'Success' }]);
  });

  test('is not started without a delivery channel, which stays as long as it records', () => {
    const { call } = world();
    expect(() => call('DeleteDeliveryChannel')).toThrow('there is a running configuration recorder');
    call('StopConfigurationRecorder', named);
    call('DeleteDeliveryChannel');
    expect(call('DescribeDeliveryChannels').DeliveryChannels).toEqual([]);
    expect(() => call('StartConfigurationRecorder', named)).toThrow('Delivery channel is not available');
    call('PutDeliveryChannel');
    call('StartConfigurationRecorder', named);
  });

  test('is the only one; once it is deleted another may have another name, and does not record', () => {
    const { call, status } = world();
    expect(() => call('PutConfigurationRecorder', { ConfigurationRecorder: { name: 'mine' } })).toThrow('recorders: 1 is reached');
    call('PutConfigurationRecorder', { ConfigurationRecorder: {} });
    expect(status()).toMatchObject([{ name: 'default', recording: true }]);
    call('DeleteConfigurationRecorder', named);
    expect([status(), call('DescribeConfigurationRecorders').ConfigurationRecorders]).toEqual([[], []]);
    for (const operation of ['StartConfigurationRecorder', 'StopConfigurationRecorder', 'DeleteConfigurationRecorder'])
      expect(() => call(operation, named)).toThrow("Cannot find configuration recorder with the specified name 'default'.");
    call('PutConfigurationRecorder', { ConfigurationRecorder: { name: 'mine' } });
    expect(status()).toEqual([{ name: 'mine', recording: false }]);
  });
});
