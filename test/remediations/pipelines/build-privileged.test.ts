import { expect, test } from 'vitest';
import { remediation } from '../../../src/remediations/pipelines/build-privileged.ts';
import type { BuildProjectState } from '../../../src/resources/build-project.ts';
import { flaw, step } from '../promise.ts';
import { inOrder, scene } from './scene.ts';

const privileged = { environment: { ...inOrder.environment, privilegedMode: true } };
const { privilegedMode: _, ...unsaid } = inOrder.environment;

test.each<[says: string, state: Partial<BuildProjectState>, wrong: boolean]>([
  ['whose builds run privileged', privileged, true],
  ['whose builds do not', {}, false],
  ['that does not say', { environment: unsaid }, false],
])('a build project %s', (_, state, wrong) => expect(flaw(scene(remediation, state)) !== undefined).toBe(wrong));

test('its whole environment is written back with one thing changed, and can be put back', () => {
  const { step: s, after } = step(scene(remediation, privileged));
  expect(s).toMatchObject({
    call: { api: 'UpdateProject', input: { name: 'Churn-Image', environment: inOrder.environment } },
    effect: 'disruptive',
    undo: { api: 'UpdateProject', input: { name: 'Churn-Image', environment: privileged.environment } },
  });
  expect(after).toEqual(inOrder);
});
