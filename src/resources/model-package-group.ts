/** AWS::SageMaker::ModelPackageGroup: the versions of one model, and who may come at them. */
import {
  DeleteModelPackageGroupPolicyCommand,
  DescribeModelPackageGroupCommand,
  GetModelPackageGroupPolicyCommand,
  ListModelPackageGroupsCommand,
  PutModelPackageGroupPolicyCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { type PolicyDocument, readResourcePolicy } from './policy-document.ts';
import { given, orMissing } from './reading.ts';
import { every, listing, named } from './sagemaker.ts';
import { settling } from './status.ts';

const TYPE = 'AWS::SageMaker::ModelPackageGroup';
const NOUN = 'model-package-group';

/** `account`: whose group it is. `policy` is missing where there is none. */
export type ModelPackageGroupState = { readonly account: string; readonly status: string; readonly policy?: PolicyDocument };

const client = (r: Resource) => writer(SageMakerClient, r);
const api = {
  PutModelPackageGroupPolicy: { client, command: PutModelPackageGroupPolicyCommand, iam: ['sagemaker:PutModelPackageGroupPolicy'] },
  DeleteModelPackageGroupPolicy: {
    client,
    command: DeleteModelPackageGroupPolicyCommand,
    iam: ['sagemaker:DeleteModelPackageGroupPolicy'],
  },
} satisfies Table;
export type ModelPackageGroupTable = typeof api;

const PASSING = ['Pending', 'InProgress', 'Deleting'];
const LASTING = ['Completed', 'Failed', 'DeleteFailed'];

/** Groups of other accounts that were shared with this one are listed only where they are asked for. */
const listed = listing(
  (client, asked) => client.send(new ListModelPackageGroupsCommand(asked)),
  (page) => page.ModelPackageGroupSummaryList?.map((one) => ({ name: one.ModelPackageGroupName, arn: one.ModelPackageGroupArn })),
);

export const modelPackageGroup: Kind<ModelPackageGroupState, ModelPackageGroupTable> = {
  types: [TYPE],
  api,
  reads: ['sagemaker:DescribeModelPackageGroup', 'sagemaker:GetModelPackageGroupPolicy', 'sagemaker:ListModelPackageGroups'],
  arns: [every(NOUN)],
  lag: 20,
  ...named(TYPE, NOUN, listed),
  async inspect(r) {
    const group = { ModelPackageGroupName: r.name };
    const sage = reader(SageMakerClient, r);
    const is = await orMissing(sage.send(new DescribeModelPackageGroupCommand(group)));
    if (!is) return undefined;
    const text = (await orMissing(sage.send(new GetModelPackageGroupPolicyCommand(group))))?.ResourcePolicy;
    const state: ModelPackageGroupState = {
      account: r.account,
      status: given(is.ModelPackageGroupStatus, 'ModelPackageGroupStatus'),
      ...(text !== undefined && { policy: readResourcePolicy(text, r.arn) }),
    };
    return { born: given(is.CreationTime, 'CreationTime').toISOString(), state, linked: ['sagemaker'] };
  },
  busy: ({ status }) => settling('the model package group', status, PASSING, LASTING),
};
