/** CodeDeploy: deployment groups and how they roll back. Deployments only speak up when a person starts one. */
import type { CreateDeploymentGroupInput, DeploymentGroupInfo, Tag, UpdateDeploymentGroupInput } from '@aws-sdk/client-codedeploy';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import { uuid } from './random.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

const API = 'CodeDeploy API';
rule(
  'codedeploy.update',
  'documented',
  'UpdateDeploymentGroup changes what it is given and nothing else',
  `${API}, UpdateDeploymentGroup: "only changed values"`,
);
rule(
  'codedeploy.rollback',
  'assumed',
  'a group that was never told about rollback has no configuration of it',
  'not said in the documentation',
);
rule(
  'codedeploy.id',
  'documented',
  'a group has an id of its own; one made anew under its name has another',
  `${API}, DeploymentGroupInfo`,
);
rule(
  'codedeploy.not-found',
  'documented',
  'DeploymentGroupDoesNotExistException, ApplicationDoesNotExistException',
  `${API}, GetDeploymentGroup`,
);
rule('codedeploy.texts', 'assumed', '"No Deployment Group found for name: x"', 'public reports of the AWS CLI');
rule(
  'codedeploy.batch',
  'documented',
  'at most 100 groups at once, of one application; unknown ones are left out',
  `${API}, BatchGetDeploymentGroups`,
);

export type DeploymentGroup = DeploymentGroupInfo & {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly deploymentGroupId: string;
  readonly tags?: readonly Tag[] | undefined;
};
export interface CodeDeploy extends Service {
  /** By `application/group`. */
  readonly shelf: Shelf<DeploymentGroup>;
  /** Furnishes a group that has always been there. */
  place(given: Partial<DeploymentGroup> & Pick<DeploymentGroup, 'applicationName' | 'deploymentGroupName'>): void;
}

interface Named {
  readonly applicationName?: string | undefined;
  readonly deploymentGroupName?: string | undefined;
}
const keyOf = ({ applicationName, deploymentGroupName }: Named): string => `${applicationName}/${deploymentGroupName}`;
function told(group: DeploymentGroup | undefined, name = ''): DeploymentGroup {
  if (group) return group;
  throw new AwsError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
}

/** `stopped` is told of a deployment that is stopped, by its id. */
export function codeDeploy(habitat: Habitat, stopped: (deployment: string) => boolean = () => false): CodeDeploy {
  const kept = shelf<DeploymentGroup>(habitat, 30);
  const StopDeployment = ({ deploymentId = '' }: { deploymentId?: string }) => {
    if (!stopped(deploymentId))
      throw new AwsError('DeploymentAlreadyCompletedException', `The deployment ${deploymentId} is already completed.`);
    return { status: 'Pending', statusMessage: 'Stopping deployment' };
  };
  return {
    ...service(habitat, 'codedeploy', { reads: reads(kept), writes: { ...writes(habitat, kept), StopDeployment } }),
    shelf: kept,
    place: (given) => kept.place(keyOf(given), made(habitat, given)),
  };
}

const made = (habitat: Habitat, given: Parameters<CodeDeploy['place']>[0]): DeploymentGroup => ({
  deploymentGroupId: uuid(habitat.random),
  deploymentConfigName: 'CodeDeployDefault.OneAtATime',
  serviceRoleArn: `arn:aws:iam::${habitat.account}:role/service-role/AmazonSageMakerServiceCatalogProductsCodeDeployRole`,
  ...given,
});

const reads = (kept: Shelf<DeploymentGroup>): Operations['reads'] => ({
  GetDeploymentGroup(input: Named) {
    const { tags, ...deploymentGroupInfo } = told(kept.read(keyOf(input)), input.deploymentGroupName);
    return { deploymentGroupInfo };
  },
  BatchGetDeploymentGroups({ applicationName, deploymentGroupNames = [] }: { applicationName?: string; deploymentGroupNames?: string[] }) {
    const found = deploymentGroupNames.flatMap((deploymentGroupName) => kept.read(keyOf({ applicationName, deploymentGroupName })) ?? []);
    return { deploymentGroupsInfo: found.map(({ tags, ...info }) => info) };
  },
  ListApplications: () => ({ applications: [...new Set(kept.list().map(({ applicationName }) => applicationName))].sort() }),
  ListDeploymentGroups({ applicationName }: Named) {
    const own = kept.list().filter((group) => group.applicationName === applicationName);
    return { applicationName, deploymentGroups: own.map(({ deploymentGroupName }) => deploymentGroupName).sort() };
  },
  ListTagsForResource({ ResourceArn = '' }: { ResourceArn?: string }) {
    const name = ResourceArn.split(':').slice(6).join(':');
    return { Tags: told(kept.read(name), name).tags ?? [] };
  },
});

const writes = (habitat: Habitat, kept: Shelf<DeploymentGroup>): Operations['writes'] => ({
  CreateDeploymentGroup(input: CreateDeploymentGroupInput) {
    if (kept.truth(keyOf(input))) throw new AwsError('DeploymentGroupAlreadyExistsException', `Group already exists: ${keyOf(input)}`);
    const group = made(habitat, input as DeploymentGroup);
    kept.put(keyOf(input), group);
    return { deploymentGroupId: group.deploymentGroupId };
  },
  UpdateDeploymentGroup({ currentDeploymentGroupName, newDeploymentGroupName, ...input }: UpdateDeploymentGroupInput) {
    if (newDeploymentGroupName) throw new Error('the world does not rename deployment groups');
    const key = keyOf({ ...input, deploymentGroupName: currentDeploymentGroupName });
    kept.put(key, { ...told(kept.truth(key), currentDeploymentGroupName), ...(input as Partial<DeploymentGroup>) });
    return { hooksNotCleanedUp: [] };
  },
  DeleteDeploymentGroup(input: Named) {
    kept.put(keyOf(input), undefined);
    return { hooksNotCleanedUp: [] };
  },
  CreateDeployment(input: Named) {
    const { applicationName: application, deploymentGroupName: deploymentGroup } = told(
      kept.truth(keyOf(input)),
      input.deploymentGroupName,
    );
    const detail = { application, deploymentGroup, deploymentId: 'd-WORLD0001', state: 'START', region: habitat.region };
    habitat.emit({ source: 'aws.codedeploy', 'detail-type': 'CodeDeploy Deployment State-change Notification', resources: [], detail });
    return { deploymentId: detail.deploymentId };
  },
});
