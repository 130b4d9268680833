/** AWS::SageMaker::ModelPackage: one version of a model in a group, and whether it may be deployed. */
import type { Kind } from '../engine/remediation.ts';
import { type History, historyOf } from './model-history.ts';
import { api, described, type Said, saidOf, version } from './model-version.ts';

/** `history`: read of what is approved and can be deployed; missing where it has not been modified for longer than CloudTrail remembers. */
export type ModelPackageState = Said & { readonly history?: History };
export type ModelPackageTable = typeof api;

export const modelPackage: Kind<ModelPackageState, ModelPackageTable> = {
  ...version,
  api,
  reads: ['sagemaker:DescribeModelPackage', 'cloudtrail:LookupEvents'],
  lists: ['sagemaker:ListModelPackages'],
  async inspect(r) {
    const is = await described(r);
    if (!is) return undefined;
    const { born, ...state } = saidOf(is);
    const judged = state.approval === 'Approved' && state.status !== 'Failed';
    const times = { born: Date.parse(born), at: Date.parse(state.at), by: state.modifiedBy };
    const history = judged ? await historyOf(r, times, Date.now()) : undefined;
    return { born, state: { ...state, ...(history && { history }) }, linked: ['sagemaker'] };
  },
};
