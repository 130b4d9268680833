/** What a pipeline is told to do, as content: its version is none of it, and what may be a secret stands veiled. */
import { createHash } from 'node:crypto';
import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import canonicalize from 'canonicalize';
import type { Plain } from '../engine/remediation.ts';
import { veilOf } from './veil.ts';

export type Definition = Plain<Omit<PipelineDeclaration, 'version'>>;
export type Action = Plain<ActionDeclaration>;
type Change = (value: string, where: string) => string;

export function contentOf({ version: _, ...pipeline }: PipelineDeclaration): Definition {
  return JSON.parse(JSON.stringify(pipeline)) as Definition;
}

/**
 * What may be read in the record: where things come from and go to. All other configuration is the customer's own text: parameters of a
 * stack, input of a function, variables of a build (CodePipeline guide, "Action structure reference").
 */
const SHOWN = new Set([
  ...[
    'ConnectionArn',
    'FullRepositoryId',
    'BranchName',
    'RepositoryName',
    'Owner',
    'Repo',
    'Branch',
    'S3Bucket',
    'S3ObjectKey',
    'ImageTag',
  ],
  ...['PollForSourceChanges', 'DetectChanges', 'OutputArtifactFormat', 'ProjectName', 'PrimarySource', 'StackName', 'ActionMode'],
  ...['ChangeSetName', 'RoleArn', 'Capabilities', 'TemplatePath', 'TemplateConfiguration', 'ApplicationName', 'DeploymentGroupName'],
  ...['ClusterName', 'ServiceName', 'FileName', 'FunctionName', 'StateMachineArn', 'BucketName', 'ObjectKey', 'NotificationArn'],
]);

/** So CodePipeline shows a token that it was given: written back like this, it would be lost (CodePipeline guide, "Rotate your GitHub token"). */
const MASK = '****';

function changed(action: Action, where: string, change: Change): Action {
  const { configuration, environmentVariables, commands } = action;
  const open = (key: string, value: string) => SHOWN.has(key) || value === MASK;
  const shown = ([key, value]: readonly [string, string]) => [key, open(key, value) ? value : change(value, `${where}/${key}`)] as const;
  return {
    ...action,
    ...(configuration && { configuration: Object.fromEntries(Object.entries(configuration).map(shown)) }),
    ...(environmentVariables && {
      environmentVariables: environmentVariables.map((v) => ({ ...v, value: change(`${v.value}`, `${where}/${v.name}`) })),
    }),
    ...(commands && { commands: commands.map((command, i) => change(command, `${where}/commands/${i}`)) }),
  };
}

/** Everything that may be a secret, changed. */
function each(definition: Definition, change: Change): Definition {
  const { stages, variables } = definition;
  return {
    ...definition,
    stages: stages?.map((stage) => ({ ...stage, actions: stage.actions?.map((a) => changed(a, `${stage.name}/${a.name}`, change)) })),
    ...(variables && {
      variables: variables.map((v) => (v.defaultValue ? { ...v, defaultValue: change(v.defaultValue, `variables/${v.name}`) } : v)),
    }),
  };
}

/** The same with all that may be a secret replaced by one and the same digest of it. */
export function veiled(definition: Definition, arn: string): Definition {
  const values: (readonly [string, string])[] = [];
  each(definition, (value, where) => {
    values.push([where, value]);
    return value;
  });
  if (values.length === 0) return definition;
  const veil = veilOf(values, arn);
  return each(definition, () => veil);
}

/** One text for all of it: the same content, the same digest. */
export const digestOf = (definition: Definition): string =>
  createHash('sha256')
    .update(canonicalize(definition) ?? '')
    .digest('hex');

export const isMasked = (action: Action): boolean => Object.values(action.configuration ?? {}).includes(MASK);
