import { describe, expect, test } from 'vitest';
import { recorder, recorderOf } from '../../src/resources/recorder.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::Config::ConfigurationRecorder';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = recorderOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' });
const said = {
  DescribeConfigurationRecorders: () => ({ ConfigurationRecorders: [{ name: 'default' }] }),
  DescribeConfigurationRecorderStatus: () => ({ ConfigurationRecordersStatus: [{ name: 'default', recording: true }] }),
  DescribeDeliveryChannels: () => ({ DeliveryChannels: [{ name: 'default' }] }),
};
const service = { name: 'AWSConfigurationRecorderForInspector', servicePrincipal: 'inspector2.amazonaws.com' };

describe("an account's recorder", () => {
  test.each([
    [TYPE, 'default'],
    ['AWS::::Account', 'AWS::::Account:111122223333'],
  ])('is one and the same, whether %s %s is named', async (type, id) => {
    answer({});
    expect(await recorder.locate({ type, id, ...at })).toEqual([resource]);
    expect(resource).toMatchObject({
      key: `aws/${TYPE}/111122223333/eu-west-1/account`,
      arn: 'arn:aws:config:eu-west-1:111122223333:configuration-recorder/account',
    });
  });

  test('is listed every time, whether it is there or not: its absence is what nothing else tells of', async () => {
    answer({});
    expect(await all(recorder.list())).toEqual([resource]);
  });

  test.each<[what: string, answers: object, state: object]>([
    ['records', {}, { name: 'default', recording: true, channel: true }],
    [
      'is stopped',
      { DescribeConfigurationRecorderStatus: () => ({ ConfigurationRecordersStatus: [{ name: 'default', recording: false }] }) },
      { name: 'default', recording: false, channel: true },
    ],
    ['has no channel', { DescribeDeliveryChannels: () => ({}) }, { name: 'default', recording: true, channel: false }],
    ['is not there', { DescribeConfigurationRecorders: () => ({ ConfigurationRecorders: [] }) }, { recording: false, channel: true }],
    [
      "is a service's own",
      {
        DescribeConfigurationRecorders: () => ({ ConfigurationRecorders: [service] }),
        DescribeConfigurationRecorderStatus: () => ({ ConfigurationRecordersStatus: [{ name: service.name, recording: true }] }),
      },
      { recording: false, channel: true },
    ],
  ])('that %s', async (_, answers, state) => {
    answer({ ...said, ...answers });
    expect(await recorder.inspect(resource)).toEqual({ born: 'with the account', state });
  });

  test('that may not be looked at is no recorder that is not there', async () => {
    answer({ ...said, DescribeDeliveryChannels: () => Promise.reject(refusal('AccessDeniedException')) });
    await expect(recorder.inspect(resource)).rejects.toThrow();
  });
});
