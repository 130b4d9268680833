import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, problems, stories } from './all.ts';
import type { Story } from './story.ts';

describe('a story ends as it says', () => {
  test.each(stories)('$title', async ({ story, file }) => {
    expect(await problems(story, file, { seed: 1 })).toEqual([]);
  });
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
