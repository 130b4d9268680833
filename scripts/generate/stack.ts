/** stacks/<family>.yaml: per violation exactly a function, its role, its queue, its event source and its rules; the rest is shared. */
import type { AnyRemediation, Json } from '../../src/engine/remediation.ts';
import { att, ref, stringifyTemplate, sub } from '../cloudformation.ts';
import { alarms } from './alarms.ts';
import { policies, role, sweepPolicies } from './permissions.ts';
import { patternsOf, ruleName } from './rules.ts';
import { pascal } from './scan.ts';

const TAGS = [{ Key: 'service', Value: 'mlwarden' }];

const parameters: Json = {
  Mode: { Type: 'String', AllowedValues: ['observe', 'policy'], Default: 'observe' },
  Table: { Type: 'String', Description: 'Name of the ledger' },
  Boundary: { Type: 'String', Description: 'ARN of the permissions boundary of every mlwarden role' },
  AlarmTopic: { Type: 'String', Description: 'ARN of the topic that alarms go to' },
  LogRetentionDays: { Type: 'Number', Default: 90 },
};

const globals: Json = {
  Function: {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    MemorySize: 512,
    Timeout: 60,
    RecursiveLoop: 'Allow',
    LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('Logs') },
    Environment: {
      Variables: {
        MODE: ref('Mode'),
        TABLE: ref('Table'),
        HOME_ACCOUNT: ref('AWS::AccountId'),
        QUEUE_URL_PREFIX: sub('https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/mlwarden-'),
      },
    },
    Tags: { service: 'mlwarden' },
  },
};

const queue = (QueueName: string, more: { readonly [k: string]: Json }): Json => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName, SqsManagedSseEnabled: true, ...more, Tags: TAGS },
});

function violation(r: AnyRemediation, all: readonly AnyRemediation[]): { readonly [id: string]: Json } {
  const name = `mlwarden-${r.id}`;
  const logical = pascal(r.id);
  const redrive = { deadLetterTargetArn: att('DeadLetters', 'Arn'), maxReceiveCount: 5 };
  const source = { Queue: att(`${logical}Queue`, 'Arn'), BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] };
  return {
    [logical]: {
      Type: 'AWS::Serverless::Function',
      Metadata: { SkipBuild: true },
      Properties: {
        FunctionName: name,
        Description: r.title,
        CodeUri: `../dist/${r.family}/${r.id}/`,
        Role: att(`${logical}Role`, 'Arn'),
        Events: { Looks: { Type: 'SQS', Properties: source } },
      },
    },
    [`${logical}Role`]: role(name, policies(r, all)),
    [`${logical}Queue`]: queue(name, { VisibilityTimeout: 360, RedrivePolicy: redrive }),
    ...Object.fromEntries(rules(r).map(({ id, rule }) => [id, rule])),
  };
}

/** Every 15 minutes: it looks at all that the family knows, and changes nothing. */
function sweep(family: string, own: readonly AnyRemediation[]): { readonly [id: string]: Json } {
  const name = `mlwarden-sweep-${family}`;
  return {
    Sweep: {
      Type: 'AWS::Serverless::Function',
      Metadata: { SkipBuild: true },
      Properties: {
        FunctionName: name,
        Description: `Looks at everything of ${family}, changes nothing`,
        CodeUri: `../dist/${family}/sweep/`,
        Timeout: 900,
        Role: att('SweepRole', 'Arn'),
        // The next one comes by itself.
        EventInvokeConfig: { MaximumRetryAttempts: 0 },
        Events: { Schedule: { Type: 'Schedule', Properties: { Name: name, Schedule: 'rate(15 minutes)' } } },
      },
    },
    SweepRole: role(name, sweepPolicies(own)),
  };
}

interface Rule {
  readonly id: string;
  readonly rule: Json;
}
function rules(r: AnyRemediation): readonly Rule[] {
  return patternsOf(r.id, r.triggers).map((EventPattern, i) => {
    const more = i === 0 ? '' : String(i + 1);
    const target = { Id: 'queue', Arn: att(`${pascal(r.id)}Queue`, 'Arn'), DeadLetterConfig: { Arn: att('DeadLetters', 'Arn') } };
    return {
      id: `${pascal(r.id)}Rule${more}`,
      rule: { Type: 'AWS::Events::Rule', Properties: { Name: ruleName(r.id, i), EventPattern, Targets: [target] } },
    };
  });
}

/**
 * Only these rules deliver. Everybody else in the account who may send to queues is refused by name: a look can be asked for by invoking
 * the function, and nobody needs to send dead letters back, because the sweep looks again. Deny covers sending alone: it must never lock
 * out who deploys.
 */
function queuePolicy(family: readonly AnyRemediation[]): Json {
  const queues = family.map((r) => `${pascal(r.id)}Queue`).concat('DeadLetters');
  // The watch's canary comes in by a rule of its own: stacks/watch.yaml.
  const canary = sub('arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/wardenwatch-canary');
  const ruleArns = [...family.flatMap((r) => rules(r).map(({ id }) => att(id, 'Arn'))), canary];
  // One policy for several queues: in each of them `*` is that queue.
  const common = { Action: 'sqs:SendMessage', Resource: '*' };
  const ours = sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/mlwarden-*');
  const stranger = { Bool: { 'aws:PrincipalIsAWSService': 'false' }, ArnNotLike: { 'aws:PrincipalArn': ours } };
  const Statement = [
    {
      Sid: 'Rules',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      ...common,
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArns } },
    },
    { Sid: 'NobodyElse', Effect: 'Deny', Principal: '*', ...common, Condition: stranger },
  ];
  return { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: queues.map(ref), PolicyDocument: { Version: '2012-10-17', Statement } } };
}

/** `all`: every violation of the release, for those that share a kind across families. */
export function stack(family: string, all: readonly AnyRemediation[]): string {
  const own = all.filter((r) => r.family === family);
  const logs: Json = {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: `/mlwarden/${family}`, RetentionInDays: ref('LogRetentionDays'), Tags: TAGS },
  };
  const template: Json = {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Description: `mlwarden: the family ${family}`,
    Parameters: parameters,
    Conditions: { Acts: { 'Fn::Equals': [ref('Mode'), 'policy'] } },
    Globals: globals,
    Resources: {
      ...Object.assign({}, ...own.map((r) => violation(r, all))),
      ...sweep(family, own),
      Logs: logs,
      DeadLetters: queue(`mlwarden-${family}-dead-letters`, { MessageRetentionPeriod: 1_209_600 }),
      QueuePolicy: queuePolicy(own),
      ...alarms(family, own),
    },
  };
  return `# Generated by \`npm run generate\` from src/remediations/${family}. Visibility is six times the timeout, as the SQS guide asks of Lambda
# event sources. Looks queue themselves again on purpose: hence RecursiveLoop.
${stringifyTemplate(template)}`;
}
