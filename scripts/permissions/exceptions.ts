/** What nothing that is played uses and is granted all the same, each with its reason. */
import type { Grant } from './granted.ts';

export interface Exception {
  /** Without `mlwarden-`; default every role. */
  readonly roles?: readonly string[];
  readonly actions: readonly string[];
  /** The one pattern of ARNs that is meant; default all. */
  readonly on?: string;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    reason: "Lambda's event source mapping does it in the function's name; the model has that inside.",
  },
  {
    roles: ['tell'],
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams', 'sqs:SendMessage'],
    reason: "Lambda's event source mapping reads the ledger's stream and gives up what cannot be told, in the function's name.",
  },
  { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], reason: "Lambda writes the function's log in its name." },
  { roles: ['global'], actions: ['events:PutEvents'], reason: 'EventBridge forwards in the name of this role, from us-east-1.' },
  {
    roles: ['sweep-identity', 'sweep-pipelines'],
    actions: ['codedeploy:BatchGetDeploymentGroups', 'config:BatchGetResourceConfig'],
    reason: 'Reads of a kind are granted together. These lead from an event to its resource, and the sweep has no events.',
  },
  ...['arn:aws:iam::111122223333:policy/*', 'arn:aws:iam::aws:policy/*'].map((on) => ({
    roles: ['role-data-scope', 'sweep-identity'],
    actions: ['iam:GenerateServiceLastAccessedDetails'],
    on,
    reason: 'All reads of policies and roles go by one list of ARNs. A report is made of roles.',
  })),
  {
    roles: ['sweep-registry'],
    actions: ['sagemaker:BatchDescribeModelPackage'],
    reason: 'It leads from an event of an object to the versions that are made of it, and the sweep has no events.',
  },
  {
    roles: ['role-admin-policy', 'role-data-scope', 'role-trust', 'sweep-identity'],
    actions: ['iam:ListEntitiesForPolicy'],
    on: 'arn:aws:iam::aws:policy/*',
    reason:
      'All reads of policies go by one list of ARNs. Policies of AWS are read where they are attached; nobody is led from one of them to its roles, because an ARN without the account counts as foreign.',
  },
];

const meant = (e: Exception, grant: Grant): boolean =>
  (e.roles?.includes(grant.role.replace('mlwarden-', '')) ?? true) &&
  e.actions.includes(grant.action) &&
  (e.on ?? grant.resource) === grant.resource;
export const excepted = (grant: Grant): Exception | undefined => EXCEPTIONS.find((e) => meant(e, grant));
