import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../../src/policy-file.ts';
import { remediations } from '../../../src/registry.ts';
import { ROUGH } from '../faults.ts';
import { type PlayOptions, play } from './play.ts';
import { readStories, type Story } from './story.ts';

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const policy = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);
const files = readdirSync('events', { recursive: true, encoding: 'utf8' }).sort();
const stories = files
  .filter((file) => file.endsWith('.stories.yaml'))
  .flatMap((file) => readStories(readFileSync(join('events', file), 'utf8'), file).map((story) => ({ title: story.story, story, file })));
const folderOf = (file: string): string => join('events', dirname(file));

const problems = async (story: Story, file: string, more: Pick<PlayOptions, 'seed' | 'chaos'>): Promise<readonly string[]> =>
  (await play(story, { policy, folder: folderOf(file), ...more })).problems;

describe('a story ends as it says', () => {
  test.each(stories)('$title', async ({ story, file }) => {
    expect(await problems(story, file, { seed: 1 })).toEqual([]);
  });
});

/** Duplicates, disorder, throttling, lost answers, dying functions: the calls may differ, the end may not. */
describe('in rough weather a story still ends as it says', () => {
  const from = Number(process.env.MLWARDEN_CHAOS_FROM ?? 1);
  const seeds = Array.from({ length: Number(process.env.MLWARDEN_CHAOS_SEEDS ?? 3) }, (_, i) => from + i);
  test.each(stories)(
    '$title',
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
});

describe('the stories are whole', () => {
  test('every sample plays a part in a story of its family', () => {
    const played = stories.flatMap(({ story, file }) => story.events.map((event) => join(dirname(file), event.file)));
    expect(files.filter((file) => file.endsWith('.json') && !played.includes(file))).toEqual([]);
  });

  test('no two stories have one title', () => {
    expect(new Set(stories.map((s) => s.title)).size).toBe(stories.length);
  });

  test.each([
    ['an end that is not so', { ends: [], calls: [] }, 'which the story does not say'],
    ['calls that were not made', { calls: ['StopNotebookInstance', 'DeleteNotebookInstance'] }, 'the calls should be'],
    [
      'a state that is not so',
      { is: [{ call: 'sagemaker:ListNotebookInstances', with: {}, shows: { NotebookInstances: [] } }] },
      'should show',
    ],
    ['a refusal that does not come', { is: [{ call: 'sagemaker:ListNotebookInstances', with: {}, refused: 'no' }] }, 'should be refused'],
    ['messages given up that were not', { dead: 1 }, 'should be given up'],
  ] as const)('a story that tells of %s is contradicted', async (_, lie, contradiction) => {
    const told = stories.find((s) => s.story.calls.join() === 'StopNotebookInstance');
    const found = told && (await problems({ ...told.story, ...lie } as Story, told.file, { seed: 1 }));
    expect(found?.join('\n')).toContain(contradiction);
  });
});
