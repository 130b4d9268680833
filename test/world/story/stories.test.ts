import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Heard } from '../../telling/heard.ts';
import { attach } from '../direct.ts';
import { files, played, problems, stories } from './all.ts';
import { staged } from './stage.ts';
import type { Story } from './story.ts';

// `npm start` plays the same stories through the wire.
beforeAll(() => attach(staged));

describe('a story ends as it says', () => {
  const heard = new Heard();
  test.each(stories)('$title, and all of it is told', async ({ story, file }) => {
    const end = await played(story, file, { seed: 1 });
    expect(end.problems).toEqual([]);
    await heard.from(end);
  });

  test('in all of them together, people hear of everything that there is to be told, and how what they are asked about is used', () => {
    expect(heard.types.size).toBeGreaterThan(9);
    expect(heard.depends).toEqual(
      expect.arrayContaining([
        'IAM knows of no use in the last 400 days',
        'services that it called last, as far as IAM knows by now: Amazon SageMaker (2026-11-02), Amazon S3 (2026-11-01)',
        'services that it called last, as far as IAM knows by now: none in the last 400 days',
        expect.stringContaining('its use could not be read: AccessDenied'),
        'invocations in the last hour, as far as CloudWatch knows: AllTraffic 128',
      ]),
    );
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
