import { describe, expect, test } from 'vitest';
import { guardDuty } from './guardduty.ts';
import { DETECTOR } from './guardduty-detectors.ts';
import { smallHabitat } from './small-habitat.ts';

function world() {
  const habitat = smallHabitat();
  const duty = guardDuty(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any => duty.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { habitat, duty, call, status: () => call('GetDetector', { DetectorId: call('ListDetectors').DetectorIds[0] }).Status };
}

describe("an account's detector", () => {
  test('is suspended and enabled, and keeps its id', () => {
    const { habitat, call, status } = world();
    expect(status()).toBe('ENABLED');
    call('UpdateDetector', { DetectorId: DETECTOR, Enable: false });
    expect([status(), call('ListDetectors').DetectorIds]).toEqual(['DISABLED', [DETECTOR]]);
    call('UpdateDetector', { DetectorId: DETECTOR, FindingPublishingFrequency: 'ONE_HOUR' });
    expect(status()).toBe('DISABLED');
    call('UpdateDetector', { DetectorId: DETECTOR, Enable: true });
    expect(status()).toBe('ENABLED');
    const detail = { eventName: 'UpdateDetector', requestParameters: { detectorId: DETECTOR, enable: false } };
    expect(habitat.events[0]).toMatchObject({ source: 'aws.guardduty', detail });
  });

  test('is the only one, and once it is deleted another has another id', () => {
    const { call } = world();
    expect(() => call('CreateDetector', { Enable: true })).toThrow('a detector already exists for the current account.');
    call('DeleteDetector', { DetectorId: DETECTOR });
    expect(call('ListDetectors').DetectorIds).toEqual([]);
    for (const operation of ['GetDetector', 'UpdateDetector', 'DeleteDetector'])
      expect(() => call(operation, { DetectorId: DETECTOR })).toThrow('the input detectorId is not owned by the current account.');
    const { DetectorId } = call('CreateDetector', { Enable: false });
    expect(DetectorId).not.toBe(DETECTOR);
    expect(call('GetDetector', { DetectorId }).Status).toBe('DISABLED');
  });

  test('may be seen as it was some seconds ago', () => {
    const { habitat, call, status } = world();
    call('UpdateDetector', { DetectorId: DETECTOR, Enable: false });
    habitat.stale = true;
    habitat.pass(2);
    expect(new Set(Array.from({ length: 50 }, status))).toEqual(new Set(['ENABLED', 'DISABLED']));
  });
});
