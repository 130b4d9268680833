/** AWS::CodeBuild::Project, with the parameters that are there for what stands in it. */
import {
  CodeBuildClient,
  ListProjectsCommand,
  type LogsConfig,
  type Project,
  UpdateProjectCommand,
  type UpdateProjectInput,
  UpdateProjectVisibilityCommand,
} from '@aws-sdk/client-codebuild';
import { PutParameterCommand, type PutParameterRequest, SSMClient } from '@aws-sdk/client-ssm';
import { reader, writer } from '../aws.ts';
import type { Kind, Plain, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { type Environment, isPlain, variablesOf, veiled } from './build-environment.ts';
import { parameterOf } from './build-moved.ts';
import { described, parameters } from './build-reads.ts';
import { ofVariable, whole } from './build-reveal.ts';
import { closed, exposes, type Source } from './build-source.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, paged } from './reading.ts';
import { discreet } from './veil.ts';

const TYPE = 'AWS::CodeBuild::Project';

/**
 * `environment`: as AWS has it, with what stands in clear text veiled. `clear`: the variables of it that do, empty ones apart, each with the
 * name of the parameter for it. `parameters`: those that are there, whatever they were made for. `references`: the parameters that variables
 * refer to. `exposed`: where a URL holds credentials, which is in no source here. `logs` is missing where nobody ever said anything about logs.
 * `accessRole`: with what a public project's logs and artifacts are read.
 */
export type BuildProjectState = {
  readonly environment: Environment;
  readonly clear: { readonly [variable: string]: string };
  readonly parameters: { readonly [name: string]: true };
  readonly references: { readonly [variable: string]: string };
  readonly source: Source;
  readonly secondarySources: readonly Source[];
  readonly exposed: { readonly [K in 'source' | 'secondarySources']?: true };
  readonly logs?: Plain<LogsConfig>;
  readonly visibility: string;
  readonly accessRole?: string;
};

/** Those that are ours, as CloudFormation substitution text. */
const PARAMETERS = `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/mlwarden/codebuild/*`;

const secretsOf = ({ environment, source, secondarySources = [] }: UpdateProjectInput) => [
  ...(environment?.environmentVariables ?? []).filter(isPlain).map(({ value }) => value),
  ...[source, ...secondarySources].map((one) => one?.buildspec),
];
const client = (r: Resource) => discreet(writer(CodeBuildClient, r), secretsOf);
const api = {
  UpdateProject: { client, command: UpdateProjectCommand, iam: ['codebuild:UpdateProject'], reveal: whole },
  UpdateProjectVisibility: { client, command: UpdateProjectVisibilityCommand, iam: ['codebuild:UpdateProjectVisibility'] },
  // What is moved into a parameter is read before the project refers to it, and to be taken out again: by UpdateProject, of whoever may do both.
  PutParameter: {
    client: (r) => discreet(writer(SSMClient, r), ({ Value }: PutParameterRequest) => [Value]),
    command: PutParameterCommand,
    iam: ['ssm:PutParameter', 'ssm:GetParameter'],
    reveal: ofVariable,
  },
} satisfies Table;
export type BuildProjectTable = typeof api;

export const project = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:codebuild:${place.region}:${place.account}:project/${name}`, name);

function clearIn({ name: of }: Resource, veil: Environment, there: Environment): BuildProjectState['clear'] {
  const open = variablesOf(veil).filter((v, i) => isPlain(v) && variablesOf(there)[i]?.value);
  return Object.fromEntries(open.map(({ name = '', value = '' }) => [name, parameterOf(of, name, value)]));
}

/** All that is said of the project, without its secrets. */
function stateOf(r: Resource, is: Project, kept: readonly string[]): BuildProjectState {
  const { environment, logsConfig, projectVisibility = 'PRIVATE', resourceAccessRole } = is;
  const there = given(environment, 'environment') as Environment;
  const veil = veiled(there, r.arn);
  const source = given(is.source, 'source') as Source;
  const more = (is.secondarySources ?? []) as readonly Source[];
  const references = variablesOf(there).filter(({ type }) => type === 'PARAMETER_STORE');
  const state = {
    environment: veil,
    clear: clearIn(r, veil, there),
    parameters: Object.fromEntries(kept.map((name) => [name, true])),
    references: Object.fromEntries(references.map(({ name, value }) => [name, value])),
    source: closed(source, r.arn),
    secondarySources: more.map((one) => closed(one, r.arn)),
    exposed: { ...(exposes(source) && { source: true }), ...(more.some(exposes) && { secondarySources: true }) },
    ...(logsConfig && { logs: logsConfig }),
    visibility: projectVisibility,
    ...(resourceAccessRole && { accessRole: resourceAccessRole }),
  };
  return JSON.parse(JSON.stringify(state)) as BuildProjectState;
}

export const buildProject: Kind<BuildProjectState, BuildProjectTable> = {
  types: [TYPE],
  api,
  reads: ['codebuild:BatchGetProjects', 'ssm:DescribeParameters'],
  lists: ['codebuild:ListProjects'],
  arns: [`arn:\${AWS::Partition}:codebuild:\${AWS::Region}:\${AWS::AccountId}:project/*`, PARAMETERS],
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
    // Also where nothing stands in clear text any more: what was put into a parameter meanwhile has to be seen.
    const [is, kept] = await Promise.all([described(r), parameters(r)]);
    if (!is) return undefined;
    return { born: given(is.created, 'created').toISOString(), state: stateOf(r, is, kept), linked: namesSageMaker(is) };
  },
};
