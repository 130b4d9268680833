import { expect, test } from 'vitest';
import { ROUGH } from '../faults.ts';
import { problems, stories } from './all.ts';

/** `npm run weather` plays every story under many seeds; `npm test` every third under one. */
const whole = process.env.MLWARDEN_CHAOS_SEEDS !== undefined;
const played = stories.filter((_, i) => whole || i % 3 === 0);
const from = Number(process.env.MLWARDEN_CHAOS_FROM ?? 1);
const seeds = Array.from({ length: Number(process.env.MLWARDEN_CHAOS_SEEDS ?? 1) }, (_, i) => from + i);

/** Duplicates, disorder, throttling, lost answers, dying functions: the calls may differ, the end may not. */
test.each(played)(
  'in rough weather, too: $title',
  async ({ story, file }) => {
    const wrong: Record<number, readonly string[]> = {};
    for (const seed of seeds) {
      const found = await problems(story, file, { seed, chaos: ROUGH }).catch((error: Error) => [`${error.name}: ${error.message}`]);
      if (found.length > 0) wrong[seed] = found;
    }
    expect(wrong).toEqual({});
  },
  10_000 + seeds.length * 5_000,
);
