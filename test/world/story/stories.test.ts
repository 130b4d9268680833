import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { remediations } from '../../../src/registry.ts';
import { Heard } from '../../telling/heard.ts';
import { attach } from '../direct.ts';
import { files, played, problems, stories } from './all.ts';
import { effectsIn, effectsOn, lostIn } from './ladder.ts';
import { staged } from './stage.ts';
import type { Story } from './story.ts';

// `npm start` plays the same stories through the wire.
beforeAll(() => attach(staged));

/** Repairs that nothing on record puts back and that take no two people, by what makes up for it (decision 0052). */
const LOST = {
  'it runs again from what is on record': [
    'automl-isolation: StopAutoMLJob, disruptive',
    'job-isolation: StopTrainingJob, disruptive',
    'pipeline-approver: StopDeployment, disruptive',
    'pipeline-approver: StopPipelineExecution, disruptive',
    'processing-isolation: StopProcessingJob, disruptive',
    'transform-isolation: StopTransformJob, disruptive',
    'tuning-isolation: StopHyperParameterTuningJob, disruptive',
  ],
  'nobody can have come to rely on a newborn, where policy says so': [
    'endpoint-encryption: DeleteEndpoint, disruptive',
    'endpoint-isolation: DeleteEndpoint, disruptive',
    'notebook-encryption: DeleteNotebookInstance, disruptive',
  ],
  'what is there anew is used by nobody until a later step, which has its undo': [
    'build-credentials: PutParameter, reversible',
    'endpoint-data-capture: CreateEndpointConfig, reversible',
    'endpoint-encryption: CreateEndpointConfig, reversible',
  ],
  'to take it away again is a right that mlwarden has not (decision 0027)': [
    'config-recorder: StartConfigurationRecorder, disruptive',
    'key-usable: CancelKeyDeletion, disruptive',
    'key-usable: EnableKey, disruptive',
    'security-hub: BatchEnableStandards, disruptive',
    'security-hub: EnableSecurityHub, disruptive',
    'trail-logging: StartLogging, disruptive',
  ],
};

describe('a story ends as it says', () => {
  const heard = new Heard();
  const shown = new Set<string>();
  const lost = new Set<string>();
  test.each(stories)('$title, and all of it is told', async ({ story, file }) => {
    const end = await played(story, file, { seed: 1 });
    expect(end.problems).toEqual([]);
    await heard.from(end);
    for (const step of lostIn(end.cases)) lost.add(step);
    for (const { violation, effect } of effectsIn(end.cases)) shown.add(`${violation}: ${effect}`);
  });

  test('in all of them together, each violation proposes steps of just the effects that its runbook names', () => {
    const named = remediations.flatMap(({ id }) => effectsOn(id).map((effect) => `${id}: ${effect}`));
    expect([...shown].sort()).toEqual(named.sort());
  });

  test('in all of them together, what has no way back is destructive, but for these', () => {
    expect([...lost].sort()).toEqual(Object.values(LOST).flat().sort());
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
