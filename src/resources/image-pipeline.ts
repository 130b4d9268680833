/** AWS::CodePipeline::Pipeline with the container images that go through it, found by their repository, too. */
import { CodePipelineClient, ListPipelineExecutionsCommand, type PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { reader } from '../aws.ts';
import type { Kind, Ref, Resource } from '../engine/remediation.ts';
import { isArn, parseArn, placeOf } from './arn.ts';
import { type Findings, findingsOf } from './image-findings.ts';
import { type PipelineState, type PipelineTable, pipeline, readPipeline } from './pipeline.ts';
import { contentOf, type Definition } from './pipeline-definition.ts';
import { type ImageSource, imageSources } from './pipeline-stages.ts';
import { orMissing } from './reading.ts';

const REPOSITORY = 'AWS::ECR::Repository';

/**
 * `images`: what was found in each, by `repository@digest`; null where no scan tells. All else is as the other kind of pipelines has it: both
 * are held by one lock.
 */
export type ImagePipelineState = PipelineState & { readonly images: { readonly [image: string]: Findings | null } };

/** Of ECR's sources those in the pipeline's own account and Region: what others hold cannot be read. */
const near = (r: Pick<Resource, 'account' | 'region'>, definition: Definition): readonly ImageSource[] =>
  imageSources(definition).filter(
    ({ region, role }) => (region ?? r.region) === r.region && (role === undefined || parseArn(role).account === r.account),
  );

/** Such a run goes on, and may still enter a stage. */
const underWay = ({ status }: PipelineExecutionSummary): boolean => status === 'InProgress' || status === 'Stopping';

/**
 * The digests that may still be deployed of what a source has brought in: the newest one, which is deployed again when anybody retries or
 * releases it, and those of all runs under way, of which an older one may stand before a newer one. That the revision of an image is its
 * digest is assumed: the reference says "unique ID", and takes an IMAGE_DIGEST where a run is started (CodePipeline API reference,
 * SourceRevision, SourceRevisionOverride).
 */
function digestsOf(runs: readonly PipelineExecutionSummary[], source: string): readonly string[] {
  const brought = runs.flatMap((run) =>
    (run.sourceRevisions ?? []).flatMap(({ actionName, revisionId = '' }) =>
      actionName === source && revisionId.startsWith('sha256:') ? [{ digest: revisionId, waits: underWay(run) }] : [],
    ),
  );
  return [...new Set(brought.filter(({ waits }, i) => waits || i === 0).map(({ digest }) => digest))];
}

async function imagesOf(r: Resource, definition: Definition): Promise<ImagePipelineState['images']> {
  const sources = near(r, definition);
  if (sources.length === 0) return {};
  const asked = new ListPipelineExecutionsCommand({ pipelineName: r.name, maxResults: 100 });
  const runs = (await orMissing(reader(CodePipelineClient, r).send(asked)))?.pipelineExecutionSummaries ?? [];
  const images = sources.flatMap(({ action, repository }) => digestsOf(runs, action).map((digest) => ({ repository, digest })));
  const found = images.map(async ({ repository, digest }) => {
    const is = await findingsOf(r, repository, digest);
    return is === undefined ? [] : [[`${repository}@${digest}`, is] as const];
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}

/** No pipeline is found by its source: each is asked. */
async function fedBy(ref: Ref): Promise<Resource[]> {
  const repository = isArn(ref.id) ? parseArn(ref.id).id : ref.id;
  const { account, region } = placeOf(ref);
  const fed: Resource[] = [];
  for await (const one of pipeline.list()) {
    const is = await readPipeline(one, one.name);
    const sources = is?.pipeline && one.account === account && one.region === region ? near(one, contentOf(is.pipeline)) : [];
    if (sources.some((source) => source.repository === repository)) fed.push(one);
  }
  return fed;
}

export const imagePipeline: Kind<ImagePipelineState, PipelineTable> = {
  ...pipeline,
  types: [...pipeline.types, REPOSITORY],
  reads: [...pipeline.reads, 'codepipeline:ListPipelines', 'codepipeline:ListPipelineExecutions', 'ecr:DescribeImageScanFindings'],
  arns: [...pipeline.arns, `arn:\${AWS::Partition}:ecr:\${AWS::Region}:\${AWS::AccountId}:repository/*`],
  locate: async (ref) => (ref.type === REPOSITORY ? await fedBy(ref) : await pipeline.locate(ref)),
  async inspect(r) {
    const seen = await pipeline.inspect(r);
    return seen && { ...seen, state: { ...seen.state, images: await imagesOf(r, seen.state.definition) } };
  },
};
