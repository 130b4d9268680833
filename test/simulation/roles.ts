/** Roles as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const DAY = 86_400_000;

const TYPE = 'AWS::IAM::Role';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const IAM_ALL = 'arn:aws:iam::aws:policy/IAMFullAccess';
const S3_ALL = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
const allow = (Action: string, more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const trust = (service: string) =>
  document({ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' });
const HOME = 'arn:aws:iam::111122223333';
const admit = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
/** Whom else a trust policy lets in. */
const ADMITS: Readonly<Record<string, readonly object[]>> = {
  'nobody else': [],
  'two roles of its account': [admit({ AWS: [`${HOME}:role/a`, `${HOME}:role/b`] })],
  everybody: [admit('*')],
  'another account': [admit({ AWS: [`${HOME}:role/z`, `${HOME}:role/a`, 'arn:aws:iam::444455556666:root'] })],
  'another account under a condition': [
    admit({ AWS: 'arn:aws:iam::444455556666:root' }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
  ],
  'any subject of a provider': [admit({ Federated: `${HOME}:oidc-provider/ci.example.com` }, { Action: 'sts:AssumeRoleWithWebIdentity' })],
  'somebody deleted, and everybody': [admit({ AWS: ['AIDAEXAMPLEDELETED001', '*'] })],
};
/** What mlwarden puts in the place of those. */
const STAND_INS = ['ReadOnlyAccess', 'AmazonS3FullAccess'].map((name) => `mlwarden-data-scope.aws.${name}`);
const INLINE = {
  wide: document(allow('*')),
  mixed: document(allow('iam:*'), { ...allow('s3:GetObject'), Resource: 'arn:aws:s3:::data/*' }),
  buckets: document({ Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: '*' }),
  conditional: document(allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
};

export function drawRole(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `ml-${['alpha', 'beta', 'gamma'][i]}`],
    [2, 'break-glass-1'],
    [1, 'mlwarden-x'],
    [1, 'cdk-hnb-deploy'],
  ]);
  const RoleName = name;
  const RoleId = `AROA${String(i).repeat(8)}${'EXAMPLEID'}`;
  const attached = [ADMIN, IAM_ALL, 'arn:aws:iam::aws:policy/ReadOnlyAccess', S3_ALL].filter((_, n) =>
    draw.chance([0.55, 0.3, 0.2, 0.3][n] ?? 0),
  );
  const inline = Object.fromEntries(Object.entries(INLINE).filter(() => draw.chance(0.25)));
  const service = draw.often([
    [5, 'sagemaker'],
    [1, 'ec2'],
  ] as const);
  const admits = draw.often(Object.keys(ADMITS).map((whom, n) => [n === 0 ? 8 : 1, whom] as const));
  const only = draw.chance(0.1);
  const admitting = (whom: string) =>
    document(...(only && whom !== 'nobody else' ? [] : trust(service).Statement), ...(ADMITS[whom] ?? []));
  const stolen = draw.chance(0.25);
  const found = { Id: `f${i}`, AccountId: '111122223333', Type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS' };
  const finding = {
    ...found,
    Severity: 8,
    Resource: { ResourceType: 'AccessKey', AccessKeyDetails: { PrincipalId: `${RoleId}:s`, UserName: name, UserType: 'AssumedRole' } },
    Service: { EventLastSeen: '2026-11-02T09:00:00.000Z', Archived: false },
  };
  const says = `a role ${name} of ${service} with ${[...attached.map((a) => a.split('/').at(-1)), ...Object.keys(inline)].join(', ') || 'nothing'}, taken by ${admits}${stolen ? ', its credentials stolen' : ''}`;
  // What ran as it says what it needs of S3; where nothing did, nothing is known.
  const RoleArn = `${HOME}:role/${name}`;
  const ran = draw.chance(0.4) ? [{ TrainingJobName: `learns-${i}`, RoleArn, age: 2 * DAY }] : [];
  const there = {
    roles: [{ RoleName, RoleId, age: 300 * DAY, trust: admitting(admits), attached, inline }],
    trainingJobs: ran,
    ...(stolen && { findings: [finding] }),
  };
  const attach = call('iam:AttachRolePolicy', { RoleName, PolicyArn: ADMIN }, 0);
  const put = (PolicyName: keyof typeof INLINE) =>
    call('iam:PutRolePolicy', { RoleName, PolicyName, PolicyDocument: JSON.stringify(INLINE[PolicyName]) }, 0);
  const trusts = (to: string) => call('iam:UpdateAssumeRolePolicy', { RoleName, PolicyDocument: JSON.stringify(trust(to)) }, 0);
  const widens = (whom: string) => call('iam:UpdateAssumeRolePolicy', { RoleName, PolicyDocument: JSON.stringify(admitting(whom)) }, 0);
  const detachAll = [
    ...[ADMIN, IAM_ALL, 'arn:aws:iam::aws:policy/ReadOnlyAccess', S3_ALL].map((PolicyArn) =>
      call('iam:DetachRolePolicy', { RoleName, PolicyArn }, 0),
    ),
    ...[...Object.keys(INLINE), 'mlwarden-revoke-older-sessions', ...STAND_INS].map((PolicyName) =>
      call('iam:DeleteRolePolicy', { RoleName, PolicyName }, 0),
    ),
  ];
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody attaches AdministratorAccess to ${name}`, acts: [attach] }),
    () => ({
      says: `Terraform attaches AdministratorAccess to ${name}, every few minutes`,
      acts: [attach],
      every: draw.of([3, 5, 8]) * MINUTE,
      times: 5,
    }),
    () => ({ says: `somebody writes a wide inline policy on ${name}`, acts: [put(draw.of(['wide', 'mixed'] as const))] }),
    () => ({ says: `somebody lets ${name} read every bucket`, acts: [put('buckets')] }),
    () => ({ says: `${name} is given to EC2 and so leaves the scope`, acts: [trusts('ec2')] }),
    () => ({ says: `${name} is given to SageMaker`, acts: [trusts('sagemaker')] }),
    () => ({ says: `somebody lets everybody take ${name}`, acts: [widens('everybody')] }),
    () => ({
      says: `Terraform lets another account take ${name}, every few minutes`,
      acts: [widens('another account')],
      every: draw.of([4, 6]) * MINUTE,
      times: 4,
    }),
    () => ({ says: `somebody lets any subject of a provider take ${name}`, acts: [widens('any subject of a provider')] }),
    () => ({
      says: `somebody deletes ${name} and creates it again`,
      acts: [
        ...detachAll,
        call('iam:DeleteRole', { RoleName }, 0),
        call('iam:CreateRole', { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust('sagemaker')) }, 0),
        attach,
      ],
    }),
    () => ({
      says: `GuardDuty finds the credentials of ${name} stolen`,
      acts: [{ finding: { ...finding, Service: { ...finding.Service, EventLastSeen: '2026-11-02T09:20:00.000Z' } } }],
    }),
    () => ({ says: `Config reports ${name}`, acts: [ruleEvent(TYPE, RoleId, 'iam-policy-blacklisted-check')] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
