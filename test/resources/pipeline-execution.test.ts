import { describe, expect, test } from 'vitest';
import { fits } from '../../src/engine/glob.ts';
import { executionOf, pipelineExecution } from '../../src/resources/pipeline-execution.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::CodePipeline::PipelineExecution';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = executionOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Release/e-1');
const action = (actionName: string, category: string, provider: string, status: string, more: object = {}) => ({
  ...{ stageName: 'S', actionName, status, input: { actionTypeId: { category, provider } } },
  ...more,
});
const deployment = (externalExecutionId: string) => ({ output: { executionResult: { externalExecutionId } } });
const served = {
  GetPipelineExecution: () => ({
    pipelineExecution: { status: 'InProgress', trigger: { triggerType: 'StartPipelineExecution', triggerDetail: 'ana' } },
  }),
  GetPipeline: () => ({ pipeline: { name: 'Release', roleArn: 'AmazonSageMakerRole', stages: [] } }),
  ListActionExecutions: ({ nextToken }: { nextToken?: string }) =>
    nextToken
      ? {
          actionExecutionDetails: [
            action('D', 'Deploy', 'CodeDeploy', 'InProgress', deployment('d-1')),
            action('E', 'Deploy', 'CodeDeploy', 'InProgress'),
          ],
        }
      : {
          actionExecutionDetails: [
            action('A', 'Approval', 'Manual', 'Succeeded', { updatedBy: 'eve' }),
            action('B', 'Approval', 'Manual', 'InProgress'),
            action('C', 'Deploy', 'CodeDeploy', 'Succeeded', deployment('d-0')),
            { stageName: 'S', actionName: 'F', status: 'InProgress' },
          ],
          nextToken: 'n',
        },
};

describe('a run of a pipeline', () => {
  test('is named by its pipeline and its id', async () => {
    answer({});
    expect(await pipelineExecution.locate({ type: TYPE, id: 'Release/e-1', ...at })).toEqual([resource]);
  });

  test.each(['Release', 'arn:aws:codepipeline:eu-west-1:111122223333:Release'])('of %s is found while it is not over', async (id) => {
    const runs = ['InProgress', 'Stopping', 'Succeeded'].map((status, i) => ({ status, pipelineExecutionId: `e-${i + 1}` }));
    answer({ ListPipelineExecutions: () => ({ pipelineExecutionSummaries: runs }) });
    const found = await pipelineExecution.locate({ type: 'AWS::CodePipeline::Pipeline', id, ...at });
    expect(found.map(({ name }) => name)).toEqual(['Release/e-1', 'Release/e-2']);
  });

  test('is listed pipeline by pipeline, and of one that goes meanwhile there is none', async () => {
    answer({
      ListPipelines: ({ nextToken }) =>
        nextToken ? { pipelines: [{ name: 'gone' }] } : { pipelines: [{ name: 'Release' }], nextToken: 'n' },
      ListPipelineExecutions: ({ pipelineName }) => {
        if (pipelineName === 'gone') throw refusal('PipelineNotFoundException');
        return { pipelineExecutionSummaries: [{ status: 'InProgress', pipelineExecutionId: 'e-1' }] };
      },
    });
    expect(await all(pipelineExecution.list())).toEqual([resource]);
  });

  test('says who started it, who approved it, and what it is deploying', async () => {
    answer(served);
    expect(await pipelineExecution.inspect(resource)).toEqual({
      born: 'e-1',
      linked: ['sagemaker'],
      state: {
        running: true,
        through: false,
        startedBy: 'ana',
        approvals: { 'S/A': 'eve' },
        released: ['S/A'],
        deploying: { 'd-1': 'S/D' },
      },
    });
  });

  test('that an event started has no starter', async () => {
    const GetPipelineExecution = () => ({
      pipelineExecution: { status: 'Stopping', trigger: { triggerType: 'WebhookV2', triggerDetail: 'acme' } },
    });
    answer({ ...served, GetPipelineExecution, ListActionExecutions: () => ({}) });
    expect((await pipelineExecution.inspect(resource))?.state).toEqual({
      ...{ running: false, through: false, approvals: {}, released: [], deploying: {} },
    });
  });

  test('says which approvals something was deployed after; when that was is not always told', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));
    const approval = (name: string, lastUpdateTime?: Date) => ({
      ...action(name, 'Approval', 'Manual', 'Succeeded'),
      ...{ updatedBy: 'eve', lastUpdateTime },
    });
    const actionExecutionDetails = [
      approval('Late', at(3)),
      { ...action('Out', 'Deploy', 'CodeDeploy', 'Succeeded'), startTime: at(2) },
      approval('Early', at(1)),
      approval('Once'),
      { ...action('Failed', 'Deploy', 'CodeDeploy', 'Failed'), startTime: at(4) },
    ];
    answer({ ...served, ListActionExecutions: () => ({ actionExecutionDetails }) });
    expect((await pipelineExecution.inspect(resource))?.state).toMatchObject({ released: ['S/Early', 'S/Once'], deploying: {} });
  });

  test('approved by nobody knows whom cannot be judged', async () => {
    answer({ ...served, ListActionExecutions: () => ({ actionExecutionDetails: [action('A', 'Approval', 'Manual', 'Succeeded')] }) });
    await expect(pipelineExecution.inspect(resource)).rejects.toThrow('updatedBy');
  });

  test.each([
    ['is not there', { GetPipelineExecution: () => Promise.reject(refusal('PipelineExecutionNotFoundException')) }],
    ['has lost its pipeline', { GetPipeline: () => Promise.reject(refusal('PipelineNotFoundException')) }],
  ])('that %s is not there', async (_, gone) => {
    answer({ ...served, ...gone });
    expect(await pipelineExecution.inspect(resource)).toBeUndefined();
  });
});

test.each([
  ['CodeCommit:churn-*@main', 'CodeCommit:churn-1@main', true],
  ['CodeCommit:churn', 'CodeCommit:churn-1', false],
  ['a.c', 'abc', false],
  ['*', 'anything', true],
  ['A*', 'abc', false],
])('the glob %s on %s', (glob, text, fit) => expect(fits(glob, text)).toBe(fit));
