import { describe, expect, test } from 'vitest';
import { detector, detectorOf } from '../../src/resources/detector.ts';
import { UnknownStatus } from '../../src/resources/status.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::GuardDuty::Detector';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = detectorOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' });
const ARN = 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0';

describe("an account's detector", () => {
  test.each([
    [TYPE, ARN],
    [TYPE, '12abc34d567e8fa901bc2d34e56789f0'],
    [TYPE, 'account'],
    ['AWS::::Account', 'AWS::::Account:111122223333'],
  ])('is one and the same, whether %s %s is named', async (type, id) => {
    answer({});
    expect(await detector.locate({ type, id, ...at })).toEqual([resource]);
    expect(resource.key).toBe(`aws/${TYPE}/111122223333/eu-west-1/account`);
  });

  test('is listed every time, whether it is there or not: its absence is what nothing else tells of', async () => {
    answer({});
    expect(await all(detector.list())).toEqual([resource]);
  });

  test.each([
    ['DISABLED', { id: 'd', status: 'DISABLED' }],
    ['ENABLED', { id: 'd', status: 'ENABLED' }],
  ])('that is %s is read by its id', async (Status, state) => {
    answer({ ListDetectors: () => ({ DetectorIds: ['d'] }), GetDetector: () => ({ Status }) });
    expect(await detector.inspect(resource)).toEqual({ born: 'with the account', state });
  });

  test('that is not there is an answer, and not nothing', async () => {
    answer({ ListDetectors: () => ({ DetectorIds: [] }) });
    expect(await detector.inspect(resource)).toEqual({ born: 'with the account', state: {} });
  });

  test('that was deleted since it was listed is not there', async () => {
    const gone = refusal(
      'BadRequestException',
      'The request is rejected because the input detectorId is not owned by the current account.',
    );
    answer({ ListDetectors: () => ({ DetectorIds: ['d'] }), GetDetector: () => Promise.reject(gone) });
    expect((await detector.inspect(resource))?.state).toEqual({});
  });

  test('that cannot be read is no detector that is not there', async () => {
    answer({
      ListDetectors: () => ({ DetectorIds: ['d'] }),
      GetDetector: () => Promise.reject(refusal('BadRequestException', 'The request is rejected.')),
    });
    await expect(detector.inspect(resource)).rejects.toThrow('The request is rejected.');
  });

  test('of a status that nobody foresaw is an error', () => {
    expect([detector.busy?.({}), detector.busy?.({ id: 'd', status: 'DISABLED' })]).toEqual([undefined, undefined]);
    expect(() => detector.busy?.({ id: 'd', status: 'DOZING' })).toThrow(UnknownStatus);
  });
});
