import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/detectors/trail-logging.ts';
import { type TrailState, trailOf } from '../../../src/resources/trail.ts';
import { flaw, step } from '../promise.ts';

const seen = (state: TrailState) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: trailOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'ml-audit'),
  state,
});

describe('a trail', () => {
  test('that logs is in order', () => expect(flaw(seen({ logging: true }))).toBeUndefined());

  test('that is stopped is started, which mlwarden cannot take back', () => {
    expect(flaw(seen({ logging: false }))).toMatchObject({ says: expect.stringContaining('does not log'), contained: false });
    const { step: started, after } = step(seen({ logging: false }));
    expect(started).toMatchObject({
      call: { api: 'StartLogging', input: { Name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/ml-audit' } },
      effect: 'disruptive',
      loses: expect.stringContaining('that it is stopped'),
    });
    expect([started.undo, flaw(seen(after as TrailState))]).toEqual([undefined, undefined]);
  });
});
