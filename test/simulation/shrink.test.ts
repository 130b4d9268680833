import { describe, expect, test } from 'vitest';
import type { Move, Scenario } from './scenario.ts';
import { shrunk } from './shrink.ts';

const thing = (name: string): Scenario['things'][number] => ({ type: 'AWS::IAM::Role', name, says: `role ${name}`, there: {} });
const move = (says: string, times?: number): Move => ({ at: 0, says, acts: [{ sweep: true }], ...(times !== undefined && { times }) });
const trouble = (on: string): Scenario['troubles'][number] => ({ at: 0, fault: { on, what: 'throttled' } });

/** All that chance can draw, and more of it than any failure needs. */
const CROWDED: Scenario = {
  seed: 7,
  policy: 'enforce',
  things: ['a', 'b', 'c'].map(thing),
  moves: [move('creates'), move('attaches', 8), move('leaves'), move('deletes'), move('attaches again', 5)],
  troubles: ['iam:*', 'dynamodb:*', 'sqs:*'].map(trouble),
  events: { late: 0.2, twice: 0.3, lost: 0.1 },
  messagesTwice: 0.2,
  skewed: true,
};
const has = ({ moves }: Scenario, says: string, times = 1): boolean => moves.some((m) => m.says === says && (m.times ?? 1) >= times);

/** Shrunk, with how many scenarios were tried on the way. */
async function shrink(scenario: Scenario, fails: (s: Scenario) => boolean) {
  let tried = 0;
  const small = await shrunk(scenario, async (one) => {
    tried += 1;
    return fails(one);
  });
  return { small, tried };
}

describe('a scenario that fails', () => {
  test('keeps what it fails by, and nothing else', async () => {
    const fails = (s: Scenario): boolean =>
      s.things.some(({ name }) => name === 'b') &&
      has(s, 'attaches', 2) &&
      has(s, 'deletes') &&
      s.troubles.some(({ fault }) => fault.on === 'dynamodb:*') &&
      s.events.lost > 0;
    const { small, tried } = await shrink(CROWDED, fails);
    expect(small).toEqual({
      ...CROWDED,
      things: [thing('b')],
      gone: ['a', 'c'],
      moves: [move('attaches', 2), move('deletes')],
      troubles: [trouble('dynamodb:*')],
      events: { late: 0, twice: 0, lost: 0.1 },
      messagesTwice: 0,
      skewed: false,
    });
    expect(fails(small)).toBe(true);
    expect(tried).toBeLessThan(100);
  });

  test('by clocks that differ, and by messages that come twice, keeps these', async () => {
    const { small } = await shrink(CROWDED, (s) => s.skewed && s.messagesTwice > 0);
    expect(small).toMatchObject({ skewed: true, messagesTwice: 0.2, moves: [], troubles: [], events: { late: 0, twice: 0, lost: 0 } });
    expect(small.things).toHaveLength(1);
  });

  test('by either of two moves, but not without both, keeps one', async () => {
    const { small } = await shrink(CROWDED, (s) => has(s, 'creates') || has(s, 'leaves'));
    expect(small.moves).toEqual([move('leaves')]);
  });

  test('by all that is in it, stays as it is', async () => {
    const whole = JSON.stringify(CROWDED);
    expect(await shrink(CROWDED, (s) => JSON.stringify(s) === whole)).toMatchObject({ small: CROWDED });
  });
});
