/** Any world that can be furnished: things of every kind of the registry, in any state. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { drawing } from '../simulation/chance.ts';
import { drawThing, TYPES } from '../simulation/kinds.ts';
import { type WorldFile, worldSchema } from './story/furnish.ts';

/** As a world file says it. */
type Part = { readonly [section: string]: readonly object[] };
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const AWS = 'arn:aws:iam::aws:policy';
const { constantFrom, option } = fc;
const maybe = <T>(of: fc.Arbitrary<T>) => option(of, { nil: undefined });
const age = constantFrom('5s', '20m', '30d');
const given = <T extends object>(o: T) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined));

const notebook = (n: number): fc.Arbitrary<Part> =>
  fc
    .record({
      NotebookInstanceStatus: constantFrom('InService', 'Stopped', 'Failed', 'Pending', 'Stopping', 'Updating', 'Deleting'),
      RootAccess: constantFrom('Enabled', 'Disabled'),
      KmsKeyId: maybe(fc.constant(KEY)),
      VolumeSizeInGB: fc.integer({ min: 5, max: 16_384 }),
      age,
    })
    .map((is) => ({ notebooks: [{ ...given(is), NotebookInstanceName: `Nb-${n}` }] }));

const variant = fc
  .record({
    InstanceType: constantFrom('ml.m5.large', 'ml.g5.xlarge', 'ml.c6gd.large'),
    InitialInstanceCount: fc.integer({ min: 1, max: 3 }),
    serverless: fc.boolean(),
  })
  .map(({ serverless, ...instances }) => (serverless ? { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } } : instances));
const endpoint = (n: number): fc.Arbitrary<Part> =>
  fc
    .record({
      EndpointStatus: constantFrom(
        ...['InService', 'Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'],
        ...['Failed', 'OutOfService', 'UpdateRollbackFailed'],
      ),
      age,
      variants: fc.array(variant, { minLength: 1, maxLength: 2 }),
      KmsKeyId: maybe(fc.constant(KEY)),
      ExecutionRoleArn: option(fc.constant('arn:aws:iam::111122223333:role/ml'), { nil: undefined, freq: 4 }),
    })
    .map(({ variants, KmsKeyId, ExecutionRoleArn, ...is }) => {
      const ProductionVariants = variants.map((v, i) => ({ VariantName: `v${i}`, ModelName: 'model', InitialVariantWeight: 1, ...v }));
      const EndpointConfigName = `Cfg-${n}`;
      return {
        endpointConfigs: [{ ...given({ KmsKeyId, ExecutionRoleArn }), EndpointConfigName, ProductionVariants, age: is.age }],
        endpoints: [{ ...is, EndpointName: `Ep-${n}`, EndpointConfigName }],
      };
    });

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
const role = (n: number): fc.Arbitrary<Part> =>
  fc
    .record({
      name: constantFrom('ml', 'ml', 'break-glass', 'mlwarden'),
      service: constantFrom('sagemaker', 'codebuild', 'ec2'),
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
        roles: [{ ...is, RoleName, RoleId, attached: own ? [...managed, `arn:aws:iam::111122223333:policy/${PolicyName}`] : managed }],
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
};
const kinds = TYPES.map((type) => KINDS[type] ?? drawn(type));

const together = (parts: readonly Part[]): WorldFile => {
  const sections = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return z.parse(worldSchema, Object.fromEntries(sections.map((section) => [section, parts.flatMap((part) => part[section] ?? [])])));
};

/** Up to `most` things of every kind. */
export const anyWorld = (most: number): fc.Arbitrary<WorldFile> =>
  fc.tuple(...kinds.flatMap((any) => Array.from({ length: most }, (_, n) => option(any(n), { nil: {}, freq: 3 })))).map(together);
