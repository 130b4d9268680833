/** AWS::SageMaker::NotebookInstance. */
import {
  DeleteNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { given, orMissing } from './reading.ts';
import { every, listing, named } from './sagemaker.ts';
import { settling } from './status.ts';

const TYPE = 'AWS::SageMaker::NotebookInstance';
const NOUN = 'notebook-instance';

/** `created` is ISO 8601, `volume` the ML storage volume's size in GB. Without `subnet` it is in no VPC of the customer's. */
export type NotebookState = {
  readonly status: string;
  readonly created: string;
  readonly rootAccess: string;
  readonly directInternetAccess: string;
  readonly subnet?: string;
  readonly kmsKeyId?: string;
  readonly volume?: number;
};

const client = (r: Resource) => writer(SageMakerClient, r);
const api = {
  StopNotebookInstance: { client, command: StopNotebookInstanceCommand, iam: ['sagemaker:StopNotebookInstance'] },
  StartNotebookInstance: { client, command: StartNotebookInstanceCommand, iam: ['sagemaker:StartNotebookInstance'] },
  UpdateNotebookInstance: { client, command: UpdateNotebookInstanceCommand, iam: ['sagemaker:UpdateNotebookInstance'] },
  DeleteNotebookInstance: { client, command: DeleteNotebookInstanceCommand, iam: ['sagemaker:DeleteNotebookInstance'] },
} satisfies Table;
export type NotebookTable = typeof api;

const listed = listing(
  (client, asked) => client.send(new ListNotebookInstancesCommand(asked)),
  (page) => page.NotebookInstances?.map((one) => ({ name: one.NotebookInstanceName, arn: one.NotebookInstanceArn })),
);

/** Statuses that pass by themselves. Stop works from InService only, delete from Stopped and Failed, update from Stopped. */
const PASSING = ['Pending', 'Updating', 'Stopping', 'Deleting', 'PendingMaintenance', 'InMaintenance'];
const LASTING = ['InService', 'Stopped', 'Failed'];

export const notebook: Kind<NotebookState, NotebookTable> = {
  types: [TYPE],
  api,
  reads: ['sagemaker:DescribeNotebookInstance', 'sagemaker:ListNotebookInstances'],
  arns: [every(NOUN)],
  lag: 20,
  ...named(TYPE, NOUN, listed),
  async inspect(r) {
    const is = await orMissing(reader(SageMakerClient, r).send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: r.name })));
    if (!is) return undefined;
    const created = given(is.CreationTime, 'CreationTime').toISOString();
    const state = {
      status: given(is.NotebookInstanceStatus, 'NotebookInstanceStatus'),
      created,
      rootAccess: given(is.RootAccess, 'RootAccess'),
      directInternetAccess: given(is.DirectInternetAccess, 'DirectInternetAccess'),
      ...(is.SubnetId && { subnet: is.SubnetId }),
      ...(is.KmsKeyId && { kmsKeyId: is.KmsKeyId }),
      ...(is.VolumeSizeInGB !== undefined && { volume: is.VolumeSizeInGB }),
    };
    return { born: created, state, linked: ['sagemaker'] };
  },
  busy: ({ status }) => settling('the notebook', status, PASSING, LASTING),
};
