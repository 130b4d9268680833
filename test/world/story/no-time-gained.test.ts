import { beforeAll, expect, test } from 'vitest';
import { attach } from '../direct.ts';
import { played, stories } from './all.ts';
import { sweep } from './play.ts';
import { staged } from './stage.ts';

beforeAll(() => attach(staged));

/** Milliseconds: a quarter of an hour, and what looks and stale reads take. */
const SOON = 20 * 60_000;

test('a policy is taken from its role in time, though somebody puts another version in force every ten minutes', async () => {
  const [told] = stories.filter(({ title }) => title === 'Whoever goes on changing a policy gains no time by it');
  if (!told) throw new Error('there is no such story');
  const { stage, problems } = await played(told.story, told.file, { seed: 1 });
  expect(problems).toEqual([]);
  const times = (operation: string) =>
    stage.world.log.filter((l) => l.operation === operation && l.outcome === 'ok').map(({ at }) => +new Date(at));
  const [begun = 0] = stage.world.log.map(({ at }) => +new Date(at));
  const [detached = Number.POSITIVE_INFINITY] = times('DetachRolePolicy');
  expect(times('SetDefaultPolicyVersion')).toHaveLength(6);
  expect(detached - begun).toBeLessThan(SOON);
});

test('what ended in being told is not waited for anew at every sweep', async () => {
  const [waits] = stories.filter(
    ({ title }) => title === 'A policy that was another before, on a role out of scope, is waited for once and told',
  );
  if (!waits) throw new Error('there is no such story');
  const { stage, problems } = await played(waits.story, waits.file, { seed: 1 });
  expect(problems).toEqual([]);
  const told = stage.told.length;
  expect(told).toBeGreaterThan(0);
  for (let n = 0; n < 3; n++) expect(await sweep(stage)).toBe(true);
  expect(stage.told.slice(told)).toEqual([]);
});
