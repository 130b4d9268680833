/** CodeBuild: build projects. Builds themselves only speak up when a person starts one. */
import type {
  BatchGetProjectsInput,
  CreateProjectInput,
  ListProjectsInput,
  Project,
  UpdateProjectInput,
  UpdateProjectVisibilityInput,
} from '@aws-sdk/client-codebuild';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

rule(
  'codebuild.update',
  'assumed',
  'UpdateProject changes the members it is given, each as a whole: an environment without its variables has none',
  'CodeBuild API, UpdateProject; aws-solutions/automated-security-response-on-aws sends the whole environment',
);
rule(
  'codebuild.logs',
  'observed',
  'a project that was never told about logs has no logsConfig; what is set is given back as it was set',
  'go-to-k/cdk-real-drift PR 135',
);
rule('codebuild.environment', 'assumed', 'the environment is given back as it was set, variables in their order', 'as for logs');
rule(
  'codebuild.visibility',
  'assumed',
  'visibility is changed by UpdateProjectVisibility alone; PRIVATE also forgets the role',
  'CodeBuild API; not said what becomes of the role',
);
rule(
  'codebuild.unknown',
  'documented',
  'BatchGetProjects leaves unknown projects to projectsNotFound; updating one is a ResourceNotFoundException',
  'CodeBuild API, BatchGetProjects, UpdateProject',
);
rule('codebuild.texts', 'assumed', '"Project cannot be found: arn", "Project already exists: arn"', 'getmoto/moto codebuild');
rule('codebuild.delete', 'assumed', 'deleting what is not there succeeds', 'CodeBuild API lists no ResourceNotFoundException for it');
rule('codebuild.build-event', 'documented', 'a build says that it is in progress', 'CodeBuild guide, build notifications');

export type BuildProject = Project & { readonly name: string; readonly arn: string; readonly created: Date };
export interface CodeBuild extends Service {
  readonly shelf: Shelf<BuildProject>;
  /** Furnishes a project that has always been there. */
  place(given: Partial<BuildProject> & Pick<BuildProject, 'name'>): void;
}

const environment = { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_SMALL' } as const;

export function codeBuild(habitat: Habitat): CodeBuild {
  const kept = shelf<BuildProject>(habitat, 30);
  return {
    ...service(habitat, 'codebuild', { reads: reads(kept), writes: writes(habitat, kept) }),
    shelf: kept,
    place: (given) => kept.place(given.name, made(habitat, given)),
  };
}

const arnOf = ({ region, account }: Habitat, name: string): string => `arn:aws:codebuild:${region}:${account}:project/${name}`;
const nameIn = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

function made(habitat: Habitat, given: Partial<BuildProject> & Pick<BuildProject, 'name'>): BuildProject {
  const now = new Date(habitat.clock.now());
  return {
    arn: arnOf(habitat, given.name),
    source: { type: 'CODEPIPELINE' },
    artifacts: { type: 'CODEPIPELINE' },
    serviceRole: `arn:aws:iam::${habitat.account}:role/service-role/AmazonSageMakerServiceCatalogProductsCodeBuildRole`,
    timeoutInMinutes: 60,
    projectVisibility: 'PRIVATE',
    created: now,
    lastModified: now,
    ...given,
    environment: { privilegedMode: false, environmentVariables: [], ...environment, ...given.environment },
  };
}

const reads = (kept: Shelf<BuildProject>): Operations['reads'] => ({
  BatchGetProjects({ names = [] }: BatchGetProjectsInput) {
    const found = names.map((name) => kept.read(nameIn(name)));
    return { projects: found.filter((one) => one !== undefined), projectsNotFound: names.filter((_, i) => !found[i]) };
  },
  ListProjects({ nextToken = '0' }: ListProjectsInput) {
    const all = kept.list().map(({ name }) => name);
    const until = Number(nextToken) + 100;
    return { projects: all.sort().slice(Number(nextToken), until), ...(until < all.length && { nextToken: String(until) }) };
  },
});

function writes(habitat: Habitat, kept: Shelf<BuildProject>): Operations['writes'] {
  const found = (name = ''): BuildProject => {
    const project = kept.truth(nameIn(name));
    if (!project) throw new AwsError('ResourceNotFoundException', `Project cannot be found: ${arnOf(habitat, nameIn(name))}`);
    return project;
  };
  const put = (project: BuildProject) => {
    const moved = { ...project, lastModified: new Date(habitat.clock.now()) };
    kept.put(project.name, moved);
    return { project: moved };
  };
  return {
    CreateProject(input: CreateProjectInput) {
      const { name = '' } = input;
      if (kept.truth(name)) throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${arnOf(habitat, name)}`);
      return put(made(habitat, { ...(input as Partial<BuildProject>), name }));
    },
    UpdateProject(input: UpdateProjectInput) {
      const project = found(input.name);
      const changed = { ...project, ...input } as BuildProject;
      return put({ ...changed, environment: { privilegedMode: false, environmentVariables: [], ...environment, ...changed.environment } });
    },
    UpdateProjectVisibility({ projectArn, projectVisibility, resourceAccessRole }: UpdateProjectVisibilityInput) {
      const { resourceAccessRole: _, ...project } = found(projectArn);
      put({ ...project, projectVisibility, ...(projectVisibility === 'PUBLIC_READ' && resourceAccessRole && { resourceAccessRole }) });
      return { projectArn, projectVisibility };
    },
    DeleteProject: ({ name = '' }: { name?: string }) => kept.put(nameIn(name), undefined),
    StartBuild({ projectName }: { projectName?: string }) {
      const { name } = found(projectName);
      const detail = { 'build-status': 'IN_PROGRESS', 'project-name': name, 'current-phase': 'SUBMITTED', version: '1' };
      habitat.emit({ source: 'aws.codebuild', 'detail-type': 'CodeBuild Build State Change', resources: [arnOf(habitat, name)], detail });
      return { build: { projectName: name } };
    },
  };
}
