/** What the functions really ask of AWS: every call of every story, played in calm and in rough weather. */
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { root } from '../../test/deploy/templates.ts';
import { attach } from '../../test/world/direct.ts';
import { ROUGH } from '../../test/world/faults.ts';
import type { Logged } from '../../test/world/platform/log.ts';
import { S3_ACTIONS } from '../../test/world/platform/refusals.ts';
import { play } from '../../test/world/story/play.ts';
import { staged } from '../../test/world/story/stage.ts';
import { readStories } from '../../test/world/story/story.ts';
import { HOME } from './granted.ts';
import type { Reference } from './reference.ts';

/** One action on one resource. `key`: the partition key of the item, where it is about an item. */
export interface Use {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly key?: string;
  /** The service that a role or a connection is handed to. */
  readonly passedTo?: string;
}
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
  ...Object.fromEntries(
    Object.entries(S3_ACTIONS).map(([operation, action]) => [`s3:${operation}`, (input: Input) => [{ action, input }]]),
  ),
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
  StageName: ({ stageName }) => stageName,
  // Names have slashes. Who asks for none asks for all.
  RepositoryName: ({ repositoryName, repositoryNames, resourceArn }) =>
    repositoryName ?? first(repositoryNames) ?? (typeof resourceArn === 'string' ? resourceArn.replace(/^.*:repository\//, '') : '*'),
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

/** Stories are played in several accounts; permissions are derived for one. */
const settled = (call: Logged, account: string): Logged => JSON.parse(JSON.stringify(call).replaceAll(account, HOME.account)) as Logged;

function usesOf(logged: Logged, about: Reference): Use[] {
  const [, account, role] = /^arn:aws:sts::(\d{12}):assumed-role\/(mlwarden-[a-z-]+)\//.exec(logged.caller) ?? [];
  if (!account || !role) return [];
  const { service, operation, input } = settled(logged, account);
  const own = `${service}:${operation}`;
  const asked = OPERATIONS[own]?.(input as Input) ?? [{ action: own, input: (input ?? {}) as Input }];
  return asked.flatMap(({ action, input: said, key, passedTo }) => {
    const arns = about(action)
      .arns.map(({ arn }) => filled(arn, said))
      .filter((arn) => arn !== undefined);
    // A query of an index is about the index alone.
    const resources = arns.length === 0 ? ['*'] : 'IndexName' in said ? arns.filter((arn) => arn.includes('/index/')) : arns;
    return resources.map((resource) => ({ role, action, resource, ...(key !== undefined && { key }), ...(passedTo && { passedTo }) }));
  });
}

export interface Played {
  readonly stories: number;
  readonly calls: number;
  readonly uses: readonly Use[];
  /** What of it is used whatever the weather. */
  readonly calm: readonly Use[];
}
/** `seeds`: of rough weather; once more than that, all is calm. */
export async function used(seeds: readonly number[], about: Reference): Promise<Played> {
  attach(staged);
  const known = new Map(remediations.map((r) => [r.id, r.settings]));
  const policy = readPolicy(readFileSync(`${root}/events/policy.yaml`, 'utf8'), 'events/policy.yaml', known);
  const uses = new Map<string, Use>();
  const calm = new Set<string>();
  const count = { stories: 0, calls: 0 };
  for (const file of globSync('events/*/*.stories.yaml', { cwd: root }).sort()) {
    for (const story of readStories(readFileSync(`${root}/${file}`, 'utf8'), file)) {
      count.stories += 1;
      for (const weather of [{ seed: 1 }, ...seeds.map((seed) => ({ seed, chaos: ROUGH }))]) {
        const { stage } = await play(story, { policy, folder: dirname(`${root}/${file}`), ...weather });
        count.calls += stage.world.log.length;
        for (const use of stage.world.log.flatMap((call) => usesOf(call, about))) {
          uses.set(JSON.stringify(use), use);
          if (!('chaos' in weather)) calm.add(JSON.stringify(use));
        }
      }
    }
  }
  return { ...count, uses: [...uses.values()], calm: [...uses].filter(([id]) => calm.has(id)).map(([, use]) => use) };
}
