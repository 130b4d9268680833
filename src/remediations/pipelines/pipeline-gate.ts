import * as z from 'zod/mini';
import { fits } from '../../engine/glob.ts';
import type { Next, Remediation } from '../../engine/remediation.ts';
import { closing, isClosed, type PipelineState, type PipelineTable, pipeline } from '../../resources/pipeline.ts';
import { type Definition, digestOf, isMasked } from '../../resources/pipeline-definition.ts';
import { actionsOf, approvedBefore, deploying, gateOf, keyless, origins } from '../../resources/pipeline-stages.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodePipeline::Pipeline';
const defined = { type: TYPE, id: 'pipeline.name' };
const REASON = 'Closed by mlwarden (pipeline-gate). Its record says why. It opens by itself when the pipeline is in order.';

const settings = z.strictObject({
  /** Before what somebody has to approve: the last stage that deploys, every one that does, or none. */
  approval: z._default(z.enum(['last', 'every', 'none']), 'last'),
  /** Whether artifacts have to be encrypted with a key of one's own. */
  key: z._default(z.boolean(), true),
  /** Where sources may come from: `CodeCommit:churn-*@main`, `*` = any text. Empty = from anywhere. */
  sources: z._default(z.array(z.string().check(z.minLength(1))), []),
});
type Settings = z.infer<typeof settings>;
type Calls = 'DisableStageTransition' | 'EnableStageTransition' | 'UpdatePipeline';
type Repair = Next<PipelineState, Pick<PipelineTable, Calls>, PipelineTable>;

function faults(definition: Definition, { approval, key, sources }: Settings): readonly string[] {
  const deploys = deploying(definition);
  const watched = approval === 'every' ? deploys : approval === 'last' ? deploys.slice(-1) : [];
  const strange = sources.length === 0 ? [] : origins(definition).filter((one) => !sources.some((glob) => fits(glob, one)));
  return [
    ...watched.filter((stage) => !approvedBefore(definition, stage)).map((stage) => `nobody approves before ${stage} deploys`),
    ...(key ? keyless(definition).map((bucket) => `its artifacts in ${bucket} are encrypted with no key of your own`) : []),
    ...strange.map((one) => `its source ${one} is not an allowed one`),
  ];
}

/** The newest earlier version that passes what this one does not. */
function restored({ version, definition, earlier }: PipelineState, settings: Settings): Repair {
  const versions = Object.keys(earlier).map(Number);
  const good = versions.sort((a, b) => b - a).find((v) => faults(earlier[v] as Definition, settings).length === 0);
  const former = good === undefined ? undefined : earlier[good];
  if (!former) return { do: 'tell', why: `none of the ${versions.length} versions before this one passes: it has to be put right by hand` };
  if (actionsOf(former).some(isMasked))
    return { do: 'tell', why: `version ${good} passes, but holds a token that AWS shows to nobody: restore it by hand, with the token` };
  return {
    do: 'step',
    call: { api: 'UpdatePipeline', input: { pipeline: { ...former, version: good } } },
    // An execution that is under way may end with the structure that it began in.
    effect: 'disruptive',
    expect: { content: digestOf(former) },
    ...(actionsOf(definition).some(isMasked)
      ? { loses: `version ${version}, which holds a token that AWS shows to nobody` }
      : { undo: { api: 'UpdatePipeline', input: { pipeline: { ...definition, version } } } as const }),
    ask: true,
  };
}

/** A pipeline that was weakened deploys nothing, at once; what it was before is restored when somebody says so. */
export const remediation: Remediation<PipelineState, PipelineTable, Calls, Settings> = {
  id: 'pipeline-gate',
  family: 'pipelines',
  title: 'The pipeline deploys only what somebody approved, from allowed sources, through an encrypted store',
  severity: 'critical',
  standards: ['ATT&CK T1195.002', 'ATLAS AML.T0010'],
  triggers: [
    cloudtrail('codepipeline', {
      CreatePipeline: defined,
      UpdatePipeline: defined,
      EnableStageTransition: { type: TYPE, id: 'pipelineName' },
    }),
    stateChange('CodePipeline Pipeline Execution State Change', TYPE, { name: 'pipeline' }, 'codepipeline'),
  ],
  kind: pipeline,
  calls: ['DisableStageTransition', 'EnableStageTransition', 'UpdatePipeline'],
  settings,
  flaw(state, { settings }) {
    const { definition } = state;
    const says = faults(definition, settings);
    if (says.length === 0) return undefined;
    const gate = gateOf(definition);
    const contained = gate !== undefined && isClosed(state, gate);
    return { says: says.join('; '), contained, holds: { what: `closed before ${gate}`, effect: 'reversible' } };
  },
  repair(state, { name: pipelineName }, { settings }) {
    const stageName = gateOf(state.definition);
    if (stageName === undefined || isClosed(state, stageName)) return restored(state, settings);
    return closing(pipelineName, stageName, REASON);
  },
};
