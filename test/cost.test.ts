import { expect, test } from 'vitest';
import { costs } from '../scripts/generate/cost.ts';

const LOOK = '| a look at what is as it should be | 2 | 18 | 18 | 0 | 0 |';
const REPAIR = '| the whole repair, three calls | 24 | 178 | 126 | 136 | 31 |';

test('a month is what waits, what looks and what repairs, at the prices of the table', () => {
  const page = costs(`${LOOK}\n${REPAIR}\n`, [
    '  A:\n    Type: AWS::CloudWatch::Alarm\n',
    '  DeadLetters:\n    Type: AWS::SQS::Queue\n  Q:\n    Type: AWS::SQS::Queue\n',
  ]);
  // 0.10 for the alarm, 648,000 polls of one queue, and 2,880 sweeps of 5 GB-seconds.
  const fixed = 0.1 + 0.648 * 0.4 + 2_880 * 5 * 0.0000133334;
  expect(page).toContain(`| 0 | 0 | $${fixed.toFixed(2)} |`);
  // 18 reads, and two looks: two invocations, 0.1 GB-seconds, six requests, 2 KB of logs.
  expect(page).toContain(`$${(18 * 0.125 + 0.4 + 100_000 * 0.0000133334 + 2.4 + 1).toFixed(2)} for a million events`);
});
test('numbers that are not there are no zero', () => {
  expect(() => costs(LOOK, [])).toThrow('no row "the whole repair"');
});
