/** One run of a CodePipeline pipeline: who let it pass, and what it is deploying. No type of CloudFormation: the name is ours. */
import { CodeDeployClient, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  type ActionExecutionDetail,
  CodePipelineClient,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { here } from './home.ts';
import { linkOf, readPipeline } from './pipeline.ts';
import { contentOf } from './pipeline-definition.ts';
import { given, orMissing, paged } from './reading.ts';

const TYPE = 'AWS::CodePipeline::PipelineExecution';
const PIPELINE = 'AWS::CodePipeline::Pipeline';

/**
 * `running`: something may still begin. `through`: it came to its end, and what it was to deploy is deployed. `startedBy`: who started it by
 * hand, an ARN. `approvals`: by stage and action, the ARN of who said yes. `released`: the approvals after which something was deployed, sorted.
 * `deploying`: the CodeDeploy deployments that it has under way, by id, with the action that began each.
 */
export type ExecutionState = {
  readonly running: boolean;
  readonly through: boolean;
  readonly startedBy?: string;
  readonly approvals: { readonly [where: string]: string };
  readonly released: readonly string[];
  readonly deploying: { readonly [deployment: string]: string };
};

const api = {
  StopPipelineExecution: {
    client: (r: Resource) => writer(CodePipelineClient, r),
    command: StopPipelineExecutionCommand,
    iam: ['codepipeline:StopPipelineExecution'],
  },
  StopDeployment: {
    client: (r: Resource) => writer(CodeDeployClient, r),
    command: StopDeploymentCommand,
    iam: ['codedeploy:StopDeployment'],
  },
} satisfies Table;
export type ExecutionTable = typeof api;

export const executionOf = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:codepipeline:${place.region}:${place.account}:${name}`, name);

/** `pipeline/execution` as a call of CodePipeline takes it. */
export function ofPipeline({ name }: Pick<Resource, 'name'>): { pipelineName: string; pipelineExecutionId: string } {
  const [pipelineName = '', pipelineExecutionId = ''] = name.split('/');
  return { pipelineName, pipelineExecutionId };
}

/** The runs of a pipeline that are not over, of the hundred that came last. */
async function underWay(pipelineName: string, place: Place): Promise<Resource[]> {
  const asked = new ListPipelineExecutionsCommand({ pipelineName, maxResults: 100 });
  const is = await orMissing(reader(CodePipelineClient, place).send(asked));
  return (is?.pipelineExecutionSummaries ?? [])
    .filter(({ status }) => status === 'InProgress' || status === 'Stopping')
    .map(({ pipelineExecutionId }) => executionOf(place, `${pipelineName}/${given(pipelineExecutionId, 'pipelineExecutionId')}`));
}

const actionsOf = ({ pipelineName, pipelineExecutionId }: ReturnType<typeof ofPipeline>, r: Resource) =>
  paged(
    (nextToken) =>
      reader(CodePipelineClient, r).send(new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId }, nextToken })),
    (page) => page.actionExecutionDetails,
    (page) => page.nextToken,
  );
const done = ({ status, input }: ActionExecutionDetail, category: string): boolean =>
  status === 'Succeeded' && input?.actionTypeId?.category === category;

/** An approval whose time is not told came before everything. */
const before = (approval: ActionExecutionDetail, { startTime }: ActionExecutionDetail): boolean =>
  !approval.lastUpdateTime || !startTime || approval.lastUpdateTime <= startTime;

const where = ({ stageName, actionName }: ActionExecutionDetail): string => `${stageName}/${actionName}`;

function underWayOf(action: ActionExecutionDetail): [deployment: string, where: string][] {
  const deployment = action.output?.executionResult?.externalExecutionId;
  const is = action.status === 'InProgress' && action.input?.actionTypeId?.provider === 'CodeDeploy';
  return is && deployment ? [[deployment, where(action)]] : [];
}

export const pipelineExecution: Kind<ExecutionState, ExecutionTable> = {
  types: [TYPE, PIPELINE],
  api,
  reads: [
    'codepipeline:GetPipelineExecution',
    'codepipeline:ListActionExecutions',
    'codepipeline:ListPipelineExecutions',
    'codepipeline:GetPipeline',
    'codepipeline:ListTagsForResource',
  ],
  lists: ['codepipeline:ListPipelines'],
  arns: [`arn:\${AWS::Partition}:codepipeline:\${AWS::Region}:\${AWS::AccountId}:*`],
  lag: 30,
  async locate(ref) {
    const place = placeOf(ref);
    const id = isArn(ref.id) ? parseArn(ref.id).id : ref.id;
    return ref.type === PIPELINE ? await underWay(id, place) : [executionOf(place, id)];
  },
  async *list() {
    const place = here();
    const pipelines = paged(
      (nextToken) => reader(CodePipelineClient, place).send(new ListPipelinesCommand({ nextToken })),
      (page) => page.pipelines,
      (page) => page.nextToken,
    );
    for await (const { name } of pipelines) yield* await underWay(given(name, 'name'), place);
  },
  async inspect(r) {
    const names = ofPipeline(r);
    const is = (await orMissing(reader(CodePipelineClient, r).send(new GetPipelineExecutionCommand(names))))?.pipelineExecution;
    const pipeline = (await readPipeline(r, names.pipelineName))?.pipeline;
    if (!is || !pipeline) return undefined;
    const actions = await Array.fromAsync(actionsOf(names, r));
    const yes = actions.filter((action) => done(action, 'Approval'));
    const approvals = Object.fromEntries(yes.map((action) => [where(action), given(action.updatedBy, 'updatedBy')]));
    const out = actions.filter((action) => done(action, 'Deploy'));
    const released = yes.filter((approval) => out.some((action) => before(approval, action))).map(where);
    const deploying = Object.fromEntries(actions.flatMap(underWayOf));
    const { triggerType, triggerDetail } = is.trigger ?? {};
    const startedBy = triggerType === 'StartPipelineExecution' ? triggerDetail : undefined;
    const over = { running: is.status === 'InProgress', through: is.status === 'Succeeded' };
    const state = { ...over, ...(startedBy && { startedBy }), approvals, released: released.sort(), deploying };
    const arn = r.arn.slice(0, r.arn.lastIndexOf('/'));
    return { born: names.pipelineExecutionId, state, linked: await linkOf({ ...r, arn }, contentOf(pipeline)) };
  },
};
