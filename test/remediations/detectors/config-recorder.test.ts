import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/detectors/config-recorder.ts';
import { type RecorderState, recorderOf } from '../../../src/resources/recorder.ts';
import { flaw, next, step } from '../promise.ts';

const name = 'default';
const seen = (state: RecorderState) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: recorderOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }),
  state,
  through: name,
});

describe('a recorder', () => {
  test.each<[state: RecorderState, wrong: RegExp | undefined]>([
    [{ name, recording: true, channel: true }, undefined],
    [{ name, recording: false, channel: true }, /is stopped/],
    [{ name, recording: false, channel: false }, /is stopped/],
    [{ recording: false, channel: true }, /there is no recorder/],
  ])('%j', (state, wrong) => {
    const found = flaw(seen(state));
    if (wrong) expect(found).toMatchObject({ says: expect.stringMatching(wrong), contained: false });
    else expect(found).toBeUndefined();
  });

  test('that is stopped is started, which mlwarden cannot take back', () => {
    const { step: started, after } = step(seen({ name, recording: false, channel: true }));
    expect(started).toMatchObject({
      call: { api: 'StartConfigurationRecorder', input: { ConfigurationRecorderName: name } },
      effect: 'disruptive',
      loses: expect.stringContaining('that it is stopped'),
    });
    expect([started.undo, flaw(seen(after as RecorderState))]).toEqual([undefined, undefined]);
  });

  test.each<[state: RecorderState, why: string]>([
    [{ recording: false, channel: true }, 'by which role and where to'],
    [{ name, recording: false, channel: false }, 'no delivery channel'],
  ])('of which a person has to say more is told of: %j', (state, why) =>
    expect(next(seen(state))).toMatchObject({ do: 'tell', why: expect.stringContaining(why) }),
  );
});
