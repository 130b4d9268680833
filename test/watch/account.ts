/** An account that mlwarden is deployed in: frame and one family, as SAM's transform leaves them, and what people do to them afterwards. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { vi } from 'vitest';
import { frame, type Part, stackOf } from '../deploy/templates.ts';

export const ACCOUNT = '111122223333';
export const DEPLOYED = new Date('2026-11-26T09:00:00.000Z');
const arn = (service: string, id: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${id}`;
/** As the stub of a client answers: an error of AWS has a name and a text. */
export const refusal = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

const schedule = {
  ScheduleExpression: 'rate(15 minutes)',
  Targets: [{ Id: 'SweepScheduleLambdaTarget', Arn: { 'Fn::GetAtt': ['Sweep', 'Arn'] } }],
};
const NOTEBOOKS = `${arn('cloudformation', 'stack/mlwarden-Notebooks-1A2B/')}0b1c`;

/** Physical ids as AWS gives them: URLs of queues, UUIDs of mappings, ARNs of stacks, names of all else. */
function transformed(resources: Part): readonly { logical: string; physical: string; type: string; properties: Part }[] {
  return Object.entries<Part>(resources).flatMap(([logical, { Type, Properties: p }]) => {
    if (Type !== 'AWS::Serverless::Function') {
      const physical = { 'AWS::SQS::Queue': `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/${p.QueueName}`, 'AWS::Events::Rule': p.Name }[
        Type as string
      ];
      return physical ? [{ logical, physical, type: Type, properties: p }] : [];
    }
    const fn = { logical, physical: p.FunctionName, type: 'AWS::Lambda::Function', properties: p };
    const made = Object.entries<Part>(p.Events ?? {}).map(([event, { Type: of, Properties: e }]) =>
      of === 'Schedule'
        ? { logical: `${logical}${event}`, physical: e.Name, type: 'AWS::Events::Rule', properties: schedule }
        : {
            logical: `${logical}${event}`,
            physical: `uuid-of-${p.FunctionName}`,
            type: 'AWS::Lambda::EventSourceMapping',
            properties: { ...e, FunctionName: { Ref: logical } },
          },
    );
    return [fn, ...made];
  });
}
const STACKS = { mlwarden: transformed(frame.Resources), [NOTEBOOKS]: transformed(stackOf('notebooks').Resources) };

type Live = Record<string, Part>;
export class Account {
  /** By name; what is taken out is gone. */
  readonly functions: Live = {};
  readonly mappings: Live = {};
  readonly rules: Live = {};
  stack: { StackStatus: string; LastUpdatedTime: Date } | undefined = { StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: DEPLOYED };
  /** Canaries that do not come through. */
  lost = 0;
  /** Operations that AWS refuses. */
  readonly refuses = new Map<string, Error>();
  readonly asked: [operation: string, input: Part][] = [];
  readonly posts: { Subject: string; Message: string }[] = [];
  #canary = '';

  constructor() {
    for (const { logical, physical, type, properties: p } of Object.values(STACKS).flat()) {
      if (type === 'AWS::Lambda::Function')
        this.functions[physical] = {
          Configuration: { LastModified: DEPLOYED.toISOString().replace('Z', '+0000'), CodeSha256: `code of ${logical}` },
        };
      if (type === 'AWS::Lambda::EventSourceMapping')
        this.mappings[physical] = {
          State: 'Enabled',
          FunctionArn: arn('lambda', `function:${physical.replace('uuid-of-', '')}`),
          FilterCriteria: p.FilterCriteria,
        };
      if (type === 'AWS::Events::Rule') {
        const pattern = p.EventPattern && JSON.stringify(p.EventPattern).replaceAll('{"Ref":"AWS::AccountId"}', `"${ACCOUNT}"`);
        const Targets = p.Targets.map((target: Part) => ({
          ...target,
          ...(target.DeadLetterConfig && { DeadLetterConfig: { Arn: arn('sqs', 'mlwarden-notebooks-dead-letters') } }),
          Arn: arn(pattern ? 'sqs' : 'lambda', pattern ? physical.replace(/-\d+$/, '') : `function:${physical}`),
        }));
        this.rules[physical] = { State: 'ENABLED', EventPattern: pattern, ScheduleExpression: p.ScheduleExpression, Targets };
      }
    }
  }

  /** From now on the SDK's clients ask this account. DynamoDB is not among them. */
  attach(): void {
    for (const { prototype } of [CloudFormationClient, CloudWatchLogsClient, EventBridgeClient, LambdaClient, SNSClient]) {
      vi.spyOn(prototype, 'send').mockImplementation((async ({ constructor: { name }, input }: Part) => {
        const operation = name.replace(/Command$/, '');
        this.asked.push([operation, input]);
        const refused = this.refuses.get(operation);
        if (refused) throw refused;
        return structuredClone(this.#answers[operation]?.(input) ?? fail(`Nobody answers ${operation}`));
      }) as never);
    }
  }

  readonly #answers: Record<string, (input: Part) => unknown> = {
    DescribeStacks: ({ StackName }) => {
      if (!this.stack) throw refusal('ValidationError', `Stack with id ${StackName} does not exist`);
      return { Stacks: [{ StackName: 'mlwarden', ...this.stack }] };
    },
    ListStackResources: ({ StackName, NextToken }) => this.#listed(StackName, NextToken),
    GetTemplate: ({ StackName }) => ({
      TemplateBody: JSON.stringify({
        Resources: Object.fromEntries(of(StackName).map((r) => [r.logical, { Type: r.type, Properties: r.properties }])),
      }),
    }),
    GetFunction: ({ FunctionName }) => there(this.functions[FunctionName]),
    GetEventSourceMapping: ({ UUID }) => there(this.mappings[UUID]),
    DescribeRule: ({ Name }) => there(this.rules[Name]),
    ListTargetsByRule: ({ Rule }) => ({ Targets: this.rules[Rule]?.Targets }),
    EnableRule: ({ Name }) => {
      Object.assign(this.rules[Name], { State: 'ENABLED' });
      return {};
    },
    PutEvents: ({ Entries }) => {
      this.#canary = this.lost-- > 0 ? '' : JSON.parse(Entries[0].Detail).id;
      return { FailedEntryCount: 0 };
    },
    FilterLogEvents: ({ filterPattern, nextToken }) => {
      if (!nextToken) return { events: [], nextToken: 'more' };
      const came = this.#canary !== '' && filterPattern === `"${this.#canary}"`;
      return { events: came ? [{ message: `{"level":"INFO","message":"looked","key":"…/${this.#canary}"}` }] : [] };
    },
    Publish: (post) => {
      this.posts.push(post);
      return {};
    },
  };

  /** In two pages, as longer lists come. */
  #listed(stack: string, token: string | undefined) {
    const nested = stack === 'mlwarden' ? [{ logical: 'Notebooks', physical: NOTEBOOKS, type: 'AWS::CloudFormation::Stack' }] : [];
    const all = [...nested, ...of(stack)].map(({ logical, physical, type }) => ({
      ...{ LogicalResourceId: logical, PhysicalResourceId: physical, ResourceType: type },
      ...{ ResourceStatus: 'UPDATE_COMPLETE', LastUpdatedTimestamp: DEPLOYED },
    }));
    return token ? { StackResourceSummaries: all.slice(3) } : { StackResourceSummaries: all.slice(0, 3), NextToken: 'more' };
  }
}
function fail(text: string): never {
  throw new Error(text);
}
const there = (thing: unknown): unknown => thing ?? fail404();
function fail404(): never {
  throw refusal('ResourceNotFoundException', 'not found');
}
const of = (stack: string) => STACKS[stack] ?? fail(`There is no stack ${stack}.`);
