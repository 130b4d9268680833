import { describe, expect, test } from 'vitest';
import { codePipeline } from './codepipeline.ts';
import { smallHabitat } from './small-habitat.ts';

const stages = (...names: string[]) => names.map((name) => ({ name, actions: [] }));
const version = (...names: string[]) => ({ name: 'p', roleArn: 'r', stages: stages(...names) });

function world() {
  const habitat = smallHabitat();
  const pipelines = codePipeline(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    pipelines.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  pipelines.place({ name: 'p', versions: [version('Source', 'Deploy')] });
  const closed = () =>
    call('GetPipelineState', { name: 'p' })
      .stageStates.filter((s: { inboundTransitionState: { enabled: boolean } }) => !s.inboundTransitionState.enabled)
      .map((s: { stageName: string }) => s.stageName);
  return { habitat, pipelines, call, closed };
}
const gate = { pipelineName: 'p', stageName: 'Deploy', transitionType: 'Inbound' };

describe('a pipeline', () => {
  test('has a new version with each update, whatever version is sent, and keeps the old ones', () => {
    const { call } = world();
    expect(call('UpdatePipeline', { pipeline: { ...version('Source', 'Ship'), version: 77 } }).pipeline.version).toBe(2);
    expect(call('GetPipeline', { name: 'p' }).pipeline).toEqual({ ...version('Source', 'Ship'), version: 2 });
    expect(call('GetPipeline', { name: 'p', version: 1 }).pipeline).toEqual({ ...version('Source', 'Deploy'), version: 1 });
    expect(() => call('GetPipeline', { name: 'p', version: 3 })).toThrow('has no version 3');
  });

  test('stays closed where an update keeps the stage, and forgets what is gone', () => {
    const { call, closed } = world();
    call('DisableStageTransition', { ...gate, reason: 'freeze' });
    expect(closed()).toEqual(['Deploy']);
    call('UpdatePipeline', { pipeline: version('Source', 'Build', 'Deploy') });
    expect(closed()).toEqual(['Deploy']);
    call('UpdatePipeline', { pipeline: version('Source', 'Build') });
    call('UpdatePipeline', { pipeline: version('Source', 'Deploy') });
    expect(closed()).toEqual([]);
  });

  test('says why a stage is closed, until it is opened', () => {
    const { call, closed } = world();
    call('DisableStageTransition', { ...gate, reason: 'freeze' });
    expect(call('GetPipelineState', { name: 'p' }).stageStates[1].inboundTransitionState).toMatchObject({ disabledReason: 'freeze' });
    call('DisableStageTransition', { ...gate, reason: 'and another one' });
    expect(call('GetPipelineState', { name: 'p' }).stageStates[1].inboundTransitionState).toMatchObject({
      disabledReason: 'and another one',
    });
    call('EnableStageTransition', gate);
    expect(closed()).toEqual([]);
  });

  test.each<[operation: string, input: object, text: string]>([
    ['GetPipeline', { name: 'q' }, "Account '111122223333' does not have a pipeline with name 'q'"],
    ['EnableStageTransition', { ...gate, stageName: 'Ship' }, 'has no stage Ship'],
    ['DisableStageTransition', { ...gate, reason: 'see: http://x' }, 'failed to satisfy constraint'],
    ['CreatePipeline', { pipeline: version('Source', 'Deploy') }, 'already exists'],
  ])('refuses %s of %j', (operation, input, text) => {
    expect(() => world().call(operation, input)).toThrow(text);
  });

  test('is listed, tagged, started and deleted', () => {
    const { habitat, call } = world();
    expect(call('ListPipelines').pipelines).toMatchObject([{ name: 'p', version: 1 }]);
    expect(call('ListTagsForResource', { resourceArn: 'arn:aws:codepipeline:eu-west-1:111122223333:p' })).toEqual({ tags: [] });
    call('StartPipelineExecution', { name: 'p' });
    expect(habitat.events[0]).toMatchObject({ source: 'aws.codepipeline', detail: { pipeline: 'p', state: 'STARTED' } });
    call('DeletePipeline', { name: 'p' });
    expect(call('ListPipelines').pipelines).toEqual([]);
  });
});
