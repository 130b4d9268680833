/** Versions of models in their groups, and whether they are approved. */
import type {
  BatchDescribeModelPackageInput,
  CreateModelPackageInput,
  DescribeModelPackageInput,
  ListModelPackagesInput,
  UpdateModelPackageInput,
} from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import { sessionOf } from '../cloudtrail.ts';
import type { Caller, Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { shelf } from '../stale.ts';
import { type GivenModelPackage, type Kept, updated, withPast } from './model-package-past.ts';
import { arnOf, invalid, nameFrom, page } from './requests.ts';

rule('model-package.arn', 'documented', 'a version is described and updated by its ARN, model-package/<group>/<number>', 'SageMaker API');
rule(
  'model-package.texts',
  'observed',
  '"Cannot find Model Package: …", a ValidationException',
  'aws-cloudformation/aws-cloudformation-resource-providers-sagemaker',
);
rule('model-package.status', 'assumed', 'a version is Completed as soon as it is created', 'no durations are documented');
rule(
  'model-package.born-pending',
  'assumed',
  'a version that is created without an approval status waits for one: PendingManualApproval',
  'SageMaker guide, "Update the approval status of a model", says so of the console',
);
rule(
  'model-package.batch',
  'documented',
  'up to 100 versions are described at once, by their ARNs, without their additional specifications; what fails stands in a map of its own',
  'SageMaker API, BatchDescribeModelPackage; that the maps are by ARN, and how an error reads, is assumed',
);
rule(
  'model-package.modified',
  'assumed',
  'every update moves LastModifiedTime and LastModifiedBy, and every status may follow every other; both name the session of a role',
  'SageMaker API, DescribeModelPackage and UserContext, say what they are, not when they move',
);

export interface ModelPackages extends Operations {
  readonly shelf: Shelf<Kept>;
  /** Furnishes a version with its past. */
  place(given: GivenModelPackage): void;
}

export function modelPackages(habitat: Habitat): ModelPackages {
  const kept = shelf<Kept>(habitat, 20);
  return {
    shelf: kept,
    place(given) {
      const is = withPast(habitat, given);
      kept.place(is.ModelPackageArn, is);
    },
    reads: reads(kept),
    writes: writes(habitat, kept),
  };
}

const whoever = (arn: string | undefined) => (arn === undefined ? {} : { IamIdentity: { Arn: sessionOf(arn) } });
const named = (is: Kept | undefined, asked: string | undefined): Kept => {
  if (!is) throw invalid(`Cannot find Model Package: ${asked}`);
  return is;
};

const reads = (kept: Shelf<Kept>): Operations['reads'] => ({
  DescribeModelPackage({ ModelPackageName = '' }: DescribeModelPackageInput) {
    const { createdBy, modifiedBy, ...is } = named(kept.read(ModelPackageName), ModelPackageName);
    const by = { CreatedBy: whoever(createdBy), LastModifiedBy: whoever(modifiedBy) };
    return { ...is, ...by, ModelPackageName: is.ModelPackageGroupName, ModelPackageStatusDetails: { ValidationStatuses: [] } };
  },
  BatchDescribeModelPackage({ ModelPackageArnList = [] }: BatchDescribeModelPackageInput) {
    if (ModelPackageArnList.length > 100) throw invalid('1 validation error: at most 100 ARNs');
    const told = ModelPackageArnList.map((arn) => [arn, kept.read(arn)] as const);
    return {
      ModelPackageSummaries: Object.fromEntries(
        told.flatMap(([arn, is]) => (is ? [[arn, { ...summary(is), InferenceSpecification: is.InferenceSpecification }]] : [])),
      ),
      BatchDescribeModelPackageErrorMap: Object.fromEntries(
        told.flatMap(([arn, is]) =>
          is ? [] : [[arn, { ErrorCode: 'ValidationException', ErrorResponse: `Cannot find Model Package: ${arn}` }]],
        ),
      ),
    };
  },
  ListModelPackages({ ModelApprovalStatus, ModelPackageGroupName: group, ModelPackageType, ...asked }: ListModelPackagesInput) {
    if (ModelPackageType !== 'Versioned') throw new Error('the world has versions only');
    const { SortBy, SortOrder, ...input } = asked;
    if (SortBy === 'Name') throw new Error('the world sorts versions by their time only');
    const newer = SortOrder === 'Descending' ? -1 : 1;
    const all = kept
      .list()
      .filter((is) => group === undefined || is.ModelPackageGroupName === group)
      .filter((is) => ModelApprovalStatus === undefined || is.ModelApprovalStatus === ModelApprovalStatus)
      .toSorted((a, b) => (SortBy ? newer * (a.CreationTime.getTime() - b.CreationTime.getTime()) : 0));
    const { items, ...rest } = page(all, input, (is) => ({ name: is.ModelPackageGroupName }));
    return { ModelPackageSummaryList: items.map(summary), ...rest };
  },
});

function writes(habitat: Habitat, kept: Shelf<Kept>): Operations['writes'] {
  const now = () => new Date(habitat.clock.now());
  const put = (is: Kept, fields: readonly string[]) => {
    kept.put(is.ModelPackageArn, is);
    const { createdBy, modifiedBy, ...detail } = is;
    habitat.emit({
      source: 'aws.sagemaker',
      'detail-type': 'SageMaker Model Package State Change',
      resources: [is.ModelPackageArn],
      detail: { ...detail, UpdatedModelPackageFields: fields },
    });
    return { ModelPackageArn: is.ModelPackageArn };
  };
  return {
    CreateModelPackage(input: CreateModelPackageInput, { arn }: Caller) {
      const group = nameFrom(input.ModelPackageGroupName, 'modelPackageGroupName');
      const versions = kept.versions().flatMap(({ value }) => (value?.ModelPackageGroupName === group ? [value.ModelPackageVersion] : []));
      const ModelPackageVersion = Math.max(0, ...versions) + 1;
      const { ModelApprovalStatus = 'PendingManualApproval', InferenceSpecification } = input;
      const born = { ModelPackageGroupName: group, ModelPackageVersion, CreationTime: now(), createdBy: arn };
      const ModelPackageArn = arnOf(habitat, 'model-package', `${group}/${ModelPackageVersion}`);
      return put({ ...born, ModelPackageArn, ModelPackageStatus: 'Completed', ModelApprovalStatus, InferenceSpecification }, []);
    },
    UpdateModelPackage({ ModelPackageArn = '', ...asks }: UpdateModelPackageInput, { arn }: Caller) {
      return put(updated(named(kept.truth(ModelPackageArn), ModelPackageArn), asks, now(), arn), Object.keys(asks));
    },
    DeleteModelPackage({ ModelPackageName = '' }: DescribeModelPackageInput) {
      kept.put(named(kept.truth(ModelPackageName), ModelPackageName).ModelPackageArn, undefined);
      return {};
    },
  };
}

/** What a listing says of a version (SageMaker API, ModelPackageSummary). */
function summary(version: object): object {
  const members = /^(ModelPackage(Name|GroupName|Version|Arn|Description|Status)|CreationTime|ModelApprovalStatus)$/;
  return Object.fromEntries(Object.entries(version).filter(([name]) => members.test(name)));
}
