import * as z from 'zod/mini';
import { person } from '../../engine/approval.ts';
import { fits } from '../../engine/glob.ts';
import type { Remediation } from '../../engine/remediation.ts';
import { type ExecutionState, type ExecutionTable, ofPipeline, pipelineExecution } from '../../resources/pipeline-execution.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodePipeline::PipelineExecution';
const PIPELINE = 'AWS::CodePipeline::Pipeline';
const REASON = 'Stopped by mlwarden (pipeline-approver): an approval of this release does not count.';

const settings = z.strictObject({
  /** Who may approve, as ARN of a user or of a role's session; `*` = any text. Empty = everybody but who started it. */
  approvers: z._default(z.array(z.string().check(z.regex(/^arn:aws[a-z-]*:(iam|sts)::/, 'the ARN of a user or of a session'))), []),
  /** Whether who started a release may approve it, too. */
  starter: z._default(z.boolean(), false),
});
type Settings = z.infer<typeof settings>;

/** By approval, what is wrong with it. */
function faults({ approvals, startedBy }: ExecutionState, { approvers, starter }: Settings): ReadonlyMap<string, string> {
  const wrong = Object.entries(approvals).flatMap(([where, by]): [string, string][] => {
    if (!starter && startedBy && person(startedBy) === person(by)) return [[where, `${where} was approved by ${by}, who had started it`]];
    return approvers.length === 0 || approvers.some((glob) => fits(glob, by))
      ? []
      : [[where, `${where} was approved by ${by}, who may not`]];
  });
  return new Map(wrong);
}

/** A release that passed on an approval that does not count is stopped, and what it is deploying is rolled back. */
export const remediation: Remediation<ExecutionState, ExecutionTable, 'StopPipelineExecution' | 'StopDeployment', Settings> = {
  id: 'pipeline-approver',
  family: 'pipelines',
  title: 'No release is under way on the word of somebody who may not approve it',
  severity: 'critical',
  standards: ['ATT&CK T1195.002', 'ATLAS AML.T0010'],
  triggers: [
    cloudtrail('codepipeline', { PutApprovalResult: { type: PIPELINE, id: 'pipelineName' } }),
    stateChange('CodePipeline Stage Execution State Change', TYPE, { name: ['pipeline', 'execution-id'] }, 'codepipeline'),
  ],
  kind: pipelineExecution,
  calls: ['StopPipelineExecution', 'StopDeployment'],
  settings,
  flaw(state, { settings }) {
    const { running, through, released, deploying } = state;
    const wrong = faults(state, settings);
    const out = through || released.some((approval) => wrong.has(approval));
    if (!running && !out && Object.keys(deploying).length === 0) return undefined;
    return wrong.size > 0 ? { says: [...wrong.values()].join('; '), contained: false } : undefined;
  },
  repair({ running, through, deploying }, resource) {
    if (running) {
      return {
        do: 'step',
        // Not abandoned: what is half done is finished, or stopped in the next step in its own way.
        call: { api: 'StopPipelineExecution', input: { ...ofPipeline(resource), abandon: false, reason: REASON } },
        effect: 'disruptive',
        expect: { running: false },
        loses: 'nothing that another run would not bring: start it again, and have somebody approve it who may',
      };
    }
    const [deploymentId] = Object.keys(deploying).sort();
    if (deploymentId === undefined) {
      const how = through ? 'it has run through' : 'it was stopped too late';
      return { do: 'tell', why: `${how}: what it deployed is out, and only a person can take it back` };
    }
    return {
      do: 'step',
      call: { api: 'StopDeployment', input: { deploymentId, autoRollbackEnabled: true } },
      effect: 'disruptive',
      expect: { deploying: { [deploymentId]: null } },
      loses: `the deployment ${deploymentId}: what was there before is deployed again`,
    };
  },
};
