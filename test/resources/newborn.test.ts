import { expect, test } from 'vitest';
import { age } from '../../src/resources/newborn.ts';

test.each([
  ['2026-11-01T12:00:00.000Z', '0 minutes'],
  ['2026-11-01T11:59:00.000Z', '1 minute'],
  ['2026-11-01T10:01:00.000Z', '119 minutes'],
  ['2026-11-01T10:00:00.000Z', '2 hours'],
  ['2026-10-30T12:01:00.000Z', '47 hours'],
  ['2026-10-30T12:00:00.000Z', '2 days'],
  ['2026-11-01T12:05:00.000Z', '0 minutes'],
])('what was created at %s is %s old at noon', (created, old) => {
  expect(age(created, new Date('2026-11-01T12:00:00.000Z'))).toBe(old);
});
