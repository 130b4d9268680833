/** What is asked about build projects, and about the parameters that are there for them. */
import { BatchGetProjectsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { DescribeParametersCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { reader } from '../aws.ts';
import type { Resource } from '../engine/remediation.ts';
import { pathOf } from './build-moved.ts';
import { given, paged } from './reading.ts';

/** The project as AWS has it, with its secrets: nothing of it may be kept as it is. */
export async function described(r: Resource, abortSignal?: AbortSignal) {
  const asked = new BatchGetProjectsCommand({ names: [r.name] });
  const { projects } = await reader(CodeBuildClient, r).send(asked, abortSignal && { abortSignal });
  return projects?.[0];
}

/** The names of the secure parameters below the project's path. What they hold is not asked for. */
export async function parameters(r: Resource): Promise<readonly string[]> {
  const ParameterFilters = [{ Key: 'Path', Option: 'Recursive', Values: [pathOf(r.name)] }];
  const page = (NextToken: string | undefined) =>
    reader(SSMClient, r).send(new DescribeParametersCommand({ ParameterFilters, MaxResults: 50, NextToken }));
  const all = paged(
    page,
    (p) => p.Parameters,
    (p) => p.NextToken,
  );
  const names: string[] = [];
  for await (const { Name, Type } of all) if (Name && Type === 'SecureString') names.push(Name);
  return names;
}

/** What a parameter holds. */
export async function held(r: Resource, Name: string, abortSignal: AbortSignal): Promise<string> {
  const { Parameter } = await reader(SSMClient, r).send(new GetParameterCommand({ Name, WithDecryption: true }), { abortSignal });
  return given(Parameter?.Value, 'Value');
}
