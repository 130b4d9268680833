import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/pipelines/pipeline-gate.ts';
import { type PipelineState, pipelineOf } from '../../../src/resources/pipeline.ts';
import { type Definition, digestOf } from '../../../src/resources/pipeline-definition.ts';
import { flaw, next, step } from '../promise.ts';

const resource = pipelineOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Churn-Release');
const stage = (name: string, category: string, configuration: object = {}) => ({
  name,
  actions: [
    { name, actionTypeId: { category, owner: 'AWS', provider: category === 'Source' ? 'CodeCommit' : 'X', version: '1' }, configuration },
  ],
});
const source = (RepositoryName: string) => stage('Source', 'Source', { RepositoryName, BranchName: 'main' });
const [approve, staging, deploy] = [stage('Approve', 'Approval'), stage('Staging', 'Deploy'), stage('Deploy', 'Deploy')];
const artifactStore = { type: 'S3', location: 'artifacts', encryptionKey: { id: 'k', type: 'KMS' } };
const defined = (stages: object[], more: object = {}) =>
  ({ name: 'Churn-Release', roleArn: 'r', artifactStore, stages, ...more }) as unknown as Definition;
const sound = defined([source('churn'), approve, deploy]);
const unapproved = defined([source('churn'), deploy]);
const seen = (definition: Definition, state: Partial<PipelineState> = {}, settings = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource,
  state: { version: 3, definition, content: digestOf(definition), closed: {}, shut: {}, earlier: { 1: sound, 2: unapproved }, ...state },
  settings,
});

describe('whether a pipeline is weak', () => {
  const two = defined([source('churn'), staging, approve, deploy]);
  test.each<[says: string, definition: Definition, settings: object, says: RegExp | undefined]>([
    ['somebody approves', sound, {}, undefined],
    ['nobody approves', unapproved, {}, /nobody approves before Deploy/],
    ['nobody has to', unapproved, { approval: 'none' }, undefined],
    ['the last deployment is approved', two, {}, undefined],
    ['not every deployment is', two, { approval: 'every' }, /before Staging deploys$/],
    ['nothing is deployed', defined([source('churn'), stage('Build', 'Build')]), {}, undefined],
    [
      'artifacts have no key',
      defined([source('churn'), approve, deploy], { artifactStore: { type: 'S3', location: 'a' } }),
      {},
      /in a are/,
    ],
    [
      'they need none',
      defined([source('churn'), approve, deploy], { artifactStore: { type: 'S3', location: 'a' } }),
      { key: false },
      undefined,
    ],
    ['its source is a stranger', sound, { sources: ['CodeCommit:ml-*@main'] }, /CodeCommit:churn@main is not an allowed one/],
    ['its source is allowed', sound, { sources: ['S3:*', 'CodeCommit:ch*n@main'] }, undefined],
    ['a dot of the list is a dot', sound, { sources: ['CodeCommit:chur.@main'] }, /not an allowed one/],
  ])('%s', (_, definition, settings, says) => {
    const found = flaw(seen(definition, {}, settings));
    if (says) expect(found?.says).toMatch(says);
    else expect(found).toBeUndefined();
  });
});

describe('a pipeline without an approval', () => {
  test('is closed before it deploys, which opening it undoes', () => {
    expect(flaw(seen(unapproved))).toMatchObject({ contained: false, holds: { what: 'closed before Deploy', effect: 'reversible' } });
    const { step: s, after } = step(seen(unapproved));
    expect(s).toMatchObject({
      call: { api: 'DisableStageTransition', input: { pipelineName: 'Churn-Release', stageName: 'Deploy', transitionType: 'Inbound' } },
      effect: 'reversible',
      undo: { api: 'EnableStageTransition', input: { pipelineName: 'Churn-Release', stageName: 'Deploy', transitionType: 'Inbound' } },
    });
    expect((s.call.input as { reason: string }).reason).toMatch(/^[a-zA-Z0-9!@ ().*?-]{1,300}$/);
    expect(flaw({ ...seen(unapproved), state: after as PipelineState })).toMatchObject({ contained: true });
  });

  const shut = { Deploy: 'whoever closed it' };
  test('is, once closed, what the newest version was that passes, if somebody says yes', () => {
    const newer = defined([source('churn-2'), approve, deploy]);
    const { step: s } = step(seen(unapproved, { shut, version: 12, earlier: { 2: sound, 9: newer, 11: unapproved } }));
    expect(s).toMatchObject({
      call: { api: 'UpdatePipeline', input: { pipeline: { ...newer, version: 9 } } },
      effect: 'disruptive',
      ask: true,
      expect: { content: digestOf(newer) },
      undo: { api: 'UpdatePipeline', input: { pipeline: { ...unapproved, version: 12 } } },
    });
  });

  test('that never was any better is for a person to put right', () => {
    expect(next(seen(unapproved, { shut, earlier: { 2: unapproved } }))).toMatchObject({
      do: 'tell',
      why: expect.stringContaining('none of the 1'),
    });
  });

  const masked = (definition: Definition) =>
    ({ ...definition, stages: [stage('Source', 'Source', { OAuthToken: '****' }), ...(definition.stages ?? []).slice(1)] }) as Definition;
  test('is not restored with a token that nobody can read', () => {
    expect(next(seen(unapproved, { shut, earlier: { 1: masked(sound) } }))).toMatchObject({
      do: 'tell',
      why: expect.stringMatching(/^version 1 passes/),
    });
  });
  test('that holds such a token itself cannot be put back once it is restored', () => {
    const { step: s } = step(seen(masked(unapproved), { shut }));
    expect([s.undo, s.loses]).toEqual([undefined, expect.stringContaining('version 3')]);
  });

  test('of one stage, which CodePipeline does not allow, is not closed anywhere', () => {
    const odd = defined([source('churn')], { artifactStore: { type: 'S3', location: 'a' } });
    expect(flaw(seen(odd))).toMatchObject({ contained: false });
    expect(next(seen(odd))).toMatchObject({ do: 'step', call: { api: 'UpdatePipeline' } });
  });
});

test.each([{ approval: 'first' }, { key: 'yes' }, { sources: [''] }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen(sound, {}, settings))).toThrow();
});
