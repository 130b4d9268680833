/** The stack and those within it, as CloudFormation has them. */
import {
  CloudFormationClient,
  type Stack as Described,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { reader } from '../aws.ts';
import { given, paged } from '../resources/reading.ts';
import type { Part, Stack } from './expected.ts';

/** Undefined = there is no stack. `since`: when what is under way began, in epoch milliseconds. */
export type Deployed = { readonly stacks: readonly Stack[] } | { readonly deploying: string; readonly since: number } | undefined;

/** CloudFormation has no error of its own for that (API reference, DescribeStacks). */
const isGone = ({ name, message }: Error): boolean => name === 'ValidationError' && message.includes('does not exist');

async function described(client: CloudFormationClient, StackName: string): Promise<Described | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    if (isGone(error as Error)) return undefined;
    throw error;
  }
}

async function partsOf(client: CloudFormationClient, StackName: string): Promise<readonly Part[]> {
  const all = paged(
    (NextToken) => client.send(new ListStackResourcesCommand({ StackName, NextToken })),
    (page) => page.StackResourceSummaries,
    (page) => page.NextToken,
  );
  const parts: Part[] = [];
  for await (const { LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, LastUpdatedTimestamp } of all) {
    if (ResourceStatus?.startsWith('DELETE_')) continue;
    parts.push({
      logical: given(LogicalResourceId, 'LogicalResourceId'),
      physical: PhysicalResourceId ?? '',
      type: given(ResourceType, 'ResourceType'),
      since: given(LastUpdatedTimestamp, 'LastUpdatedTimestamp').getTime(),
    });
  }
  return parts;
}

async function templateOf(client: CloudFormationClient, StackName: string): Promise<Stack['resources']> {
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Processed' }));
  // What a transform has made is JSON, and all our stacks have SAM's (assumed: seen of the emulator).
  return (JSON.parse(given(TemplateBody, 'TemplateBody')) as { Resources: Stack['resources'] }).Resources;
}

/** While anything of it is being deployed, nothing is what it was or will be: that is all that is said then. */
export async function deployed(region: string, name: string): Promise<Deployed> {
  const client = reader(CloudFormationClient, { region });
  const stacks: Stack[] = [];
  const names = [name];
  for (const one of names) {
    const is = await described(client, one);
    if (!is) return undefined;
    const { StackName: deploying = one, StackStatus = '', LastUpdatedTime, CreationTime } = is;
    if (StackStatus.endsWith('_IN_PROGRESS')) return { deploying, since: (LastUpdatedTime ?? CreationTime)?.getTime() ?? 0 };
    const parts = await partsOf(client, one);
    names.push(...parts.filter(({ type }) => type === 'AWS::CloudFormation::Stack').map(({ physical }) => physical));
    stacks.push({ parts, resources: await templateOf(client, one) });
  }
  return { stacks };
}
