/** How what was deployed stands now, as Lambda and EventBridge tell it. One after the other: Lambda takes 15 such questions a second. */
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetEventSourceMappingCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { reader } from '../aws.ts';
import { given, orMissing } from '../resources/reading.ts';
import { type Expected, form, tail, targetsForm, whenForm } from './expected.ts';
import type { Seen } from './judge.ts';

async function fn(client: LambdaClient, FunctionName: string) {
  const is = await orMissing(client.send(new GetFunctionCommand({ FunctionName })));
  if (!is) return undefined;
  const { LastModified, CodeSha256 = '' } = given(is.Configuration, 'Configuration');
  const reserved = is.Concurrency?.ReservedConcurrentExecutions;
  return { modified: Date.parse(given(LastModified, 'LastModified')), code: CodeSha256, ...(reserved !== undefined && { reserved }) };
}

async function mapping(client: LambdaClient, UUID: string) {
  const is = await orMissing(client.send(new GetEventSourceMappingCommand({ UUID })));
  if (!is) return undefined;
  return { state: is.State ?? '', calls: tail(is.FunctionArn ?? ''), filters: form(is.FilterCriteria?.Filters ?? []) };
}

async function rule(client: EventBridgeClient, Name: string) {
  const is = await orMissing(client.send(new DescribeRuleCommand({ Name })));
  if (!is) return undefined;
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const pattern: unknown = is.EventPattern ? JSON.parse(is.EventPattern) : undefined;
  return {
    state: is.State ?? '',
    when: whenForm(pattern, is.ScheduleExpression || undefined),
    targets: targetsForm(Targets),
  };
}

async function each<T>(ids: Iterable<string>, read: (id: string) => Promise<T | undefined>): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  for (const id of ids) {
    const is = await read(id);
    if (is) found.set(id, is);
  }
  return found;
}

/** Throws where something cannot be read: what is not known is not taken for gone. */
export async function see(region: string, wanted: Expected): Promise<Seen> {
  const [lambda, events] = [reader(LambdaClient, { region }), reader(EventBridgeClient, { region })];
  return {
    functions: await each(wanted.functions.keys(), (name) => fn(lambda, name)),
    mappings: await each(wanted.mappings.keys(), (id) => mapping(lambda, id)),
    rules: await each(wanted.rules.keys(), (name) => rule(events, name)),
  };
}
