/** A version of a model in its group, as SageMaker describes it, and how it is found. What is in no group is never approved. */
import { createHash } from 'node:crypto';
import {
  DescribeModelPackageCommand,
  type DescribeModelPackageOutput,
  ListModelPackagesCommand,
  SageMakerClient,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Ref, Resource, Table, Wait } from '../engine/remediation.ts';
import { isArn, parseArn, placeOf } from './arn.ts';
import { home } from './home.ts';
import { given, orMissing } from './reading.ts';
import { every, listing, sagemaker, tags } from './sagemaker.ts';
import { settling } from './status.ts';

const TYPE = 'AWS::SageMaker::ModelPackage';
const NOUN = 'model-package';
const GROUP = 'model-package-group';

/**
 * `status`: of the package itself. `approval`: its ModelApprovalStatus, `description` what was said with it. `specification`: the digest of what
 * is deployed of it. `at`: when it was last modified, ISO 8601, `modifiedBy` by whom, and `createdBy` by whom it was made, as SageMaker says.
 */
export type Said = {
  readonly status: string;
  readonly approval: string;
  readonly description?: string;
  readonly specification: string;
  readonly at: string;
  readonly createdBy?: string;
  readonly modifiedBy?: string;
};

export const api = {
  UpdateModelPackage: {
    client: (r: Resource) => writer(SageMakerClient, r),
    command: UpdateModelPackageCommand,
    iam: ['sagemaker:UpdateModelPackage'],
  },
} satisfies Table;

const PASSING = ['Pending', 'InProgress', 'Deleting'];
const LASTING = ['Completed', 'Failed'];

/** A version is named by its group and its number, and SageMaker takes its ARN for a name. */
const VERSION = /^[^/]+\/\d+$/;

/** What is not approved needs no look by the sweep. */
const approved = listing(
  (client, asked) =>
    client.send(new ListModelPackagesCommand({ ...asked, ModelPackageType: 'Versioned', ModelApprovalStatus: 'Approved' })),
  (page) => page.ModelPackageSummaryList?.map((one) => ({ name: one.ModelPackageName, arn: one.ModelPackageArn })),
);

/** Without the words of its model card, which may be encrypted with a key of the customer's (SageMaker API, DescribeModelPackage). */
export const described = (r: Resource) =>
  orMissing(reader(SageMakerClient, r).send(new DescribeModelPackageCommand({ ModelPackageName: r.arn, IncludedData: 'MetadataOnly' })));

/** The same text in whatever order AWS tells the fields, and of half a character, too. */
const ordered = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted()) : value;
const digestOf = (is: DescribeModelPackageOutput): string =>
  createHash('sha256')
    .update(JSON.stringify([is.InferenceSpecification, is.AdditionalInferenceSpecifications, is.SourceUri], ordered))
    .digest('hex');

/** What its description says of it. `born`: when it was created, ISO 8601. */
export function saidOf(is: DescribeModelPackageOutput): Said & { readonly born: string } {
  const created = given(is.CreationTime, 'CreationTime');
  const [createdBy, modifiedBy] = [is.CreatedBy, is.LastModifiedBy].map((who) => who?.IamIdentity?.Arn);
  return {
    born: created.toISOString(),
    status: given(is.ModelPackageStatus, 'ModelPackageStatus'),
    approval: given(is.ModelApprovalStatus, 'ModelApprovalStatus'),
    specification: digestOf(is),
    at: (is.LastModifiedTime ?? created).toISOString(),
    ...(is.ApprovalDescription && { description: is.ApprovalDescription }),
    ...(createdBy && { createdBy }),
    ...(modifiedBy && { modifiedBy }),
  };
}

/** What is the same in all of its kinds. */
export const version = {
  types: [TYPE] as const,
  arns: [every(NOUN)],
  lag: 20,
  async locate(ref: Ref): Promise<readonly Resource[]> {
    const name = (isArn(ref.id) ? parseArn(ref.id).id : ref.id).toLowerCase();
    return VERSION.test(name) ? [sagemaker(TYPE, NOUN, placeOf(ref), name)] : [];
  },
  async *list(): AsyncGenerator<Resource> {
    for await (const { arn } of approved(home().region)) {
      const at = parseArn(given(arn, 'ModelPackageArn'));
      yield sagemaker(TYPE, NOUN, at, at.id);
    }
  },
  /** A version has no tags: those of its group are its own. */
  async tags(r: Resource) {
    const at = parseArn(r.arn);
    return await tags(sagemaker(TYPE, GROUP, at, at.id.slice(0, at.id.indexOf('/'))));
  },
  tagRights: { reads: ['sagemaker:ListTags'], arns: [every(GROUP)] },
  busy: ({ status }: Pick<Said, 'status'>): Wait | undefined => settling('the model package', status, PASSING, LASTING),
};
