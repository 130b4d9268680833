/** The actions and the resources that a call is about, as IAM has them. */
import { S3_ACTIONS } from '../../test/world/platform/refusals.ts';
import { HOME } from './granted.ts';
import type { Reference } from './reference.ts';

type Input = Readonly<Record<string, unknown>>;
interface Asked {
  readonly action: string;
  readonly input: Input;
  readonly key?: string;
  readonly passedTo?: string;
}

/** Where an operation is not allowed under its own name (DynamoDB guide, "Using IAM with transactions"), or is about single items. */
const OPERATIONS: Readonly<Record<string, (input: Input) => readonly Asked[]>> = {
  'dynamodb:TransactWriteItems': ({ TransactItems }) =>
    (TransactItems as Input[]).flatMap((item) =>
      Object.entries(item as Readonly<Record<string, Input>>).map(([verb, input]) => ({
        action: `dynamodb:${verb}Item`,
        input,
        key: keyOf((input.Item ?? input.Key) as Input),
      })),
    ),
  'dynamodb:BatchGetItem': ({ RequestItems }) =>
    Object.entries(RequestItems as Readonly<Record<string, { Keys: Input[] }>>).flatMap(([TableName, { Keys }]) =>
      Keys.map((key) => ({ action: 'dynamodb:BatchGetItem', input: { TableName }, key: keyOf(key) })),
    ),
  'codepipeline:UpdatePipeline': ({ pipeline }) => {
    const { name, roleArn, stages } = pipeline as Input;
    const connections = new Set(JSON.stringify(stages).match(/arn:aws:(codestar-connections|codeconnections):[^"]+/g));
    const passedTo = 'codepipeline.amazonaws.com';
    return [
      { action: 'codepipeline:UpdatePipeline', input: { name } },
      { action: 'iam:PassRole', input: { RoleName: String(roleArn).replace(/^.*:role\//, '') }, passedTo },
      ...[...connections].map((arn) => ({
        action: `${arn.split(':')[2]}:PassConnection`,
        input: { ConnectionId: last(arn) },
        passedTo,
      })),
    ];
  },
  // Its ARN says what it is about: an endpoint is named by its EndpointName.
  'sagemaker:ListTags': ({ ResourceArn }) => {
    const [noun = '', name] = String(ResourceArn).split(':').at(-1)?.split('/') ?? [];
    const kind = noun.replaceAll(/(^|-)(\w)/g, (_, __, c: string) => c.toUpperCase());
    return [{ action: 'sagemaker:ListTags', input: { [`${kind}Name`]: name } }];
  },
  'codeartifact:ListTagsForResource': ({ resourceArn }) => {
    const [domain, repository] = String(resourceArn).split('/').slice(1);
    return [{ action: 'codeartifact:ListTagsForResource', input: { domain, repository } }];
  },
  ...Object.fromEntries(
    Object.entries(S3_ACTIONS).map(([operation, action]) => [`s3:${operation}`, (input: Input) => [{ action, input }]]),
  ),
  's3:CopyObject': (input) => {
    const [Bucket, ...key] = String(input.CopySource).replace(/\?.*/, '').split('/');
    const source = { Bucket, Key: decodeURIComponent(key.join('/')) };
    return [
      { action: 's3:PutObject', input },
      { action: 's3:GetObjectVersion', input: source },
    ];
  },
  'monitoring:GetMetricData': (input) => [{ action: 'cloudwatch:GetMetricData', input }],
  'monitoring:GetMetricStatistics': (input) => [{ action: 'cloudwatch:GetMetricStatistics', input }],
  'iam:GenerateServiceLastAccessedDetails': ({ Arn }) => [
    { action: 'iam:GenerateServiceLastAccessedDetails', input: { RoleName: String(Arn).replace(/^.*:role\//, '') } },
  ],
  // A key is of whatever user it is.
  'iam:GetAccessKeyLastUsed': () => [{ action: 'iam:GetAccessKeyLastUsed', input: { UserName: '*' } }],
  'dynamodb:PutItem': (input) => [{ action: 'dynamodb:PutItem', input, key: keyOf(input.Item as Input) }],
  'dynamodb:Query': (input) => {
    const pk = (input.ExpressionAttributeValues as { ':pk'?: { S: string } })[':pk'];
    return [{ action: 'dynamodb:Query', input, ...(pk && { key: pk.S }) }];
  },
};
const keyOf = (item: Input): string => (item.pk as { S: string }).S;

const first = (names: unknown): unknown => (Array.isArray(names) ? names[0] : undefined);
const last = (arn: unknown): unknown => (typeof arn === 'string' ? arn.split('/').at(-1) : undefined);
/** Where an operation calls a thing otherwise than the reference does. */
const ALIASES: Readonly<Record<string, (input: Input) => unknown>> = {
  ProjectName: ({ name, names, projectArn }) => name ?? first(names) ?? last(projectArn),
  PipelineName: ({ name, pipelineName, resourceArn }) =>
    name ?? pipelineName ?? (typeof resourceArn === 'string' ? resourceArn.split(':').at(-1) : undefined),
  BucketName: ({ Bucket }) => Bucket,
  ObjectName: ({ Key }) => Key,
  StageName: ({ stageName }) => stageName,
  ModelPackageName: ({ ModelPackageArn, ModelPackageArnList, ModelPackageType: listed }) =>
    listed ? '*' : last(ModelPackageArn ?? first(ModelPackageArnList)),
  // Names have slashes. Who asks for none asks for all.
  RepositoryName: ({ repositoryName, repositoryNames, resourceArn, repository }) =>
    repository ??
    repositoryName ??
    first(repositoryNames) ??
    (typeof resourceArn === 'string' ? resourceArn.replace(/^.*:repository\//, '') : '*'),
  DomainName: ({ domain }) => domain,
  PackageFormat: ({ format }) => format,
  PackageNamespace: ({ namespace = '' }) => namespace,
  PackageName: ({ package: name }) => name,
  ParameterNameWithoutLeadingSlash: ({ Name }) => String(Name).replace(/^\//, ''),
  LogGroupName: ({ logGroupName }) => logGroupName,
  EventBusName: ({ Entries }) => (first(Entries) as Input | undefined)?.EventBusName,
  // As the reference spells it; the latter as the ARN does.
  AutoMLJobJobName: ({ AutoMLJobName, AutomlJobName }) => AutoMLJobName ?? AutomlJobName,
  TopicName: ({ TopicArn }) => String(TopicArn).split(':').at(-1),
  TrailName: ({ Name, ResourceIdList }) => last(Name ?? first(ResourceIdList)),
  // Who asks for none asks for the one there is. No call says its id.
  RecorderName: ({ ConfigurationRecorderName }) => ConfigurationRecorderName ?? '*',
  RecorderId: () => '*',
  ApplicationName: ({ applicationName, ResourceArn }) => applicationName ?? String(ResourceArn).split(/[:/]/).at(-2),
  DeploymentGroupName: ({ deploymentGroupName, currentDeploymentGroupName, deploymentGroupNames, ResourceArn }) =>
    deploymentGroupName ?? currentDeploymentGroupName ?? first(deploymentGroupNames) ?? last(ResourceArn),
};

/** What stands for a name in the reference's ARNs, as the operation's input has it. */
function named(name: string, input: Input): string | undefined {
  if (name === 'Partition' || name === 'Region' || name === 'Account')
    return { Partition: HOME.partition, Region: HOME.region, Account: HOME.account }[name];
  const value = input[name] ?? input[name.replace('WithPath', '')] ?? ALIASES[name]?.(input);
  if (name === 'QueueName') return String(input.QueueUrl).split('/').at(-1);
  return typeof value === 'string' ? value : undefined;
}
/** Undefined where the input names no such thing. */
function filled(arn: string, input: Input): string | undefined {
  if (/:policy\/\$\{PolicyNameWithPath\}$/.test(arn)) return input.PolicyArn as string | undefined;
  const names = [...arn.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => named(name, input));
  return names.includes(undefined) ? undefined : arn.replace(/\$\{\w+\}/g, () => names.shift() ?? '');
}

/** One action on one resource. `key`: the partition key of the item, where it is about an item. */
export interface About {
  readonly action: string;
  readonly resource: string;
  readonly key?: string;
  /** The service that a role or a connection is handed to. */
  readonly passedTo?: string;
}
/** What a call of an operation (`sagemaker:StopNotebookInstance`) is about; `*` where the reference knows of no resource. */
export function about(operation: string, input: object, reference: Reference): About[] {
  const asked = OPERATIONS[operation]?.(input as Input) ?? [{ action: operation, input: input as Input }];
  return asked.flatMap(({ action, input: said, key, passedTo }) => {
    const arns = reference(action)
      .arns.map(({ arn }) => filled(arn, said))
      .filter((arn) => arn !== undefined);
    // A query of an index is about the index alone, and the tags of a repository are not its domain's.
    const narrow = 'IndexName' in said ? '/index/' : operation === 'codeartifact:ListTagsForResource' ? ':repository/' : '';
    const resources = arns.length === 0 ? ['*'] : arns.filter((arn) => arn.includes(narrow));
    return resources.map((resource) => ({ action, resource, ...(key !== undefined && { key }), ...(passedTo && { passedTo }) }));
  });
}
