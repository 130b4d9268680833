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
import { parseArn, placeOf } from './arn.ts';
import { home } from './home.ts';
import { type PolicyDocument, readResourcePolicy } from './policy-document.ts';
import { given, orMissing, paged } from './reading.ts';
import { every, nameOf, sagemaker, tags } from './sagemaker.ts';
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
const listed = (region: string, contains?: string) =>
  paged(
    (NextToken) =>
      reader(SageMakerClient, { region }).send(
        new ListModelPackageGroupsCommand({ NextToken, MaxResults: 100, ...(contains && { NameContains: contains }) }),
      ),
    (page) => page.ModelPackageGroupSummaryList,
    (page) => page.NextToken,
  );
async function* names(region: string, contains?: string) {
  for await (const one of listed(region, contains)) yield given(one.ModelPackageGroupName, 'ModelPackageGroupName');
}

export const modelPackageGroup: Kind<ModelPackageGroupState, ModelPackageGroupTable> = {
  types: [TYPE],
  api,
  reads: ['sagemaker:DescribeModelPackageGroup', 'sagemaker:GetModelPackageGroupPolicy', 'sagemaker:ListModelPackageGroups'],
  arns: [every(NOUN)],
  lag: 20,
  async locate(ref) {
    return [sagemaker(TYPE, NOUN, placeOf(ref), await nameOf(ref, names))];
  },
  async *list() {
    for await (const { ModelPackageGroupArn, ModelPackageGroupName } of listed(home().region)) {
      yield sagemaker(
        TYPE,
        NOUN,
        parseArn(given(ModelPackageGroupArn, 'ModelPackageGroupArn')),
        given(ModelPackageGroupName, 'ModelPackageGroupName'),
      );
    }
  },
  async inspect(r) {
    const named = { ModelPackageGroupName: r.name };
    const sage = reader(SageMakerClient, r);
    const is = await orMissing(sage.send(new DescribeModelPackageGroupCommand(named)));
    if (!is) return undefined;
    const text = (await orMissing(sage.send(new GetModelPackageGroupPolicyCommand(named))))?.ResourcePolicy;
    const state: ModelPackageGroupState = {
      account: r.account,
      status: given(is.ModelPackageGroupStatus, 'ModelPackageGroupStatus'),
      ...(text !== undefined && { policy: readResourcePolicy(text, r.arn) }),
    };
    return { born: given(is.CreationTime, 'CreationTime').toISOString(), state, linked: ['sagemaker'] };
  },
  tags,
  tagRights: { reads: ['sagemaker:ListTags'], arns: [every(NOUN)] },
  busy: ({ status }) => settling('the model package group', status, PASSING, LASTING),
};
