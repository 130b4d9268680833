/** AWS Config: its recorder, and a look-up: which role or managed policy a unique id means. It sees what IAM had, some seconds late, and remembers the deleted. */
import type {
  BatchGetResourceConfigRequest,
  GetResourceConfigHistoryRequest,
  ResourceKey,
  SelectResourceConfigRequest,
} from '@aws-sdk/client-config-service';
import { service } from './cloudtrail.ts';
import { type Recorder, recorder } from './config-recorder.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import type { Entities } from './iam/entities.ts';

rule(
  'config.ids',
  'observed',
  'the resourceId of IAM types is the unique id (AROA..., ANPA...)',
  'test/events/config-rules-compliance-change.iam-user.json',
);
rule(
  'config.batch',
  'documented',
  'BatchGetResourceConfig leaves out deleted and unknown resources; nothing is unprocessed',
  'Config API, BatchGetResourceConfig',
);
rule(
  'config.not-discovered',
  'assumed',
  'ResourceNotDiscoveredException "Resource X of resourceType:Y is unknown or has not been discovered"',
  'getmoto/moto config exceptions',
);
rule('config.history', 'documented', 'the history keeps deleted resources, newest first', 'Config API, GetResourceConfigHistory');
rule('config.select', 'assumed', 'of the query language the world knows equalities joined by AND', 'Config guide, query components');

interface Item {
  readonly at: number;
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly created: Date;
  readonly gone: boolean;
  readonly content: unknown;
}

export interface Config extends Service {
  readonly recorder: Recorder;
}

export function config(habitat: Habitat, entities: Entities): Config {
  const own = recorder(habitat);
  /** Newest first, as of a moment up to five seconds ago. */
  const items = (): Item[] => {
    const until = habitat.clock.now() - (habitat.stale ? habitat.random.next() * 5000 : 0);
    return recorded(entities)
      .filter((item) => item.at <= until)
      .reverse();
  };
  const newest = (key: Partial<ResourceKey>) => items().filter((item) => item.type === key.resourceType && item.id === key.resourceId);
  const standing = () => items().filter((item, i, all) => !item.gone && all.findIndex((other) => other.id === item.id) === i);

  const answers = service(habitat, 'config', {
    reads: {
      ...own.reads,
      BatchGetResourceConfig: ({ resourceKeys = [] }: BatchGetResourceConfigRequest) => ({
        baseConfigurationItems: resourceKeys
          .flatMap((key) => newest(key).slice(0, 1))
          .filter((item) => !item.gone)
          .map((item) => base(habitat, item)),
        unprocessedResourceKeys: [],
      }),
      GetResourceConfigHistory({ resourceType, resourceId, limit = 10 }: GetResourceConfigHistoryRequest) {
        const found = newest({ resourceType, resourceId });
        if (found.length === 0)
          throw new AwsError(
            'ResourceNotDiscoveredException',
            `Resource ${resourceId} of resourceType:${resourceType} is unknown or has not been discovered`,
          );
        return {
          configurationItems: found
            .slice(0, limit)
            .map((item) => ({ ...base(habitat, item), tags: {}, relatedEvents: [], relationships: [] })),
        };
      },
      SelectResourceConfig({ Expression = '' }: SelectResourceConfigRequest) {
        const [, fields, where] = Expression.match(/^\s*select\s+(.+?)\s+where\s+(.+?)\s*$/is) ?? [];
        const wanted = where?.split(/\s+and\s+/i).map((term) => term.match(/^(\w+)\s*=\s*'([^']*)'$/));
        if (!fields || !wanted?.every((term) => term !== null))
          throw new AwsError('InvalidExpressionException', `the world cannot read: ${Expression}`);
        const rows = standing().map((item): Record<string, unknown> => base(habitat, item));
        const fitting = rows.filter((row) => wanted.every(([, field = '', value]) => row[field] === value));
        const chosen = fields.split(',').map((field) => field.trim());
        return { Results: fitting.map((row) => JSON.stringify(Object.fromEntries(chosen.map((field) => [field, row[field]])))) };
      },
    },
    writes: own.writes,
  });
  return { ...answers, recorder: own };
}

/** Every version of every role and policy, oldest first; a deletion bears the name of what was deleted. */
function recorded({ roles, policies }: Entities): Item[] {
  const both = [
    ...roles.versions().map((v) => ({
      ...v,
      type: 'AWS::IAM::Role',
      it: v.value && { id: v.value.RoleId, name: v.value.RoleName, arn: v.value.Arn, created: v.value.CreateDate },
    })),
    ...policies.versions().map((v) => ({
      ...v,
      type: 'AWS::IAM::Policy',
      it: v.value && { id: v.value.PolicyId, name: v.value.PolicyName, arn: v.value.Arn, created: v.value.CreateDate },
    })),
  ].sort((a, b) => a.at - b.at);
  return both.flatMap(({ at, key, type, value, it }, i) => {
    const known = it ?? both.slice(0, i).findLast((earlier) => earlier.key === key && earlier.it)?.it;
    return known ? { ...known, at, type, gone: value === undefined, content: value } : [];
  });
}

function base(habitat: Habitat, item: Item) {
  return {
    version: '1.3',
    accountId: habitat.account,
    configurationItemCaptureTime: new Date(Math.max(item.at, item.created.getTime())),
    configurationItemStatus: item.gone ? 'ResourceDeleted' : 'OK',
    configurationStateId: String(Math.max(item.at, item.created.getTime())),
    arn: item.arn,
    resourceType: item.type,
    resourceId: item.id,
    resourceName: item.name,
    awsRegion: 'global',
    availabilityZone: 'Not Applicable',
    resourceCreationTime: item.created,
    configuration: item.gone ? undefined : JSON.stringify(item.content),
    supplementaryConfiguration: {},
  };
}
