/** What begins, approves and stops runs of pipelines, and what CodePipeline refuses. */
import type { ActionExecutionDetail, PipelineDeclaration, PipelineExecutionStatus } from '@aws-sdk/client-codepipeline';
import type { Operations } from './cloudtrail.ts';
import type { Caller, Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';
import { hex, uuid } from './random.ts';
import type { Shelf } from './stale.ts';

export interface Execution {
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly status: PipelineExecutionStatus;
  readonly startTime: Date;
  readonly startedBy?: string | undefined;
  /** What its sources have brought in, by action. */
  readonly revisions: Readonly<Record<string, string>>;
  readonly actions: readonly ActionExecutionDetail[];
}
export interface Named {
  readonly pipelineName?: string;
  readonly pipelineExecutionId?: string;
}

export const keyOf = ({ pipelineName, pipelineExecutionId }: Pick<Execution, 'pipelineName' | 'pipelineExecutionId'>) =>
  `${pipelineName}/${pipelineExecutionId}`;
export const find = ({ pipelineName = '', pipelineExecutionId = '' }: Named) => keyOf({ pipelineName, pipelineExecutionId });
export const action = (
  stageName: string,
  actionName: string,
  category: string,
  provider: string,
  more: ActionExecutionDetail = {},
): ActionExecutionDetail => ({
  stageName,
  actionName,
  status: 'InProgress',
  input: { actionTypeId: { category: category as 'Approval', owner: 'AWS', provider, version: '1' } },
  ...more,
});
export const deploy = (deployment: string, startTime: Date): ActionExecutionDetail =>
  action('Deploy', 'Release', 'Deploy', 'CodeDeploy', { startTime, output: { executionResult: { externalExecutionId: deployment } } });
export function told(run: Execution | undefined): Execution {
  if (run) return run;
  throw new AwsError(
    'PipelineExecutionNotFoundException',
    'The pipeline execution was specified in an invalid format, or cannot be found.',
  );
}

interface Parts {
  readonly habitat: Habitat;
  readonly kept: Shelf<Execution>;
  readonly definitionOf: (pipeline: string) => PipelineDeclaration;
  put(run: Execution): void;
  soon(least: number, most: number, then: () => void): void;
  finish(deployment: string, status: 'Succeeded' | 'Failed'): () => void;
}
interface Start {
  readonly name?: string;
  readonly sourceRevisions?: readonly { readonly actionName: string; readonly revisionValue: string }[];
}
interface Answer extends Named {
  readonly stageName?: string;
  readonly actionName?: string;
  readonly result?: { readonly status?: string };
}

export const writes = ({ habitat, kept, put, soon, finish, definitionOf }: Parts): Operations['writes'] => ({
  StartPipelineExecution({ name = '', sourceRevisions = [] }: Start, { arn }: Caller) {
    const stages = definitionOf(name).stages ?? [];
    const approvals = stages.flatMap((s) =>
      (s.actions ?? []).filter((a) => a.actionTypeId?.category === 'Approval').map((a) => [s.name, a.name] as const),
    );
    const actions = approvals.map(([stage, one]) => action(`${stage}`, `${one}`, 'Approval', 'Manual'));
    const before = kept.truths().findLast((run) => run.pipelineName === name)?.revisions;
    const asked = Object.fromEntries(sourceRevisions.map(({ actionName, revisionValue }) => [actionName, revisionValue]));
    const run: Execution = {
      ...{ pipelineName: name, pipelineExecutionId: uuid(habitat.random), status: 'InProgress', startedBy: arn },
      ...{ startTime: new Date(habitat.clock.now()), actions, revisions: { ...before, ...asked } },
    };
    put(run);
    const resources = [`arn:aws:codepipeline:${habitat.region}:${habitat.account}:${name}`];
    const detail = { pipeline: name, 'execution-id': run.pipelineExecutionId, state: 'STARTED', version: 1 };
    habitat.emit({ source: 'aws.codepipeline', 'detail-type': 'CodePipeline Pipeline Execution State Change', resources, detail });
    return { pipelineExecutionId: run.pipelineExecutionId };
  },
  PutApprovalResult({ pipelineName, stageName, actionName, result }: Answer, { arn }: Caller) {
    const waits = (a: ActionExecutionDetail) => a.stageName === stageName && a.actionName === actionName && a.status === 'InProgress';
    const run = kept.truths().find((one) => one.pipelineName === pipelineName && one.status === 'InProgress' && one.actions.some(waits));
    if (!run) throw new AwsError('ApprovalAlreadyCompletedException', 'The approval action has already been approved or rejected.');
    const approved = result?.status === 'Approved';
    const status = approved ? ('Succeeded' as const) : ('Failed' as const);
    const now = new Date(habitat.clock.now());
    const answered = run.actions.map((a) => (waits(a) ? { ...a, status, updatedBy: arn, lastUpdateTime: now } : a));
    const deployment = `d-${hex(habitat.random, 9).toUpperCase()}`;
    put({ ...run, status: approved ? run.status : 'Failed', actions: approved ? [...answered, deploy(deployment, now)] : answered });
    if (approved) {
      soon(600, 1800, finish(deployment, 'Succeeded'));
      const detail = { pipeline: run.pipelineName, 'execution-id': run.pipelineExecutionId, stage: 'Deploy', state: 'STARTED', version: 1 };
      habitat.emit({ source: 'aws.codepipeline', 'detail-type': 'CodePipeline Stage Execution State Change', resources: [], detail });
    }
    return { approvedAt: now };
  },
  StopPipelineExecution(input: Named) {
    const run = told(kept.truth(find(input)));
    if (run.status === 'Stopping')
      throw new AwsError('DuplicatedStopRequestException', 'The pipeline execution is already in a Stopping state.');
    if (run.status !== 'InProgress') throw new AwsError('PipelineExecutionNotStoppableException', 'Unable to stop the pipeline execution.');
    const busy = run.actions.some((a) => a.status === 'InProgress' && a.input?.actionTypeId?.category === 'Deploy');
    put({ ...run, status: busy ? 'Stopping' : 'Stopped' });
    return { pipelineExecutionId: run.pipelineExecutionId };
  },
});
