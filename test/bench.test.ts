import { expect, test } from 'vitest';
import { aims } from '../scripts/bench/aims.ts';
import type { Took } from '../scripts/bench/contestant.ts';
import { percentile, three } from '../scripts/bench/numbers.ts';
import type { Results } from '../scripts/bench/results.ts';

test('a share of all is the value that no more than that share exceeds', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.95), percentile([7], 0.95)]).toEqual([50, 95, 7]);
  expect([three(0.12345), three(12.345), three(123_456.7)]).toEqual(['0.123', '12.3', '123,457']);
});

const took = (ms: number): Took[] => [{ ms, cpu: ms, calls: [], says: '' }];
const start = (cpu: number) => [{ imported: { ms: cpu, cpu }, first: undefined }];
/** With `ours` milliseconds an event where the peer takes 100. */
const results = (ours: number): Results => ({
  machine: '',
  versions: '',
  date: '',
  series: [
    {
      name: '51 notebooks',
      took: { floor: took(10), peer: took(100), ours: took(ours), without: took(11) },
      confirming: [],
      wrong: [],
      repaired: 1,
    },
  ],
  cold: {
    starts: { bare: start(10), sdk: start(20), libraries: start(30), ours: start(40), peer: start(200) },
    kilobytes: { bare: 1, sdk: 2, libraries: 3, ours: 4, peer: undefined },
  },
  rates: { own: [1], early: 1, decisions: 1, hash: [] },
  probes: [],
  storm: undefined,
});

test.each([
  [47, false],
  [49, true],
])('loading in %d ms where its libraries take 30 is far off: %s', (loading, gross) => {
  const { cold, ...rest } = results(30);
  const slower = { ...rest, cold: { ...cold, starts: { ...cold.starts, ours: start(loading) } } };
  expect(aims(slower).find(({ aim }) => aim.includes('loading'))).toMatchObject({ gross });
});

test.each([
  [30, { met: true, gross: false }],
  [50, { met: false, gross: false }],
  [90, { met: false, gross: true }],
])('with %d ms where the peer takes 100, the aim of 2.5 × is %j', (ours, end) => {
  expect(aims(results(ours)).find(({ aim }) => aim.includes('51 notebooks'))).toMatchObject(end);
  expect(
    aims(results(ours))
      .filter(({ aim }) => !aim.includes('51 notebooks'))
      .map(({ met }) => met),
  ).toEqual([true, true, true]);
});
