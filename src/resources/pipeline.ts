/** AWS::CodePipeline::Pipeline, with the versions it had before: CodePipeline keeps them. */
import { isDeepStrictEqual } from 'node:util';
import {
  CodePipelineClient,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListPipelinesCommand,
  ListTagsForResourceCommand,
  UpdatePipelineCommand,
  type UpdatePipelineInput,
} from '@aws-sdk/client-codepipeline';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { contentOf, type Definition, digestOf, veiled } from './pipeline-definition.ts';
import { given, orMissing, paged } from './reading.ts';
import { NotAsSeen } from './veil.ts';

const TYPE = 'AWS::CodePipeline::Pipeline';
/** How many earlier versions are read. */
const EARLIER = 10;

/**
 * `definition` and the `earlier` ones, by version, with all that may be a secret veiled; `content` is the digest of the first. `closed`: the
 * stages that nothing may enter because of us, each with the reason that was given; `shut`: because of others. So what its owner closes after
 * us, for a reason of his own, is not seen as ours any more, and is not opened for him.
 */
export type PipelineState = {
  readonly version: number;
  readonly definition: Definition;
  readonly content: string;
  readonly closed: { readonly [stage: string]: string };
  readonly shut: { readonly [stage: string]: string };
  readonly earlier: { readonly [version: string]: Definition };
};

/** A pipeline as it is, or as it was in one of its versions. */
export const readPipeline = (r: Pick<Resource, 'region'>, name: string, version?: number, abortSignal?: AbortSignal) =>
  orMissing(
    reader(CodePipelineClient, r).send(new GetPipelineCommand({ name, ...(version && { version }) }), abortSignal && { abortSignal }),
  );

/** The recorded definition says of which version it is: that one is read again and sent, if it still is what was recorded. */
async function reveal(r: Resource, { pipeline }: UpdatePipelineInput, abortSignal: AbortSignal): Promise<UpdatePipelineInput> {
  const { version, ...recorded } = given(pipeline, 'pipeline');
  const is = await readPipeline(r, r.name, version, abortSignal);
  const there = is?.pipeline && contentOf(is.pipeline);
  if (!there || !isDeepStrictEqual(veiled(there, r.arn), recorded)) throw new NotAsSeen(r.arn);
  return { pipeline: there };
}

const client = (r: Resource) => writer(CodePipelineClient, r);
const api = {
  DisableStageTransition: { client, command: DisableStageTransitionCommand, iam: ['codepipeline:DisableStageTransition'] },
  EnableStageTransition: { client, command: EnableStageTransitionCommand, iam: ['codepipeline:EnableStageTransition'] },
  UpdatePipeline: {
    client,
    command: UpdatePipelineCommand,
    iam: ['codepipeline:UpdatePipeline'],
    passes: [
      { action: 'iam:PassRole', arn: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/*`, to: 'codepipeline.amazonaws.com' },
      ...['codestar-connections', 'codeconnections'].map((service) => ({
        action: `${service}:PassConnection`,
        arn: `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:connection/*`,
        to: 'codepipeline.amazonaws.com',
      })),
    ],
    reveal,
  },
} satisfies Table;
export type PipelineTable = typeof api;

export const pipelineOf = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:codepipeline:${place.region}:${place.account}:${name}`, name);

/** How every reason of ours begins, and nobody else's. */
const OURS = 'Closed by mlwarden';
type Gates = Pick<PipelineState, 'closed' | 'shut'>;

/** Whether nothing may enter a stage, whoever said so. */
export const isClosed = ({ closed, shut }: Gates, stage: string): boolean => stage in closed || stage in shut;

/** Nothing enters the stage from now on, for a reason that begins as all of ours do. */
export function closing(pipelineName: string, stageName: string, reason: string) {
  const stage = { pipelineName, stageName, transitionType: 'Inbound' } as const;
  return {
    do: 'step',
    call: { api: 'DisableStageTransition', input: { ...stage, reason } },
    effect: 'reversible',
    expect: { closed: { [stageName]: reason } },
    undo: { api: 'EnableStageTransition', input: stage },
  } as const;
}

async function gatesOf(r: Resource): Promise<Gates | undefined> {
  const is = await orMissing(reader(CodePipelineClient, r).send(new GetPipelineStateCommand({ name: r.name })));
  const all = (is?.stageStates ?? [])
    .filter(({ inboundTransitionState }) => inboundTransitionState?.enabled === false)
    .map(({ stageName, inboundTransitionState }) => [given(stageName, 'stageName'), inboundTransitionState?.disabledReason ?? ''] as const);
  const by = (ours: boolean) => Object.fromEntries(all.filter(([, reason]) => reason.startsWith(OURS) === ours));
  return is && { closed: by(true), shut: by(false) };
}

async function earlierOf(r: Resource, version: number): Promise<PipelineState['earlier']> {
  const versions = Array.from({ length: Math.min(EARLIER, version - 1) }, (_, i) => version - 1 - i);
  const found = await Promise.all(versions.map(async (v) => [v, (await readPipeline(r, r.name, v))?.pipeline] as const));
  return Object.fromEntries(found.flatMap(([v, pipeline]) => (pipeline ? [[v, veiled(contentOf(pipeline), r.arn)]] : [])));
}

/** Tags are asked for only where the definition leaves it open. */
export async function linkOf(r: Pick<Resource, 'arn' | 'region'>, definition: Definition): Promise<readonly string[]> {
  const said = namesSageMaker(definition);
  if (said.length > 0) return said;
  const tags = await orMissing(reader(CodePipelineClient, r).send(new ListTagsForResourceCommand({ resourceArn: r.arn })));
  return namesSageMaker(tags?.tags ?? []);
}

export const pipeline: Kind<PipelineState, PipelineTable> = {
  types: [TYPE],
  api,
  reads: ['codepipeline:GetPipeline', 'codepipeline:GetPipelineState', 'codepipeline:ListTagsForResource'],
  lists: ['codepipeline:ListPipelines'],
  arns: [`arn:\${AWS::Partition}:codepipeline:\${AWS::Region}:\${AWS::AccountId}:*`],
  lag: 30,
  async locate(ref) {
    return [pipelineOf(placeOf(ref), isArn(ref.id) ? parseArn(ref.id).id : ref.id)];
  },
  async *list() {
    const place = here();
    const page = (nextToken: string | undefined) => reader(CodePipelineClient, place).send(new ListPipelinesCommand({ nextToken }));
    const listed = paged(
      page,
      (p) => p.pipelines,
      (p) => p.nextToken,
    );
    for await (const { name } of listed) yield pipelineOf(place, given(name, 'name'));
  },
  async inspect(r) {
    const is = await readPipeline(r, r.name);
    if (!is) return undefined;
    const { version, ...declared } = given(is.pipeline, 'pipeline');
    const current = given(version, 'version');
    const content = contentOf(declared);
    const [gates, earlier, linked] = await Promise.all([gatesOf(r), earlierOf(r, current), linkOf(r, content)]);
    if (!gates) return undefined;
    const definition = veiled(content, r.arn);
    const born = given(is.metadata?.created, 'created').toISOString();
    return { born, state: { version: current, definition, content: digestOf(definition), ...gates, earlier }, linked };
  },
};
