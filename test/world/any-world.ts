/** Any world that can be furnished: things of every kind of the registry, in any state. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { drawing } from '../simulation/chance.ts';
import { drawThing, TYPES } from '../simulation/kinds.ts';
import { age, given, KEY, maybe, option, type Part } from './any.ts';
import { endpoint } from './any-endpoint.ts';
import { lifecycleConfig } from './any-lifecycle-config.ts';
import { modelPackage } from './any-model-package.ts';
import { type WorldFile, worldSchema } from './story/furnish.ts';

const AWS = 'arn:aws:iam::aws:policy';
const { constantFrom } = fc;

const NETWORKS = [
  { DirectInternetAccess: 'Disabled', SubnetId: 'subnet-1' },
  { DirectInternetAccess: 'Enabled', SubnetId: 'subnet-1' },
  { DirectInternetAccess: 'Enabled' },
];
const notebook = (n: number): fc.Arbitrary<Part> =>
  fc
    .record({
      NotebookInstanceStatus: constantFrom('InService', 'Stopped', 'Failed', 'Pending', 'Stopping', 'Updating', 'Deleting'),
      RootAccess: constantFrom('Enabled', 'Disabled'),
      KmsKeyId: maybe(fc.constant(KEY)),
      network: constantFrom(...NETWORKS),
      VolumeSizeInGB: fc.integer({ min: 5, max: 16_384 }),
      age,
    })
    .map(({ network, ...is }) => ({ notebooks: [{ ...given(is), ...network, NotebookInstanceName: `Nb-${n}` }] }));

const statement = fc
  .record({
    Effect: constantFrom('Allow', 'Allow', 'Deny'),
    Action: constantFrom<string | string[]>('*', 'iam:*', 's3:GetObject', ['s3:*', 'IAM:*'], '*:*'),
    Resource: constantFrom('*', 'arn:aws:s3:::data/*'),
    Condition: option(fc.constant({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), { nil: undefined, freq: 4 }),
  })
  .map(given);
const document = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement): Record<string, unknown> => ({ Version: '2012-10-17', Statement }));
const HOME = 'arn:aws:iam::111122223333';
const STRANGER = 'arn:aws:iam::444455556666:root';
const admitted = constantFrom<unknown>(
  ...[
    '*',
    { AWS: '*' },
    { AWS: STRANGER },
    { AWS: [`${HOME}:role/z`, `${HOME}:role/a`] },
    { AWS: [STRANGER, `${HOME}:role/z`, `${HOME}:role/a`] },
  ],
  ...[{ Service: ['sagemaker.amazonaws.com', 'codebuild.amazonaws.com'], AWS: [`${HOME}:root`, 'AIDAEXAMPLEDELETED001', '*'] }],
  ...[{ Federated: `${HOME}:oidc-provider/ci.example.com` }, { Service: 'ec2.amazonaws.com' }],
);
const tested = constantFrom(
  ...[{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { StringEquals: { 'aws:PrincipalAccount': '111122223333' } }],
  ...[{ StringEquals: { 'ci.example.com:aud': 'x' } }, { StringLike: { 'ci.example.com:sub': 'ml:*' } }],
);
const trust = fc
  .array(fc.record({ Effect: constantFrom('Allow', 'Allow', 'Deny'), Principal: admitted, Condition: maybe(tested) }), { maxLength: 2 })
  .map((all): Record<string, unknown> => {
    const ml = { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' };
    return { Version: '2012-10-17', Statement: [ml, ...all.map((s) => given({ ...s, Action: 'sts:AssumeRole' }))] };
  });
const role = (n: number): fc.Arbitrary<Part> =>
  fc
    .record({
      name: constantFrom('ml', 'ml', 'break-glass', 'mlwarden'),
      service: constantFrom('sagemaker', 'codebuild', 'ec2'),
      trust: maybe(trust),
      attached: fc.subarray(['AdministratorAccess', 'IAMFullAccess', 'ReadOnlyAccess']),
      own: maybe(document),
      inline: fc.dictionary(constantFrom('a', 'b', 'c'), document, { noNullPrototype: true }),
      stolen: maybe(fc.boolean()),
      age,
    })
    .map(({ name, attached, own, stolen, ...is }) => {
      const RoleName = `${name}-${n}`;
      const PolicyName = `own-${n}`;
      const managed = attached.map((policy) => `${AWS}/${policy}`);
      const RoleId = `AROAEXAMPLE${String(n).padStart(10, '0')}`;
      return {
        policies: own ? [{ PolicyName, Document: own }] : [],
        roles: [
          { ...given(is), RoleName, RoleId, attached: own ? [...managed, `arn:aws:iam::111122223333:policy/${PolicyName}`] : managed },
        ],
        findings: stolen === undefined ? [] : [finding(n, RoleName, RoleId, stolen)],
      };
    });
const finding = (n: number, UserName: string, RoleId: string, Archived: boolean) => ({
  Id: `f-${n}`,
  AccountId: '111122223333',
  Type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
  Severity: 8,
  Resource: { ResourceType: 'AccessKey', AccessKeyDetails: { PrincipalId: `${RoleId}:s`, UserName, UserType: 'AssumedRole' } },
  Service: { EventLastSeen: '2026-11-02T09:00:00.000Z', Archived },
});

/** Any state that the simulation draws. A kind that nobody has said how to draw stops the test. */
const drawn =
  (type: string) =>
  (n: number): fc.Arbitrary<Part> =>
    fc.nat().map((seed) => drawThing(drawing(seed), type, n).thing.there);

const KINDS: Readonly<Record<string, (n: number) => fc.Arbitrary<Part>>> = {
  'AWS::SageMaker::NotebookInstance': notebook,
  'AWS::SageMaker::Endpoint': endpoint,
  'AWS::IAM::Role': role,
  'AWS::SageMaker::ModelPackage': modelPackage,
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': lifecycleConfig,
};
const kinds = TYPES.map((type) => KINDS[type] ?? drawn(type));

const together = (parts: readonly Part[]): WorldFile => {
  const sections = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return z.parse(worldSchema, Object.fromEntries(sections.map((section) => [section, parts.flatMap((part) => part[section] ?? [])])));
};

/** Up to `most` things of every kind. */
export const anyWorld = (most: number): fc.Arbitrary<WorldFile> =>
  fc.tuple(...kinds.flatMap((any) => Array.from({ length: most }, (_, n) => option(any(n), { nil: {}, freq: 3 })))).map(together);
