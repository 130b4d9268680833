/** AWS::CodeBuild::Project. */
import {
  BatchGetProjectsCommand,
  CodeBuildClient,
  ListProjectsCommand,
  type LogsConfig,
  UpdateProjectCommand,
  type UpdateProjectInput,
  UpdateProjectVisibilityCommand,
} from '@aws-sdk/client-codebuild';
import { reader, writer } from '../aws.ts';
import type { Kind, Plain, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { type Environment, unveiled, veiled } from './build-environment.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, paged } from './reading.ts';
import { NotAsSeen } from './veil.ts';

const TYPE = 'AWS::CodeBuild::Project';

/**
 * `environment`: as AWS has it, with what stands in clear text veiled. `logs` is missing where nobody ever said anything about logs.
 * `accessRole`: with what a public project's logs and artifacts are read.
 */
export type BuildProjectState = {
  readonly environment: Environment;
  readonly logs?: Plain<LogsConfig>;
  readonly visibility: string;
  readonly accessRole?: string;
};

async function described(r: Resource, abortSignal?: AbortSignal) {
  const asked = new BatchGetProjectsCommand({ names: [r.name] });
  const { projects } = await reader(CodeBuildClient, r).send(asked, abortSignal && { abortSignal });
  return projects?.[0];
}

/** UpdateProject replaces the environment as a whole, so its variables are written back, and their values are read again for that. */
async function reveal(r: Resource, input: UpdateProjectInput, abortSignal: AbortSignal): Promise<UpdateProjectInput> {
  if (!input.environment) return input;
  const there = (await described(r, abortSignal))?.environment;
  if (!there) throw new NotAsSeen(r.arn);
  return { ...input, environment: unveiled(input.environment, there, r.arn) };
}

const client = (r: Resource) => writer(CodeBuildClient, r);
const api = {
  UpdateProject: { client, command: UpdateProjectCommand, iam: ['codebuild:UpdateProject'], reveal },
  UpdateProjectVisibility: { client, command: UpdateProjectVisibilityCommand, iam: ['codebuild:UpdateProjectVisibility'] },
} satisfies Table;
export type BuildProjectTable = typeof api;

export const project = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:codebuild:${place.region}:${place.account}:project/${name}`, name);

export const buildProject: Kind<BuildProjectState, BuildProjectTable> = {
  types: [TYPE],
  api,
  reads: ['codebuild:BatchGetProjects'],
  lists: ['codebuild:ListProjects'],
  arns: [`arn:\${AWS::Partition}:codebuild:\${AWS::Region}:\${AWS::AccountId}:project/*`],
  lag: 30,
  async locate(ref) {
    return [project(placeOf(ref), isArn(ref.id) ? parseArn(ref.id).id : ref.id)];
  },
  async *list() {
    const place = here();
    const page = (nextToken: string | undefined) => reader(CodeBuildClient, place).send(new ListProjectsCommand({ nextToken }));
    const names = paged(
      page,
      (p) => p.projects,
      (p) => p.nextToken,
    );
    for await (const name of names) yield project(place, name);
  },
  async inspect(r) {
    const is = await described(r);
    if (!is) return undefined;
    const { environment, logsConfig, projectVisibility = 'PRIVATE', resourceAccessRole } = is;
    const state: BuildProjectState = {
      environment: veiled(given(environment, 'environment'), r.arn),
      ...(logsConfig && { logs: logsConfig }),
      visibility: projectVisibility,
      ...(resourceAccessRole && { accessRole: resourceAccessRole }),
    };
    const plain = JSON.parse(JSON.stringify(state)) as BuildProjectState;
    return { born: given(is.created, 'created').toISOString(), state: plain, linked: namesSageMaker(is) };
  },
};
