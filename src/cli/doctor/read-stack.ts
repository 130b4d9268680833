/** What is deployed, as Lambda, EventBridge and IAM tell it. */
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { reader } from '../../aws.ts';
import { isMap } from '../../engine/expect.ts';
import { READER } from '../../operator/functions.ts';
import { readPolicy, type Statement, texts } from '../../resources/policy-document.ts';
import { orMissing } from '../../resources/reading.ts';
import { said } from '../text.ts';
import type { Facts, Fn, Got, Role, Rule } from './facts.ts';

/** The fact, or why there is none. */
export async function got<T>(read: Promise<T>, what: string): Promise<Got<T>> {
  try {
    return { is: await read };
  } catch (error) {
    return { unread: `${what} could not be read: ${said(error)}` };
  }
}

export const readRule = (name: string, region: string): Promise<Got<Rule | undefined>> =>
  got(
    (async () => {
      const client = reader(EventBridgeClient, { region });
      const rule = await orMissing(client.send(new DescribeRuleCommand({ Name: name })));
      if (!rule) return undefined;
      const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: name }));
      return { state: rule.State ?? 'of no known state', targets: (Targets ?? []).map((t) => t.Arn ?? '') };
    })(),
    `the rule ${name}`,
  );

/** In doubt not: what a Deny or a Condition leaves over, nobody can tell from the document alone. */
function trustsLambda(document: string): boolean {
  const { Statement } = readPolicy(document, 'a role');
  const lambda = ({ Principal }: Statement): boolean => isMap(Principal) && texts(Principal.Service).includes('lambda.amazonaws.com');
  return Statement.every(({ Effect }) => Effect === 'Allow') && Statement.some((s) => s.Condition === undefined && lambda(s));
}

async function readRole(arn: string): Promise<Role> {
  const client = reader(IAMClient, { region: 'aws-global' });
  const RoleName = arn.split('/').at(-1);
  const got = await orMissing(client.send(new GetRoleCommand({ RoleName })));
  if (!got?.Role) return { arn, is: undefined };
  const { AssumeRolePolicyDocument: trust = '', PermissionsBoundary } = got.Role;
  const { PolicyNames: policies = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
  return { arn, is: { trusted: trustsLambda(trust), boundary: PermissionsBoundary?.PermissionsBoundaryArn ?? '', policies } };
}

export const readFunction = (FunctionName: string, region: string): Promise<Got<Fn | undefined>> =>
  got(
    (async (): Promise<Fn | undefined> => {
      const client = reader(LambdaClient, { region });
      const is = await orMissing(client.send(new GetFunctionConfigurationCommand({ FunctionName })));
      if (!is) return undefined;
      const [{ ReservedConcurrentExecutions: reserved }, { EventSourceMappings }, role] = await Promise.all([
        client.send(new GetFunctionConcurrencyCommand({ FunctionName })),
        client.send(new ListEventSourceMappingsCommand({ FunctionName })),
        readRole(is.Role ?? ''),
      ]);
      const queue = EventSourceMappings?.find((m) => m.EventSourceArn?.endsWith(`:${FunctionName}`))?.State;
      const families = is.Environment?.Variables?.FAMILIES;
      return {
        state: is.State ?? 'in no known state',
        lastUpdate: is.LastUpdateStatus ?? 'not known',
        role,
        ...(reserved !== undefined && { reserved }),
        ...(queue !== undefined && { queue }),
        ...(families !== undefined && { families: families.split(' ').filter(Boolean) }),
      };
    })(),
    `the function ${FunctionName}`,
  );

/** As the reader's function itself says it. */
export const readDeployed = (region: string): Promise<Facts['deployed']> =>
  got(
    (async () => {
      const Payload = Buffer.from(JSON.stringify({ verb: 'status', input: {} }));
      const sent = reader(LambdaClient, { region }).send(new InvokeCommand({ FunctionName: READER, Payload }));
      const answer = await orMissing(sent);
      if (!answer) return undefined;
      const said = Buffer.from(answer.Payload ?? []).toString();
      if (answer.FunctionError !== undefined) throw new Error(said.slice(0, 300));
      const { data, failed, refused } = JSON.parse(said) as Record<string, unknown> & { data?: Record<string, string> };
      const { release, policy, cap } = data ?? {};
      if (!release || !policy || !cap) throw new Error(String(failed ?? refused ?? said.slice(0, 300)));
      return { release, policy, cap };
    })(),
    `the status of ${READER}`,
  );
