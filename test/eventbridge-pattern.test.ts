import { describe, expect, it } from 'vitest';
import { event, REFUSED, TABLE } from './eventbridge-cases.ts';
import { matches } from './eventbridge-pattern.ts';

describe('an EventBridge pattern', () => {
  it.each(TABLE)('%s', (_, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it.each(REFUSED)('is refused, whatever the event: %s', (_, pattern) => {
    expect(() => matches(pattern, null)).toThrow(TypeError);
  });

  it('is refused where it has cidr, which EventBridge knows and is not modelled', () => {
    expect(() => matches({ detail: { name: [{ cidr: '10.0.0.0/24' }] } }, event)).toThrow(TypeError);
  });
});
