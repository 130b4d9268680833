import * as z from 'zod/mini';
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

/**
 * All sessions of a role are one person, because whoever takes the role chooses the session's name; but not those of Identity Center, which
 * names them after its users (IAM guide, "IAM identifiers"; Identity Center guide, "Referencing permission sets").
 */
const person = (arn: string): string =>
  arn.includes(':assumed-role/AWSReservedSSO_') ? arn : arn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');

function faults({ approvals, startedBy }: ExecutionState, { approvers, starter }: Settings): readonly string[] {
  return Object.entries(approvals).flatMap(([where, by]) => {
    if (!starter && startedBy && person(startedBy) === person(by)) return [`${where} was approved by ${by}, who had started it`];
    return approvers.length === 0 || approvers.some((glob) => fits(glob, by)) ? [] : [`${where} was approved by ${by}, who may not`];
  });
}

/** A release that passed on an approval that does not count is stopped, and what it is deploying is rolled back. */
export const remediation: Remediation<ExecutionState, ExecutionTable, 'StopPipelineExecution' | 'StopDeployment', Settings> = {
  id: 'pipeline-approver',
  family: 'pipelines',
  title: 'No release is under way on the word of somebody who may not approve it',
  severity: 'critical',
  standards: [],
  triggers: [
    cloudtrail('codepipeline', { PutApprovalResult: { type: PIPELINE, id: 'pipelineName' } }),
    stateChange('CodePipeline Stage Execution State Change', TYPE, { name: ['pipeline', 'execution-id'] }, 'codepipeline'),
  ],
  kind: pipelineExecution,
  calls: ['StopPipelineExecution', 'StopDeployment'],
  settings,
  flaw(state, { settings }) {
    const { running, through, deploying } = state;
    if (!running && !through && Object.keys(deploying).length === 0) return undefined;
    const says = faults(state, settings);
    return says.length > 0 ? { says: says.join('; '), contained: false } : undefined;
  },
  repair({ running, through, deploying }, resource) {
    if (through) return { do: 'tell', why: 'it has run through: what it deployed is out, and only a person can take it back' };
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
    const [deploymentId = ''] = Object.keys(deploying).sort();
    return {
      do: 'step',
      call: { api: 'StopDeployment', input: { deploymentId, autoRollbackEnabled: true } },
      effect: 'disruptive',
      expect: { deploying: { [deploymentId]: null } },
      loses: `the deployment ${deploymentId}: what was there before is deployed again`,
    };
  },
};
