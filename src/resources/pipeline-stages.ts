/** What the stages of a pipeline do, in the order in which a release passes them. */
import type { Action, Definition } from './pipeline-definition.ts';

const stages = ({ stages = [] }: Definition) => stages.map(({ name, actions = [] }) => ({ name: `${name}`, actions }));
const is = (category: string) => (action: Action) => action.actionTypeId?.category === category;
const order = ({ runOrder = 1 }: Action): number => runOrder;

/** The stages that deploy something, by name. */
export const deploying = (definition: Definition): readonly string[] =>
  stages(definition)
    .filter(({ actions }) => actions.some(is('Deploy')))
    .map(({ name }) => name);

/** True where somebody approves before the first deployment of the stage: in a stage before it, or earlier in the stage itself. */
export function approvedBefore(definition: Definition, stage: string): boolean {
  const all = stages(definition);
  const at = all.findIndex(({ name }) => name === stage);
  if (all.slice(0, at).some(({ actions }) => actions.some(is('Approval')))) return true;
  const own = all[at]?.actions ?? [];
  const first = Math.min(...own.filter(is('Deploy')).map(order));
  return own.filter(is('Approval')).some((approval) => order(approval) < first);
}

/**
 * The stage to close so that nothing is deployed, whatever is wrong: the first that deploys or, where none does, the first that nothing but
 * sources comes before. A pipeline has at least two stages, and only its first one holds sources (CodePipeline guide, "Pipeline structure").
 */
export const gateOf = (definition: Definition): string | undefined => deploying(definition)[0] ?? stages(definition)[1]?.name;

/** The artifact stores that are not encrypted with a key of one's own, by bucket. */
export const keyless = ({ artifactStore, artifactStores }: Definition): readonly string[] =>
  [artifactStore, ...Object.values(artifactStores ?? {})].flatMap((store) => (store && !store.encryptionKey ? [`${store.location}`] : []));

/** Where an action gets what it brings in, by provider (CodePipeline guide, "Action structure reference"). */
function origin({ actionTypeId, configuration: c = {} }: Action): string {
  const repository = c.FullRepositoryId ?? c.RepositoryName ?? (c.Repo ? `${c.Owner}/${c.Repo}` : undefined);
  const branch = c.BranchName ?? c.Branch ?? c.ImageTag;
  const named = repository ? `${repository}${branch ? `@${branch}` : ''}` : `${c.S3Bucket ?? ''}/${c.S3ObjectKey ?? ''}`;
  return `${actionTypeId?.provider}:${named}`;
}
/** `CodeCommit:churn@main`, `CodeStarSourceConnection:acme/churn@main`, `S3:bucket/key`, `ECR:churn@latest`. */
export const origins = (definition: Definition): readonly string[] =>
  stages(definition).flatMap(({ actions }) => actions.filter(is('Source')).map(origin));

/** All actions of all stages. */
export const actionsOf = (definition: Definition): readonly Action[] => stages(definition).flatMap(({ actions }) => actions);

/** An action that brings in images of ECR. `region` and `role` are missing where they are the pipeline's own. */
export interface ImageSource {
  readonly action: string;
  readonly repository: string;
  readonly region?: string | undefined;
  readonly role?: string | undefined;
}
/** CodePipeline guide, "Amazon ECR source action reference". */
export const imageSources = (definition: Definition): readonly ImageSource[] =>
  actionsOf(definition)
    .filter((action) => is('Source')(action) && action.actionTypeId?.provider === 'ECR')
    .map(({ name, configuration, region, roleArn: role }) => ({
      action: `${name}`,
      repository: `${configuration?.RepositoryName}`,
      region,
      role,
    }));
