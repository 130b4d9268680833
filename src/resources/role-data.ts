/** AWS::IAM::Role with what it is known to need of S3. A kind of its own: who judges policies need not read what runs. */
import type { Kind, Seen } from '../engine/remediation.ts';
import { DAYS, type DataUse, dataUse, MOST } from './data-use.ts';
import type { RoleState, RoleTable } from './role.ts';
import { roleByPolicy } from './role-by-policy.ts';
import { getRole } from './role-reads.ts';
import { type S3Calls, s3Calls } from './s3-calls.ts';
import { opening } from './s3-grant.ts';
import { every } from './sagemaker.ts';

/**
 * `use`: where a policy opens every bucket to what ML services may take. `young`: made within the days for which jobs count, so that not to have used S3 yet says little. `s3`: missing as long as IAM makes its
 * report. The rest of the state is a role's as its own kind sees it, because all kinds of it must be able to settle each other's changes.
 */
export type RoleDataState = RoleState & {
  readonly use?: DataUse & { readonly partition: string; readonly young: boolean; readonly s3?: S3Calls };
};

/** Only then it is asked what it needs. What no ML service may take runs nothing there. */
const isOpen = ({ state: { attached, inline }, linked = [] }: Seen<RoleState>): boolean =>
  linked.length > 0 && [...Object.values(attached), ...Object.values(inline)].some((document) => opening(document)?.free);

function told({ ran, lost, cut }: DataUse): readonly string[] {
  const sorts = Object.entries(ran).map(([what, times]) => `${what}: ${times}`);
  return [
    `looked at, in this Region: all models and endpoint configurations, and the jobs of ${DAYS} days; with this role, ${sorts.join(', ') || 'none'}`,
    ...(cut.length > 0 ? [`not looked at: all but the newest ${MOST}, or those that there was time for, of the ${cut.join(', ')}`] : []),
    ...(lost.length > 0 ? [`may have run with this role, their models are gone: ${lost.slice(0, 5).join(', ')}`] : []),
    'what the code in a job, a notebook or a build reads and writes besides, nothing says',
  ];
}

const NOUNS = ['model', 'endpoint-config', 'training-job', 'processing-job', 'transform-job', 'automl-job'];

export const roleData: Kind<RoleDataState, RoleTable> = {
  ...roleByPolicy,
  reads: [
    ...roleByPolicy.reads,
    ...['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
    ...['sagemaker:DescribeAutoMLJobV2', 'sagemaker:DescribeEndpointConfig', 'sagemaker:DescribeModel'],
    ...['sagemaker:DescribeProcessingJob', 'sagemaker:DescribeTrainingJob', 'sagemaker:DescribeTransformJob'],
    ...['sagemaker:ListAutoMLJobs', 'sagemaker:ListEndpointConfigs', 'sagemaker:ListModels'],
    ...['sagemaker:ListProcessingJobs', 'sagemaker:ListTrainingJobs', 'sagemaker:ListTransformJobs'],
  ],
  arns: [...roleByPolicy.arns, ...NOUNS.map(every)],
  async inspect(r) {
    const seen = await roleByPolicy.inspect(r);
    if (!seen || !isOpen(seen)) return seen;
    const now = Date.now();
    const [is, s3, use] = await Promise.all([getRole(r.name), s3Calls(r.arn), dataUse(r, now)]);
    const young = now - (is?.CreateDate?.getTime() ?? now) < DAYS * 86_400_000;
    const [, partition = 'aws'] = r.arn.split(':');
    const state = { ...seen.state, use: { ...use, partition, young, ...(s3 && { s3 }) } };
    return { ...seen, state, depends: [...told(use), ...(seen.depends ?? [])] };
  },
};
