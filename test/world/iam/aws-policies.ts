/** A few of AWS's own managed policies, cut to what their breadth rests on. */
import { rule } from '../habitat.ts';

rule(
  'iam.aws-policy-texts',
  'documented',
  'AWS managed policies, some abridged: the statements kept are as published',
  'AWS managed policy reference',
);

const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

export const awsPolicies: { readonly [arn: string]: object } = {
  'arn:aws:iam::aws:policy/AdministratorAccess': policy(allow('*')),
  'arn:aws:iam::aws:policy/IAMFullAccess': policy(allow(['iam:*', 'organizations:DescribeAccount', 'organizations:ListPolicies'])),
  'arn:aws:iam::aws:policy/PowerUserAccess': policy(
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    allow(['iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles']),
  ),
  'arn:aws:iam::aws:policy/ReadOnlyAccess': policy(
    allow(['iam:Get*', 'iam:List*', 's3:Get*', 's3:List*', 'sagemaker:Describe*', 'sagemaker:List*']),
  ),
  'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3': policy({
    Effect: 'Deny',
    Action: ['iam:AttachUserPolicy', 'iam:CreateAccessKey', 'iam:CreateUser', 'iam:PassRole', 'iam:UpdateAccessKey'],
    Resource: ['*'],
  }),
  'arn:aws:iam::aws:policy/AmazonS3FullAccess': policy(allow(['s3:*', 's3-object-lambda:*'])),
  'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess': policy(
    {
      Effect: 'Allow',
      Action: ['sagemaker:*'],
      NotResource: ['arn:aws:sagemaker:*:*:domain/*', 'arn:aws:sagemaker:*:*:user-profile/*', 'arn:aws:sagemaker:*:*:app/*'],
    },
    allow(['ecr:BatchGetImage', 'logs:CreateLogStream', 'logs:PutLogEvents', 's3:ListAllMyBuckets']),
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      ['arn:aws:s3:::*SageMaker*', 'arn:aws:s3:::*Sagemaker*', 'arn:aws:s3:::*sagemaker*'],
    ),
    allow(['s3:GetObject'], ['arn:aws:s3:::*'], { Condition: { StringEqualsIgnoreCase: { 's3:ExistingObjectTag/SageMaker': 'true' } } }),
    allow('iam:PassRole', 'arn:aws:iam::*:role/*AmazonSageMaker*', {
      Condition: { StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } },
    }),
  ),
};
