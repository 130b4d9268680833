import { describe, expect, test } from 'vitest';
import { codePipeline } from './codepipeline.ts';
import { smallHabitat } from './small-habitat.ts';

const ana = 'arn:aws:sts::111122223333:assumed-role/DataScientist/ana';
const approval = { name: 'Release', actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } } as const;

function world() {
  const habitat = smallHabitat();
  const pipelines = codePipeline(habitat);
  pipelines.place({ name: 'p', versions: [{ name: 'p', roleArn: 'r', stages: [{ name: 'Approve', actions: [approval] }] }] });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any => pipelines.call(operation, input, { arn: ana });
  const { pipelineExecutionId } = call('StartPipelineExecution', { name: 'p' });
  const named = { pipelineName: 'p', pipelineExecutionId };
  const is = () => call('GetPipelineExecution', named).pipelineExecution;
  const actions = () => call('ListActionExecutions', { pipelineName: 'p', filter: { pipelineExecutionId } }).actionExecutionDetails;
  const answered = (status: string) =>
    call('PutApprovalResult', { pipelineName: 'p', stageName: 'Approve', actionName: 'Release', result: { status } });
  return { habitat, pipelines, call, named, is, actions, answered };
}

describe('a run of a pipeline', () => {
  test('says who started it, and waits for an approval', () => {
    const { call, is, actions } = world();
    expect(is()).toMatchObject({ status: 'InProgress', trigger: { triggerType: 'StartPipelineExecution', triggerDetail: ana } });
    expect(actions()).toMatchObject([{ actionName: 'Release', status: 'InProgress' }]);
    expect(call('ListPipelineExecutions', { pipelineName: 'p' }).pipelineExecutionSummaries).toMatchObject([{ status: 'InProgress' }]);
  });

  test('goes on once it is approved, says by whom, and ends when what it deploys has ended', () => {
    const { habitat, is, actions, answered } = world();
    answered('Approved');
    expect(actions()).toMatchObject([{ status: 'Succeeded', updatedBy: ana }, { status: 'InProgress' }]);
    expect(habitat.events.map((e) => e['detail-type'])).toContain('CodePipeline Stage Execution State Change');
    habitat.pass(1800);
    expect(is().status).toBe('Succeeded');
    expect(() => answered('Approved')).toThrow('already been approved or rejected');
  });

  test('that is rejected is over, and cannot be stopped', () => {
    const { call, named, is, answered } = world();
    answered('Rejected');
    expect(is().status).toBe('Failed');
    expect(() => call('StopPipelineExecution', named)).toThrow('Unable to stop');
  });

  test('that deploys is Stopping until that has ended, and is stopped once only', () => {
    const { habitat, pipelines, call, named, is, actions, answered } = world();
    answered('Approved');
    call('StopPipelineExecution', named);
    expect(is().status).toBe('Stopping');
    expect(() => call('StopPipelineExecution', named)).toThrow('already in a Stopping state');
    expect(pipelines.executions.deploymentStopped(actions()[1].output.executionResult.externalExecutionId)).toBe(true);
    habitat.pass(60);
    expect([is().status, actions()[1].status]).toEqual(['Stopped', 'Failed']);
    expect(pipelines.executions.deploymentStopped('d-none')).toBe(false);
  });

  test('brings in what it is told to, else what the one before it brought in', () => {
    const { call } = world();
    const brought = () =>
      call('ListPipelineExecutions', { pipelineName: 'p' }).pipelineExecutionSummaries.map(
        (run: { sourceRevisions: { revisionId: string }[] }) => run.sourceRevisions.map(({ revisionId }) => revisionId).join(),
      );
    call('StartPipelineExecution', { name: 'p', sourceRevisions: [{ actionName: 'Image', revisionValue: 'sha256:a' }] });
    call('StartPipelineExecution', { name: 'p' });
    expect(brought()).toEqual(['sha256:a', 'sha256:a', '']);
  });

  test('that is not there is not found', () => {
    const { call } = world();
    expect(() => call('GetPipelineExecution', { pipelineName: 'p', pipelineExecutionId: 'x' })).toThrow('cannot be found');
  });
});
