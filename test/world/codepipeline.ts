/** CodePipeline: what pipelines are told to do, version by version, and which of their stages are closed. */
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import { type Executions, executions } from './codepipeline-executions.ts';
import { type Found, type Named, type Pipeline, stagesOf, writes } from './codepipeline-writes.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

const API = 'CodePipeline API';
rule(
  'codepipeline.versions',
  'documented',
  'an update makes a new version; GetPipeline gives any of them',
  `${API}, GetPipeline, UpdatePipeline`,
);
rule('codepipeline.all-versions', 'assumed', 'every version a pipeline ever had is kept', 'no limit found in the documentation');
rule(
  'codepipeline.structure',
  'documented',
  'UpdatePipeline takes the whole structure; what is not sent is not there any more; the version that is sent counts for nothing',
  `${API}, UpdatePipeline: "provide the full structure"`,
);
rule(
  'codepipeline.transitions',
  'documented',
  'a closed stage lets nothing in and says why; opening forgets the reason',
  `${API}, DisableStageTransition`,
);
rule('codepipeline.closed-again', 'assumed', 'a closed stage can be closed again: the last reason stands', `${API} does not say`);
rule(
  'codepipeline.closed-stays',
  'assumed',
  'a stage that an update keeps stays closed; a stage that is new or gone is not',
  'not found in the documentation',
);
rule('codepipeline.not-found', 'observed', "\"Account 'x' does not have a pipeline with name 'y'\"", 'getmoto/moto codepipeline');
rule(
  'codepipeline.stage-texts',
  'assumed',
  'StageNotFoundException, PipelineVersionNotFoundException with texts of ours',
  `${API} has the names only`,
);
rule(
  'codepipeline.reason',
  'documented',
  'a reason has up to 300 of the characters a-z A-Z 0-9 ! @ ( ) . * ? - and space',
  `${API}, DisableStageTransition`,
);

export interface CodePipeline extends Service {
  readonly shelf: Shelf<Pipeline>;
  readonly executions: Executions;
  /** Furnishes a pipeline that has always been there, with all its versions. */
  place(given: Partial<Pipeline> & Pick<Pipeline, 'name' | 'versions'>): void;
}

export function codePipeline(habitat: Habitat): CodePipeline {
  const kept = shelf<Pipeline>(habitat, 30);
  const now = () => new Date(habitat.clock.now());
  const found = (pipeline: Pipeline | undefined, name = ''): Pipeline => {
    if (pipeline) return pipeline;
    throw new AwsError('PipelineNotFoundException', `Account '${habitat.account}' does not have a pipeline with name '${name}'`);
  };
  const runs = executions(habitat, (name) => found(kept.truth(name), name).versions.at(-1) ?? { name, roleArn: '', stages: [] });
  return {
    ...service(habitat, 'codepipeline', {
      reads: { ...reads(habitat, kept, found), ...runs.reads },
      writes: { ...writes(habitat, kept, found), ...runs.writes },
    }),
    executions: runs,
    shelf: kept,
    place: (given) => kept.place(given.name, { closed: {}, tags: [], created: now(), updated: now(), ...given }),
  };
}

const reads = ({ region, account }: Habitat, kept: Shelf<Pipeline>, found: Found): Operations['reads'] => ({
  GetPipeline({ name = '', version }: Named) {
    const { versions, created, updated } = found(kept.read(name), name);
    const asked = version ?? versions.length;
    const declared = versions[asked - 1];
    if (!declared) throw new AwsError('PipelineVersionNotFoundException', `Pipeline ${name} has no version ${asked}`);
    const pipelineArn = `arn:aws:codepipeline:${region}:${account}:${name}`;
    return { pipeline: { ...declared, name, version: asked }, metadata: { pipelineArn, created, updated } };
  },
  GetPipelineState({ name = '' }: Named) {
    const is = found(kept.read(name), name);
    const state = (stageName = '') => {
      const { reason: disabledReason, by: lastChangedBy, at: lastChangedAt } = is.closed[stageName] ?? {};
      return { enabled: !(stageName in is.closed), ...(disabledReason && { disabledReason, lastChangedBy, lastChangedAt }) };
    };
    const stageStates = stagesOf(is).map(({ name }) => ({ stageName: name, inboundTransitionState: state(name) }));
    return { pipelineName: name, pipelineVersion: is.versions.length, stageStates };
  },
  ListPipelines: ({ nextToken = '0' }: { nextToken?: string }) => {
    const all = kept.list().map(({ name, versions, created, updated }) => ({ name, version: versions.length, created, updated }));
    const until = Number(nextToken) + 100;
    return { pipelines: all.slice(Number(nextToken), until), ...(until < all.length && { nextToken: String(until) }) };
  },
  ListTagsForResource({ resourceArn = '' }: { resourceArn?: string }) {
    const name = resourceArn.split(':').at(-1);
    return { tags: found(kept.read(name ?? ''), name).tags };
  },
});
