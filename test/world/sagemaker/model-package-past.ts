/** A version of a model as it is kept, and how it came to be so before a world began. */
import type { InferenceSpecification, ModelApprovalStatus, ModelPackageStatus, UpdateModelPackageInput } from '@aws-sdk/client-sagemaker';
import { recorded } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { arnOf } from './requests.ts';

export interface Kept {
  readonly ModelPackageGroupName: string;
  readonly ModelPackageVersion: number;
  readonly ModelPackageArn: string;
  readonly CreationTime: Date;
  readonly createdBy: string;
  readonly LastModifiedTime?: Date | undefined;
  readonly modifiedBy?: string | undefined;
  readonly ModelPackageStatus: ModelPackageStatus;
  readonly ModelApprovalStatus: ModelApprovalStatus;
  readonly ApprovalDescription?: string | undefined;
  readonly InferenceSpecification?: InferenceSpecification | undefined;
}
/** What was done to it before: `ago` milliseconds, by whom, and what was asked. CloudTrail knows of it unless it is `untold`. */
interface Past {
  readonly ago: number;
  readonly by: string;
  readonly asks: Partial<Omit<UpdateModelPackageInput, 'ModelPackageArn'>>;
  readonly untold?: boolean | undefined;
}
export interface GivenModelPackage {
  readonly ModelPackageGroupName: string;
  readonly ModelPackageVersion: number;
  readonly CreationTime: Date;
  readonly createdBy?: string | undefined;
  readonly ModelPackageStatus?: ModelPackageStatus | undefined;
  /** As it was created. */
  readonly ModelApprovalStatus?: ModelApprovalStatus | undefined;
  readonly InferenceSpecification?: InferenceSpecification | undefined;
  readonly updates?: readonly Past[] | undefined;
}
const OWNER = 'user/owner';
const SPECIFICATION: InferenceSpecification = {
  Containers: [{ Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/serve:1', ModelDataUrl: 's3://sagemaker-models/churn/model.tar.gz' }],
};

/** As it is now, when CloudTrail was told of its past. */
export function withPast(habitat: Habitat, { createdBy = OWNER, updates = [], ...given }: GivenModelPackage): Kept {
  const { ModelPackageStatus = 'Completed', ModelApprovalStatus = 'PendingManualApproval' } = given;
  const { InferenceSpecification = SPECIFICATION } = given;
  const full = (by: string) => (by.startsWith('arn:') ? by : `arn:aws:iam::${habitat.account}:${by}`);
  const ModelPackageArn = arnOf(habitat, 'model-package', `${given.ModelPackageGroupName}/${given.ModelPackageVersion}`);
  let is: Kept = {
    ...given,
    ...{ ModelPackageStatus, ModelApprovalStatus, InferenceSpecification },
    ...{ ModelPackageArn, createdBy: full(createdBy) },
  };
  const { ModelPackageGroupName } = is;
  const born = { ModelPackageGroupName, ModelApprovalStatus, InferenceSpecification };
  tell(habitat, 'CreateModelPackage', is.CreationTime, is.createdBy, born, ModelPackageArn);
  for (const { ago, by, asks, untold } of updates) {
    const at = new Date(habitat.clock.now() - ago);
    is = updated(is, asks, at, full(by));
    if (!untold) tell(habitat, 'UpdateModelPackage', at, full(by), { ModelPackageArn, ...asks }, ModelPackageArn);
  }
  return is;
}

function tell(habitat: Habitat, operation: string, at: Date, arn: string, input: object, ModelPackageArn: string): void {
  const told = { name: 'sagemaker', region: habitat.region, operation, input, caller: { arn }, output: { ModelPackageArn } };
  habitat.history?.push({ at: at.getTime(), detail: recorded(habitat, told, at) });
}

export const updated = (is: Kept, asks: Past['asks'], LastModifiedTime: Date, by: string): Kept => ({
  ...is,
  ...Object.fromEntries(Object.entries(asks).filter(([key]) => key in is || key === 'ApprovalDescription')),
  ...{ LastModifiedTime, modifiedBy: by },
});
