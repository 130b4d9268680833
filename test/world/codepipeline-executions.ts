/** Runs of pipelines, as far as approvals and what they let begin go. */
import type { ActionExecutionDetail, PipelineDeclaration, PipelineExecutionStatus } from '@aws-sdk/client-codepipeline';
import type { Operations } from './cloudtrail.ts';
import type { Caller, Habitat } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import { hex, uuid } from './random.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

const API = 'CodePipeline API';
rule(
  'codepipeline.approved-by',
  'assumed',
  'the action execution of an approval is updated by the ARN of who approved',
  `${API}, ActionExecutionDetail updatedBy`,
);
rule(
  'codepipeline.started-by',
  'documented',
  'an execution says who started it by hand',
  'CodePipeline guide, detect-state-changes: execution-trigger',
);
rule(
  'codepipeline.stop',
  'documented',
  'stopped without abandoning, it is Stopping until what runs has ended; it cannot be stopped twice',
  `${API}, StopPipelineExecution`,
);
rule('codepipeline.deploys', 'assumed', 'a deployment takes 10 to 30 minutes, a stopped one 10 to 60 s to end', 'no durations documented');

export interface Execution {
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly status: PipelineExecutionStatus;
  readonly startTime: Date;
  readonly startedBy?: string | undefined;
  readonly actions: readonly ActionExecutionDetail[];
}
interface Given {
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly status?: PipelineExecutionStatus | undefined;
  readonly startedBy?: string | undefined;
  readonly approvedBy?: Readonly<Record<string, string>> | undefined;
  readonly deployment?: string | undefined;
}
export interface Executions extends Operations {
  /** By `pipeline/execution`. */
  readonly shelf: Shelf<Execution>;
  /** Furnishes a run that has got so far. */
  place(given: Given): void;
  /** False: no run has that deployment under way. */
  deploymentStopped(deployment: string): boolean;
}

const keyOf = ({ pipelineName, pipelineExecutionId }: Pick<Execution, 'pipelineName' | 'pipelineExecutionId'>) =>
  `${pipelineName}/${pipelineExecutionId}`;
const action = (
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
const deploy = (deployment: string): ActionExecutionDetail =>
  action('Deploy', 'Release', 'Deploy', 'CodeDeploy', { output: { executionResult: { externalExecutionId: deployment } } });

export function executions(habitat: Habitat, definitionOf: (pipeline: string) => PipelineDeclaration): Executions {
  const kept = shelf<Execution>(habitat, 30);
  const soon = (least: number, most: number, then: () => void) =>
    habitat.clock.at(habitat.clock.now() + (least + habitat.random.next() * (most - least)) * 1000, then);
  const put = (run: Execution) => kept.put(keyOf(run), run);
  const finish = (deployment: string, status: 'Succeeded' | 'Failed') => () => {
    const run = kept.truths().find((one) => one.actions.some((a) => isOf(a, deployment)));
    if (!run) return;
    const over = { Stopping: 'Stopped', InProgress: status } as const;
    const actions = run.actions.map((a) => (isOf(a, deployment) ? { ...a, status } : a));
    put({ ...run, actions, status: over[run.status as 'Stopping'] ?? run.status });
  };
  const parts = { habitat, kept, put, soon, finish, definitionOf };
  return {
    shelf: kept,
    place({ approvedBy = {}, deployment, status = 'InProgress', ...given }) {
      const approvals = Object.entries(approvedBy).map(([where, updatedBy]) => {
        const [stage = '', name = ''] = where.split('/');
        return action(stage, name, 'Approval', 'Manual', { updatedBy, status: 'Succeeded' });
      });
      const run = {
        ...given,
        status,
        startTime: new Date(habitat.clock.now()),
        actions: [...approvals, ...(deployment ? [deploy(deployment)] : [])],
      };
      kept.place(keyOf(run), run);
      if (deployment) soon(600, 1800, finish(deployment, 'Succeeded'));
    },
    deploymentStopped(deployment) {
      if (!kept.truths().some((run) => run.actions.some((a) => isOf(a, deployment)))) return false;
      soon(10, 60, finish(deployment, 'Failed'));
      return true;
    },
    reads: reads(kept),
    writes: writes(parts),
  };
}
const isOf = ({ status, output }: ActionExecutionDetail, deployment: string): boolean =>
  status === 'InProgress' && output?.executionResult?.externalExecutionId === deployment;

interface Named {
  readonly pipelineName?: string;
  readonly pipelineExecutionId?: string;
}
function told(run: Execution | undefined): Execution {
  if (run) return run;
  throw new AwsError(
    'PipelineExecutionNotFoundException',
    'The pipeline execution was specified in an invalid format, or cannot be found.',
  );
}
const find = ({ pipelineName = '', pipelineExecutionId = '' }: Named) => keyOf({ pipelineName, pipelineExecutionId });
const summary = ({ actions, startedBy, pipelineName, ...run }: Execution) => ({
  ...run,
  ...(startedBy && { trigger: { triggerType: 'StartPipelineExecution', triggerDetail: startedBy } }),
});

const reads = (kept: Shelf<Execution>): Operations['reads'] => ({
  GetPipelineExecution(input: Named) {
    const run = told(kept.read(find(input)));
    const { startTime, ...pipelineExecution } = summary(run);
    return { pipelineExecution: { pipelineName: run.pipelineName, ...pipelineExecution } };
  },
  ListPipelineExecutions({ pipelineName }: Named) {
    const runs = kept.list().filter((run) => run.pipelineName === pipelineName);
    return { pipelineExecutionSummaries: runs.reverse().map(summary) };
  },
  ListActionExecutions({ pipelineName, filter }: Named & { filter?: Named }) {
    const run = told(kept.read(find({ ...filter, ...(pipelineName && { pipelineName }) })));
    return { actionExecutionDetails: run.actions };
  },
});

interface Parts {
  readonly habitat: Habitat;
  readonly kept: Shelf<Execution>;
  readonly definitionOf: (pipeline: string) => PipelineDeclaration;
  put(run: Execution): void;
  soon(least: number, most: number, then: () => void): void;
  finish(deployment: string, status: 'Succeeded' | 'Failed'): () => void;
}
interface Answer extends Named {
  readonly stageName?: string;
  readonly actionName?: string;
  readonly result?: { readonly status?: string };
}

const writes = ({ habitat, kept, put, soon, finish, definitionOf }: Parts): Operations['writes'] => ({
  StartPipelineExecution({ name = '' }: { name?: string }, { arn }: Caller) {
    const stages = definitionOf(name).stages ?? [];
    const approvals = stages.flatMap((s) =>
      (s.actions ?? []).filter((a) => a.actionTypeId?.category === 'Approval').map((a) => [s.name, a.name] as const),
    );
    const actions = approvals.map(([stage, one]) => action(`${stage}`, `${one}`, 'Approval', 'Manual'));
    const run: Execution = {
      ...{ pipelineName: name, pipelineExecutionId: uuid(habitat.random), status: 'InProgress', startedBy: arn },
      ...{ startTime: new Date(habitat.clock.now()), actions },
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
    const answered = run.actions.map((a) => (waits(a) ? { ...a, status, updatedBy: arn } : a));
    const deployment = `d-${hex(habitat.random, 9).toUpperCase()}`;
    put({ ...run, status: approved ? run.status : 'Failed', actions: approved ? [...answered, deploy(deployment)] : answered });
    if (approved) {
      soon(600, 1800, finish(deployment, 'Succeeded'));
      const detail = { pipeline: run.pipelineName, 'execution-id': run.pipelineExecutionId, stage: 'Deploy', state: 'STARTED', version: 1 };
      habitat.emit({ source: 'aws.codepipeline', 'detail-type': 'CodePipeline Stage Execution State Change', resources: [], detail });
    }
    return { approvedAt: new Date(habitat.clock.now()) };
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
