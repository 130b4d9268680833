/** AWS::CodeDeploy::DeploymentGroup, named by its application and its own name. */
import {
  type AutoRollbackConfiguration,
  BatchGetDeploymentGroupsCommand,
  CodeDeployClient,
  GetDeploymentGroupCommand,
  ListApplicationsCommand,
  ListDeploymentGroupsCommand,
  ListTagsForResourceCommand,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, orMissing, paged } from './reading.ts';

const TYPE = 'AWS::CodeDeploy::DeploymentGroup';
/** So many groups may be asked for in one call (CodeDeploy API reference, BatchGetDeploymentGroups). */
const AT_ONCE = 100;

/** `events`: what starts a rollback, in alphabetical order. `config`: how fast a release spreads, `CodeDeployDefault.AllAtOnce`. */
export type DeploymentGroupState = {
  readonly rollback: { readonly enabled: boolean; readonly events: readonly string[] };
  readonly config: string;
};

const client = (r: Resource) => writer(CodeDeployClient, r);
const api = {
  UpdateDeploymentGroup: { client, command: UpdateDeploymentGroupCommand, iam: ['codedeploy:UpdateDeploymentGroup'] },
} satisfies Table;
export type DeploymentGroupTable = typeof api;

export const groupOf = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:codedeploy:${place.region}:${place.account}:deploymentgroup:${name}`, name);

/** `application/group` as a call of CodeDeploy takes it. */
export function named({ name }: Pick<Resource, 'name'>): { applicationName: string; deploymentGroupName: string } {
  const [applicationName = '', ...group] = name.split('/');
  return { applicationName, deploymentGroupName: group.join('/') };
}

async function* groups(where: { region: string }): AsyncGenerator<string> {
  const applications = paged(
    (nextToken) => reader(CodeDeployClient, where).send(new ListApplicationsCommand({ nextToken })),
    (page) => page.applications,
    (page) => page.nextToken,
  );
  for await (const applicationName of applications) {
    const page = (nextToken: string | undefined) =>
      orMissing(reader(CodeDeployClient, where).send(new ListDeploymentGroupsCommand({ applicationName, nextToken })));
    for await (const group of paged(
      page,
      (p) => p?.deploymentGroups,
      (p) => p?.nextToken,
    ))
      yield `${applicationName}/${group}`;
  }
}

/** Config speaks of a group by its id alone, and a group does not know its application: each is asked. */
async function found(id: string, where: { region: string }): Promise<string[]> {
  const byApplication = Map.groupBy(await Array.fromAsync(groups(where)), (name) => named({ name }).applicationName);
  const names: string[] = [];
  for (const [applicationName, all] of byApplication) {
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const deploymentGroupNames = all.slice(from, from + AT_ONCE).map((name) => named({ name }).deploymentGroupName);
      const asked = new BatchGetDeploymentGroupsCommand({ applicationName, deploymentGroupNames });
      const { deploymentGroupsInfo = [] } = await reader(CodeDeployClient, where).send(asked);
      for (const { deploymentGroupId, deploymentGroupName } of deploymentGroupsInfo)
        if (id === deploymentGroupId || id === deploymentGroupName) names.push(`${applicationName}/${deploymentGroupName}`);
    }
  }
  return names;
}

const rollbackOf = ({ enabled = false, events = [] }: AutoRollbackConfiguration = {}): DeploymentGroupState['rollback'] => ({
  enabled,
  events: [...events].sort(),
});

export const deploymentGroup: Kind<DeploymentGroupState, DeploymentGroupTable> = {
  types: [TYPE],
  api,
  reads: [
    'codedeploy:GetDeploymentGroup',
    'codedeploy:BatchGetDeploymentGroups',
    'codedeploy:ListApplications',
    'codedeploy:ListDeploymentGroups',
    'codedeploy:ListTagsForResource',
  ],
  arns: ['deploymentgroup', 'application'].map((noun) => `arn:\${AWS::Partition}:codedeploy:\${AWS::Region}:\${AWS::AccountId}:${noun}:*`),
  lag: 30,
  async locate(ref) {
    const place = placeOf(ref);
    const id = isArn(ref.id) ? parseArn(ref.id).id : ref.id;
    const names = id.includes('/') ? [id] : await found(id, place);
    return names.map((name) => groupOf(place, name));
  },
  async *list() {
    const place = here();
    for await (const name of groups(place)) yield groupOf(place, name);
  },
  async inspect(r) {
    const is = (await orMissing(reader(CodeDeployClient, r).send(new GetDeploymentGroupCommand(named(r)))))?.deploymentGroupInfo;
    if (!is) return undefined;
    const { deploymentGroupId, autoRollbackConfiguration, deploymentConfigName } = is;
    const tags = await orMissing(reader(CodeDeployClient, r).send(new ListTagsForResourceCommand({ ResourceArn: r.arn })));
    const state = { rollback: rollbackOf(autoRollbackConfiguration), config: given(deploymentConfigName, 'deploymentConfigName') };
    return { born: given(deploymentGroupId, 'deploymentGroupId'), state, linked: namesSageMaker([is, tags?.Tags ?? []]) };
  },
};
