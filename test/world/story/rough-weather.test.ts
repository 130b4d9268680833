import { beforeAll, expect, test } from 'vitest';
import { attach } from '../direct.ts';
import { ROUGH } from '../faults.ts';
import { problems, stories } from './all.ts';
import { staged } from './stage.ts';

beforeAll(() => attach(staged));

/** Every third story under one seed; `npm run weather` plays all of them under many. */
const played = stories.filter((_, i) => i % 3 === 0);

/** Duplicates, disorder, throttling, lost answers, dying functions: the calls may differ, the end may not. */
test.each(played)('in rough weather, too: $title', async ({ story, file }) => {
  expect(await problems(story, file, { seed: 1, chaos: ROUGH })).toEqual([]);
});
