import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { opening } from '../../src/engine/hours.ts';
import { isHours } from '../../src/engine/hours-check.ts';

const opens = (text: string, now: string): string => opening(text, new Date(now)).toISOString();
const OFFICE = 'Mon-Fri 08:00-18:00 Europe/Berlin';

describe('the next opening', () => {
  test.each<[string, string, string, string]>([
    ['in them', OFFICE, '2026-11-25T16:59:59.000Z', '2026-11-25T16:59:59.000Z'],
    ['in their first minute', OFFICE, '2026-11-25T07:00:00.000Z', '2026-11-25T07:00:00.000Z'],
    ['in the first minute after them', OFFICE, '2026-11-25T17:00:00.000Z', '2026-11-26T07:00:00.000Z'],
    ['before them', OFFICE, '2026-11-25T03:12:34.000Z', '2026-11-25T07:00:00.000Z'],
    ['at a weekend', OFFICE, '2026-11-28T12:00:00.000Z', '2026-11-30T07:00:00.000Z'],
    ['on a Friday evening before the clocks change', OFFICE, '2026-03-27T18:00:00.000Z', '2026-03-30T06:00:00.000Z'],
    ['on single days', 'Mon,Wed 10:00-11:00 UTC', '2026-11-23T11:00:00.000Z', '2026-11-25T10:00:00.000Z'],
    ['on the same day of the week, a week later', 'Mon 10:00-11:00 UTC', '2026-11-23T11:00:00.000Z', '2026-11-30T10:00:00.000Z'],
    ['over the end of the week, until midnight', 'Sat-Mon 22:00-24:00 UTC', '2026-11-22T21:00:00.000Z', '2026-11-22T22:00:00.000Z'],
    ['in a zone of half an hour', 'Mon-Sun 09:00-10:00 Asia/Kolkata', '2026-11-25T00:00:00.000Z', '2026-11-25T03:30:00.000Z'],
  ])('%s', (_, text, now, then) => {
    expect(opens(text, now)).toBe(then);
  });

  test('is never in the past, and is open then', () => {
    const when = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    const property = fc.property(
      when,
      fc.constantFrom(OFFICE, 'Sun 02:00-03:00 Europe/Berlin', 'Sat,Tue 23:30-24:00 America/New_York'),
      (now, text) => {
        const then = opening(text, now);
        expect(then.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(opening(text, then)).toEqual(then);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  test('of what says no hours is not guessed', () => {
    for (const text of ['Fun 08:00-18:00 UTC', 'Mon 18:00-08:00 UTC', 'Mon UTC UTC'])
      expect(() => opens(text, '2026-11-25T00:00:00.000Z')).toThrow('says no hours');
    expect(() => opens('always', '2026-11-25T00:00:00.000Z')).toThrow(RangeError);
  });
});

test.each([OFFICE, 'Mon,Wed 10:00-11:00 UTC', 'Sat-Mon 22:00-24:00 UTC', 'Mon-Sun 00:00-00:01 Etc/GMT+12'])('hours are "%s"', (text) => {
  expect(isHours(text)).toBe(true);
});

test.each([
  '',
  'always',
  'Mon-Fri',
  'Mon-Fri 8:00-18:00 UTC',
  'Mon-Fri 18:00-08:00 UTC',
  'Mon 08:00-08:00 UTC',
  'Mon-Fri 08:00-18:00 Mars/Olympus',
  'Mo-Fr 08:00-18:00 UTC',
  'Mon 10:00-24:30 UTC',
])('no hours are "%s"', (text) => {
  expect(isHours(text)).toBe(false);
});
