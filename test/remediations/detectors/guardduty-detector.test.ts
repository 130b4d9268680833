import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/detectors/guardduty-detector.ts';
import { type DetectorState, detectorOf } from '../../../src/resources/detector.ts';
import { flaw, next, step } from '../promise.ts';

const id = 'd6012345678912345678912349f831b8';
const seen = (state: DetectorState) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: detectorOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }),
  state,
  through: id,
});

describe('GuardDuty', () => {
  test.each<[state: DetectorState, wrong: RegExp | undefined]>([
    [{ id, status: 'ENABLED' }, undefined],
    [{ id, status: 'DISABLED' }, /suspended/],
    [{}, /no detector/],
  ])('%j', (state, wrong) => {
    const found = flaw(seen(state));
    if (wrong) expect(found).toMatchObject({ says: expect.stringMatching(wrong), contained: false });
    else expect(found).toBeUndefined();
  });

  test('that is suspended is enabled, and by the same call suspended again where a person asks for it', () => {
    const { step: enabled, after } = step(seen({ id, status: 'DISABLED' }));
    expect(enabled).toMatchObject({
      call: { api: 'UpdateDetector', input: { DetectorId: id, Enable: true } },
      effect: 'reversible',
      undo: { api: 'UpdateDetector', input: { DetectorId: id, Enable: false } },
    });
    expect(flaw(seen(after as DetectorState))).toBeUndefined();
  });

  test('that is off is told of: nothing brings back what went with its detector', () =>
    expect(next(seen({}))).toMatchObject({ do: 'tell', why: expect.stringContaining('none of the findings') }));
});
