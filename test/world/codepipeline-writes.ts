/** What changes pipelines, and what CodePipeline refuses. */
import type { PipelineDeclaration, Tag } from '@aws-sdk/client-codepipeline';
import type { Operations } from './cloudtrail.ts';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';
import type { Shelf } from './stale.ts';

export interface Pipeline {
  readonly name: string;
  readonly created: Date;
  readonly updated: Date;
  /** Oldest first: version 1 and so on. */
  readonly versions: readonly PipelineDeclaration[];
  readonly closed: Readonly<Record<string, { readonly reason: string; readonly by: string; readonly at: Date }>>;
  readonly tags: readonly Tag[];
}

export interface Named {
  readonly name?: string;
  readonly version?: number;
}

export type Found = (pipeline: Pipeline | undefined, name?: string) => Pipeline;

export const stagesOf = ({ versions }: Pipeline) => versions.at(-1)?.stages ?? [];

interface Stage {
  readonly pipelineName?: string;
  readonly stageName?: string;
  readonly transitionType?: string;
  readonly reason?: string;
}

export function writes(habitat: Habitat, kept: Shelf<Pipeline>, found: Found): Operations['writes'] {
  const now = () => new Date(habitat.clock.now());
  const stageOf = ({ pipelineName, stageName = '' }: Stage): Pipeline => {
    const is = found(kept.truth(pipelineName ?? ''), pipelineName);
    if (!stagesOf(is).some(({ name }) => name === stageName)) {
      throw new AwsError('StageNotFoundException', `Pipeline ${pipelineName} has no stage ${stageName}`);
    }
    return is;
  };
  return {
    CreatePipeline({ pipeline, tags = [] }: { pipeline: PipelineDeclaration; tags?: Tag[] }) {
      const name = pipeline.name ?? '';
      if (kept.truth(name))
        throw new AwsError('PipelineNameInUseException', `A pipeline with the name '${name}' already exists in account`);
      kept.put(name, { name, versions: [pipeline], closed: {}, tags, created: now(), updated: now() });
      return { pipeline: { ...pipeline, version: 1 } };
    },
    UpdatePipeline({ pipeline }: { pipeline: PipelineDeclaration }) {
      const is = found(kept.truth(pipeline.name ?? ''), pipeline.name);
      const { version: _, ...declared } = pipeline;
      const versions = [...is.versions, declared];
      const closed = Object.fromEntries(Object.entries(is.closed).filter(([stage]) => declared.stages?.some(({ name }) => name === stage)));
      kept.put(is.name, { ...is, versions, closed, updated: now() });
      return { pipeline: { ...declared, version: versions.length } };
    },
    DeletePipeline: ({ name = '' }: Named) => kept.put(name, undefined),
    DisableStageTransition(input: Stage) {
      const { stageName = '', reason = '' } = input;
      const is = stageOf(input);
      if (!/^[a-zA-Z0-9!@ ().*?-]{1,300}$/.test(reason))
        throw new AwsError('ValidationException', "Value at 'reason' failed to satisfy constraint");
      kept.put(is.name, { ...is, closed: { ...is.closed, [stageName]: { reason, by: 'somebody', at: now() } } });
    },
    EnableStageTransition(input: Stage) {
      const is = stageOf(input);
      const { [input.stageName ?? '']: _, ...closed } = is.closed;
      kept.put(is.name, { ...is, closed });
    },
  };
}
