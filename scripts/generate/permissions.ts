/** What a function may do, derived from what its violation reads and calls. Nothing is granted that is not written there. */
import type { AnyRemediation, Api, Json, Pass } from '../../src/engine/remediation.ts';
import { sweepsOf } from '../../src/ledger/layout.ts';
import { ref, sub, when } from '../cloudformation.ts';
import { limits } from './actions.ts';

type Kind = AnyRemediation['kind'];
export type Statement = {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: Json;
  readonly Condition?: Json;
};
const allow = (Action: readonly string[], Resource: Json): Statement => ({
  Effect: 'Allow',
  Action: [...new Set(Action)].sort(),
  Resource,
});
const document = (PolicyName: string, Statement: readonly Statement[]) => ({
  PolicyName,
  PolicyDocument: { Version: '2012-10-17', Statement },
});

/** Each action on as little as AWS can limit it to. */
function limited(actions: readonly (readonly [action: string, of: Pick<Kind, 'arns'>])[]): readonly Statement[] {
  const where = ([action, { arns }]: (typeof actions)[number]) => JSON.stringify(limits(action, arns));
  return [...Map.groupBy(actions, where)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([arns, same]) => {
      const patterns = (JSON.parse(arns) as readonly string[]).map(sub);
      return allow(
        same.map(([action]) => action),
        patterns.length > 0 ? patterns : '*',
      );
    });
}

/** Statements with which these kinds can be looked at. */
export const looking = (kinds: readonly Kind[]): readonly Statement[] =>
  limited(kinds.flatMap((kind) => kind.reads.map((action) => [action, kind] as const)));

/** Statements with which a violation may read whose a resource is. */
const owned = ({ tagRights: { reads, arns } = { reads: [], arns: [] } }: Kind) =>
  limited(reads.map((action) => [action, { arns }] as const));

/** Statements with which it may read how a resource is used: only who may act asks anybody. */
const using = ({ inUse }: Kind) => limited((inUse?.reads ?? []).map((action) => [action, { arns: inUse?.arns ?? [] }] as const));

/** The same as `looking`, and to be listed: the sweep's. */
const sweeping = (kinds: readonly Kind[]): readonly Statement[] =>
  limited(kinds.flatMap((kind) => [...kind.reads, ...(kind.lists ?? [])].map((action) => [action, kind] as const)));

/** Statements with which a violation can send what it may, and put it back. */
export function acting({ kind, calls, undos = [] }: AnyRemediation): readonly Statement[] {
  const apis = [...calls, ...undos].map((api) => kind.api[api]);
  const only = Object.entries(Object.assign({}, ...apis.map((api) => api?.only)) as NonNullable<Api['only']>);
  const free = apis.flatMap((api) => (api?.iam ?? []).filter((action) => !only.some(([bound]) => bound === action)));
  return [
    ...limited(free.map((action) => [action, kind] as const)),
    ...only.flatMap(([action, Condition]) => limited([[action, kind]]).map((statement) => ({ ...statement, Condition }))),
    ...apis.flatMap((api) => (api?.passes ?? []).map(handing)),
  ];
}
/** A role may be handed to one service alone. */
const handing = ({ action, arn, to }: Pass): Statement => ({
  ...allow([action], [sub(arn)]),
  Condition: { StringEquals: { [`${action.split(':')[0]}:PassedToService`]: to } },
});

const TABLE = sub('arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Table}');
const keyed = (actions: readonly string[], keys: readonly string[]): Statement => ({
  ...allow(actions, TABLE),
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys.map((key) => (key.includes('$') ? sub(key) : key)) } },
});

const lock = (type: string): string => `lock#\${AWS::Partition}/${type}/*`;

/**
 * The ledger, item by item: its own cases and records, the locks of its subjects, its budgets; pauses can be read and checked, never
 * written. Budgets are charged by who changes something. Who only tells still clears the lock of what is gone, where another had changed it.
 */
function ledger({ id, kind, calls }: AnyRemediation): readonly Statement[] {
  const [subject] = kind.types;
  const locks = [subject, ...(kind.told ?? [])].map(lock);
  const budgets = ['budget#${AWS::AccountId}', `budget#\${AWS::AccountId}#${id}`];
  const whoActs = (...keys: string[]) => (calls.length > 0 ? keys : []);
  return [
    keyed(['dynamodb:BatchGetItem'], [...locks, `case#${id}#*`, ...budgets, 'control#*']),
    // A case is written with every transaction, a budget where it is in one at all: only locks and pauses are checked as they stand.
    keyed(['dynamodb:ConditionCheckItem'], [...locks, ...whoActs('control#*')]),
    keyed(['dynamodb:PutItem'], [lock(subject), `case#${id}#*`, ...whoActs(...budgets), `rec#${id}#*`]),
    // To put something back, what was done is read from the record.
    keyed(['dynamodb:Query'], [`rec#${id}#*`]),
  ];
}

const LOGS = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], sub('${Logs.Arn}'));
const queueArn = (id: string) => sub(`arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:mlwarden-${id}`);

/** Whose change may be under way on the same resource: they are told to look after it. Who only tells has none. */
const neighbours = (r: AnyRemediation, all: readonly AnyRemediation[]): readonly string[] =>
  all.filter(({ id, kind, calls }) => id === r.id || (calls.length > 0 && kind.types[0] === r.kind.types[0])).map(({ id }) => id);

/** The policies of a violation's role. What changes customers' resources is there only in `Mode=policy`. */
export function policies(r: AnyRemediation, all: readonly AnyRemediation[]): Json {
  const messages = [
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queueArn(r.id)),
    allow(['sqs:SendMessage'], neighbours(r, all).map(queueArn)),
  ];
  return [
    document('look', [...looking([r.kind]), ...owned(r.kind)]),
    document('remember', [...ledger(r), ...messages, LOGS]),
    ...(r.calls.length > 0 ? [when('Acts', document('act', [...acting(r), ...using(r.kind)]))] : []),
  ];
}

/** Of a family's sweep: it reads, sends looks to the family's queues, and writes what it has looked at. */
export function sweepPolicies(own: readonly AnyRemediation[]): Json {
  const kinds = [...new Set(own.map((r) => r.kind))];
  const notes = [...new Set(kinds.map(({ types: [type = ''] }) => `${sweepsOf(type)} *`))];
  return [
    document('look', sweeping(kinds)),
    document('remember', [
      keyed(['dynamodb:PutItem', 'dynamodb:Query'], notes),
      allow(['dynamodb:Query'], sub('arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Table}/index/by-wake')),
      allow(
        ['sqs:SendMessage'],
        own.map(({ id }) => queueArn(id)),
      ),
      LOGS,
    ]),
  ];
}

export const role = (RoleName: string, Policies: Json): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    PermissionsBoundary: ref('Boundary'),
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies,
    Tags: [{ Key: 'service', Value: 'mlwarden' }],
  },
});
