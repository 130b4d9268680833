/** Runs of pipelines, as far as approvals and what they let begin go. */
import type { ActionExecutionDetail, PipelineDeclaration, PipelineExecutionStatus } from '@aws-sdk/client-codepipeline';
import type { Operations } from './cloudtrail.ts';
import { action, deploy, type Execution, find, keyOf, type Named, told, writes } from './codepipeline-runs.ts';
import type { Habitat } from './habitat.ts';
import { rule } from './habitat.ts';
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
rule(
  'codepipeline.revisions',
  'assumed',
  'the revision that a source of ECR brings in is the digest of the image: the one that is asked for, else that of the run before',
  `${API}, StartPipelineExecution: an IMAGE_DIGEST may be asked for; SourceRevision: "unique ID that identifies the revision"`,
);
rule('codepipeline.deploys', 'assumed', 'a deployment takes 10 to 30 minutes, a stopped one 10 to 60 s to end', 'no durations documented');

interface Given {
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly status?: PipelineExecutionStatus | undefined;
  readonly startedBy?: string | undefined;
  readonly revisions?: Readonly<Record<string, string>> | undefined;
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
    place({ approvedBy = {}, deployment, status = 'InProgress', revisions = {}, ...given }) {
      const now = new Date(habitat.clock.now());
      const approvals = Object.entries(approvedBy).map(([where, updatedBy]) => {
        const [stage = '', name = ''] = where.split('/');
        return action(stage, name, 'Approval', 'Manual', { updatedBy, lastUpdateTime: now, status: 'Succeeded' });
      });
      const run = {
        ...given,
        ...{ status, revisions },
        startTime: now,
        actions: [...approvals, ...(deployment ? [deploy(deployment, now)] : [])],
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

const summary = ({ actions, startedBy, pipelineName, revisions, ...run }: Execution) => ({
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
    const brought = ({ revisions }: Execution) => Object.entries(revisions).map(([actionName, revisionId]) => ({ actionName, revisionId }));
    return { pipelineExecutionSummaries: runs.reverse().map((run) => ({ ...summary(run), sourceRevisions: brought(run) })) };
  },
  ListActionExecutions({ pipelineName, filter }: Named & { filter?: Named }) {
    const run = told(kept.read(find({ ...filter, ...(pipelineName && { pipelineName }) })));
    return { actionExecutionDetails: run.actions };
  },
});
