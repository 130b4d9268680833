import { expect, test } from 'vitest';
import { remediation } from '../../../src/remediations/pipelines/build-public.ts';
import { flaw, step } from '../promise.ts';
import { resource, scene } from './scene.ts';

test.each([
  ['PRIVATE', false],
  ['PUBLIC_READ', true],
  ['PUBLIC_WRITE', true],
])('builds that are %s', (visibility, wrong) => expect(flaw(scene(remediation, { visibility })) !== undefined).toBe(wrong));

test.each([{}, { accessRole: 'arn:aws:iam::111122223333:role/public-logs' }])('are closed, and can be opened as they were', (more) => {
  const { step: s, after } = step(scene(remediation, { visibility: 'PUBLIC_READ', ...more }));
  const projectArn = resource.arn;
  expect(s.call).toEqual({ api: 'UpdateProjectVisibility', input: { projectArn, projectVisibility: 'PRIVATE' } });
  const role = 'accessRole' in more ? { resourceAccessRole: more.accessRole } : {};
  expect(s.undo).toEqual({ api: 'UpdateProjectVisibility', input: { projectArn, projectVisibility: 'PUBLIC_READ', ...role } });
  expect(after).toMatchObject({ visibility: 'PRIVATE' });
});
