import * as z from 'zod/mini';
import { person, SESSION } from '../../engine/approval.ts';
import type { Ctx, Remediation } from '../../engine/remediation.ts';
import { type Act, LATE, ours } from '../../resources/call-history.ts';
import { callers, isAmong } from '../../resources/callers.ts';
import { type History, SETS_APPROVALS } from '../../resources/model-history.ts';
import { type ModelPackageState, type ModelPackageTable, modelPackage } from '../../resources/model-package.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::ModelPackage';
const REASON = 'Set back by mlwarden (model-approval): its approval does not count. The record says why.';

const settings = z.strictObject({
  /** Who may approve. Empty = everybody but who created the version. */
  approvers: callers,
  /** Whether who created a version may approve it, too. */
  self: z._default(z.boolean(), false),
});
type Settings = z.infer<typeof settings>;

/** Why what he did does not count, if it does not. */
function against(act: Pick<Act, 'by' | 'role'>, { createdBy }: ModelPackageState, { approvers, self }: Settings) {
  const { by, role } = act;
  // A federated session is issued by a user, who is the same person.
  if (!self && createdBy && (person(createdBy) === person(by) || createdBy === role)) return `${by}, who had created it`;
  return isAmong(approvers, act) ? undefined : `${by}, who may not approve`;
}

/** What CloudTrail knows of, and should not have been. */
function faults(state: ModelPackageState, { approval, changed }: History, settings: Settings): readonly string[] {
  const of = (did: string, act: Act): readonly string[] => {
    const wrong = against(act, state, settings);
    return wrong ? [`it was ${did} by ${wrong}`] : [];
  };
  return [...(approval ? of('approved', approval) : []), ...changed.flatMap((act) => of('changed after its approval', act))];
}

/** What has the end of what fits the glob: a role, wherever its path leads. */
const anyPath = (glob: string): string => (glob.includes(':iam:') ? glob.replace(/^.*(?=[*/])/, '*') : glob);

/** SageMaker names who modified it last: a session, whose role has some path, unless CloudTrail knows him from before. */
function mayHaveApproved(state: ModelPackageState, { role: known }: History, settings: Settings): boolean {
  const { modifiedBy: by } = state;
  if (by === undefined || ours(SETS_APPROVALS).test(by)) return false;
  if (known) return against({ by, role: known }, state, settings) === undefined;
  const [, , name] = SESSION.exec(by) ?? [];
  const approvers = settings.approvers.map(anyPath);
  return against({ by, ...(name && { role: `role/${name}` }) }, state, { ...settings, approvers }) === undefined;
}

interface Verdict {
  readonly do: 'step' | 'wait' | 'tell';
  readonly says: string;
}
function verdict(state: ModelPackageState, { now, settings }: Ctx<Settings>): Verdict | undefined {
  const { history, at } = state;
  if (!history) return undefined;
  const wrong = faults(state, history, settings);
  const early = !history.told && now.getTime() - Date.parse(at) < LATE;
  // Whoever only touches what he had approved wrongly does not gain time by it: somebody who may approve has to have been there since.
  if (early && (wrong.length === 0 || mayHaveApproved(state, history, settings)))
    return { do: 'wait', says: `it was modified at ${at}, and CloudTrail does not tell yet how` };
  if (wrong.length > 0) return { do: 'step', says: wrong.join('; ') };
  if (history.approval || history.reach === 'part') return undefined;
  return history.reach === 'cut'
    ? { do: 'tell', says: 'who approved it is not among the calls that CloudTrail lists first: there are too many to read' }
    : { do: 'step', says: 'CloudTrail knows of nobody who approved it' };
}

/** What is approved is deployed, by whatever listens for it. Approvals are given back by who may, so nothing is lost but time. */
export const remediation: Remediation<ModelPackageState, ModelPackageTable, 'UpdateModelPackage', Settings> = {
  id: 'model-approval',
  family: 'registry',
  title: 'The model version is approved by nobody but who may, and is as it was approved',
  severity: 'high',
  standards: ['ATLAS AML.T0010', 'ATT&CK T1195.002'],
  triggers: [
    cloudtrail('sagemaker', {
      CreateModelPackage: { type: TYPE, id: 'modelPackageArn', answer: 'modelPackageArn' },
      // Of a request that is too long CloudTrail keeps nothing.
      UpdateModelPackage: { type: TYPE, id: 'modelPackageArn', answer: 'modelPackageArn' },
    }),
    stateChange('SageMaker Model Package State Change', TYPE, { name: 'ModelPackageArn' }),
  ],
  kind: modelPackage,
  calls: ['UpdateModelPackage'],
  settings,
  flaw(state, ctx) {
    const found = verdict(state, ctx);
    return found && { says: found.says, contained: false };
  },
  repair(state, { arn: ModelPackageArn }, ctx) {
    const { do: next, says } = verdict(state, ctx) ?? { do: 'tell', says: 'nothing is wrong' };
    if (next === 'wait') return { do: 'wait', for: 'CloudTrail to tell who modified it', again: 120 };
    if (next === 'tell') return { do: 'tell', why: says };
    const set = (ModelApprovalStatus: 'Approved' | 'PendingManualApproval', ApprovalDescription: string) =>
      ({ api: 'UpdateModelPackage', input: { ModelPackageArn, ModelApprovalStatus, ApprovalDescription } }) as const;
    return {
      do: 'step',
      call: set('PendingManualApproval', REASON),
      effect: 'reversible',
      // Nothing else than what was approved is given back its approval by an undo.
      expect: { approval: 'PendingManualApproval', specification: state.specification },
      undo: set('Approved', state.description ?? ''),
    };
  },
};
