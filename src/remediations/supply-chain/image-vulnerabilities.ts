import * as z from 'zod/mini';
import type { Ctx, Remediation } from '../../engine/remediation.ts';
import { SEVERITIES } from '../../resources/image-findings.ts';
import { type ImagePipelineState, imagePipeline } from '../../resources/image-pipeline.ts';
import { closing, isClosed, type PipelineTable } from '../../resources/pipeline.ts';
import { deploying } from '../../resources/pipeline-stages.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { imageScans } from '../../triggers/image-scan.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodePipeline::Pipeline';
const DAY = 864e5;
const defined = { type: TYPE, id: 'pipeline.name' };
/** Of no image by name: the next scan finds more, the next run brings in another one, and the stage stays closed for the reason it has. */
const REASON =
  'Closed by mlwarden (image-vulnerabilities). Its record says which image has what. It opens by itself when a clean one comes.';

const settings = z.strictObject({
  /** For how many days findings may be known before nothing with them is deployed. */
  days: z._default(z.number().check(z.gte(0), z.lte(365)), 7),
  /** Of which severity. */
  severities: z._default(z.array(z.enum(SEVERITIES)).check(z.minLength(1)), ['CRITICAL']),
});
type Settings = z.infer<typeof settings>;
type Calls = 'DisableStageTransition' | 'EnableStageTransition';

/** The first twelve digits tell a digest from all others in its repository. */
const short = (image: string): string => image.replace(/@sha256:(.{12}).*/, '@$1');

function overdue({ images }: ImagePipelineState, { now, settings: { days, severities } }: Ctx<Settings>): readonly string[] {
  const old = (since: string) => now.getTime() - Date.parse(since) > days * DAY;
  return Object.entries(images).flatMap(([image, found]) =>
    severities.flatMap((severity) => {
      const is = found?.[severity];
      return is && old(is.oldest) ? [`${short(image)} has ${is.count} ${severity}, known since ${is.oldest.slice(0, 10)}`] : [];
    }),
  );
}

/** Of which images nobody knows anything. That closes no stage, and opens none that was closed for what is known of others, or was of them. */
const unknown = ({ images }: ImagePipelineState): readonly string[] =>
  Object.entries(images).flatMap(([image, found]) => (found ? [] : [`no scan tells what ${short(image)} has`]));

/** An image whose critical findings are known for long is not deployed any further. It is never deleted. */
export const remediation: Remediation<ImagePipelineState, PipelineTable, Calls, Settings> = {
  id: 'image-vulnerabilities',
  family: 'supply-chain',
  title: 'The pipeline deploys no container image whose critical vulnerabilities have been known for days',
  severity: 'high',
  standards: ['ATT&CK T1525', 'ATLAS AML.T0010'],
  triggers: [
    ...imageScans(SEVERITIES),
    cloudtrail('codepipeline', { UpdatePipeline: defined, EnableStageTransition: { type: TYPE, id: 'pipelineName' } }),
    stateChange('CodePipeline Pipeline Execution State Change', TYPE, { name: 'pipeline' }, 'codepipeline'),
  ],
  kind: imagePipeline,
  calls: ['DisableStageTransition', 'EnableStageTransition'],
  settings,
  flaw(state, ctx) {
    const [gate] = deploying(state.definition);
    if (gate === undefined) return undefined;
    const says = [...overdue(state, ctx), ...(state.closed[gate] === REASON ? unknown(state) : [])];
    if (says.length === 0) return undefined;
    return {
      says: `${gate} would deploy what is vulnerable, or may be: ${says.join('; ')}`,
      contained: isClosed(state, gate),
      holds: { what: `closed before ${gate}`, effect: 'reversible' },
    };
  },
  repair(state, { name: pipelineName }) {
    const [stageName = ''] = deploying(state.definition);
    if (isClosed(state, stageName)) {
      return {
        do: 'tell',
        why: 'it stays closed until a scanned image without them comes, and no run with another one waits: release one',
      };
    }
    return closing(pipelineName, stageName, REASON);
  },
};
