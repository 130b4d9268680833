/** What a function may do, derived from what its violation reads and calls. Nothing is granted that is not written there. */
import type { AnyRemediation, Json } from '../../src/engine/remediation.ts';
import { ref, sub, when } from '../cloudformation.ts';

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

/**
 * A read is narrowed to the kind's ARNs where its name says that it is about one of those things: `iam:GetRolePolicy` to roles.
 * Listings have no resource, and `iam:GetPolicy` or `guardduty:GetFindings` lead to things of another type.
 */
function narrow(kind: Kind, action: string): boolean {
  const nouns = kind.arns.map((arn) => arn.split(':').at(-1)?.split('/')[0]?.replaceAll('-', '') ?? '');
  return !/:(Batch|List)/.test(action) && nouns.some((noun) => noun !== '' && action.toLowerCase().includes(noun));
}
const on = (arns: readonly string[]): Json => arns.map(sub);

/** Statements with which these kinds can be looked at. */
export function looking(kinds: readonly Kind[]): readonly Statement[] {
  const anywhere = kinds.flatMap((kind) => kind.reads.filter((action) => !narrow(kind, action)));
  const named = [...Map.groupBy(kinds, (kind) => JSON.stringify(kind.arns)).values()].flatMap((same) => {
    const actions = same.flatMap((kind) => kind.reads.filter((action) => narrow(kind, action)));
    return same[0] && actions.length > 0 ? [allow(actions, on(same[0].arns))] : [];
  });
  return [...(anywhere.length > 0 ? [allow(anywhere, '*')] : []), ...named];
}

/** IAM actions of everything a violation may send. */
export const acting = ({ kind, calls }: AnyRemediation): readonly string[] => calls.flatMap((api) => kind.api[api]?.iam ?? []);

const TABLE = sub('arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Table}');
const keyed = (actions: readonly string[], keys: readonly string[]): Statement => ({
  ...allow(actions, TABLE),
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys.map((key) => (key.includes('$') ? sub(key) : key)) } },
});

/** The ledger, item by item: its own cases and records, the locks of its kind, its budgets; pauses can be read and checked, never written. */
function ledger({ id, kind }: AnyRemediation): readonly Statement[] {
  const locks = kind.types.map((type) => `lock#\${AWS::Partition}/${type}/*`);
  const own = [...locks, `case#${id}#*`, 'budget#${AWS::AccountId}', `budget#\${AWS::AccountId}#${id}`];
  return [
    keyed(['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem'], [...own, 'control#*']),
    keyed(['dynamodb:PutItem'], [...own, `rec#${id}#*`]),
  ];
}

const queueArn = (id: string) => sub(`arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:mlwarden-${id}`);

/** Whose change may be under way on the same resource: they are told to look after it. */
const neighbours = (r: AnyRemediation, all: readonly AnyRemediation[]): readonly string[] =>
  all.filter(({ kind }) => kind.types.some((type) => r.kind.types.includes(type))).map(({ id }) => id);

/** The policies of a violation's role. What changes customers' resources is there only in `Mode=policy`. */
export function policies(r: AnyRemediation, all: readonly AnyRemediation[]): Json {
  const messages = [
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queueArn(r.id)),
    allow(['sqs:SendMessage'], neighbours(r, all).map(queueArn)),
  ];
  const logs = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], sub('${Logs.Arn}'));
  return [
    document('look', looking([r.kind])),
    document('remember', [...ledger(r), ...messages, logs]),
    ...(r.calls.length > 0 ? [when('Acts', document('act', [allow(acting(r), on(r.kind.arns))]))] : []),
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
