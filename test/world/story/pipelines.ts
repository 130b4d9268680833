/** Pipelines and their runs as a world file has them. */
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import * as z from 'zod/mini';
import { duration } from './duration.ts';

export const pipelineSections = {
  /**
   * A run of a pipeline that is under way. `approvedBy`: by stage and action; `deployment`: one of CodeDeploy that it has begun; `revisions`:
   * what its sources have brought in, by action.
   */
  executions: z._default(
    z.array(
      z.strictObject({
        pipelineName: z.string(),
        pipelineExecutionId: z.string(),
        status: z.optional(z.enum(['InProgress', 'Succeeded'])),
        startedBy: z.optional(z.string()),
        revisions: z.optional(z.record(z.string(), z.string())),
        approvedBy: z.optional(z.record(z.string(), z.string())),
        deployment: z.optional(z.string()),
      }),
    ),
    [],
  ),
  /** `versions`, oldest first: each as UpdatePipeline takes it, without its name. */
  pipelines: z._default(
    z.array(
      z.strictObject({
        name: z.string(),
        versions: z.array(
          z.custom<PipelineDeclaration>((v) => typeof v === 'object' && v !== null && 'stages' in v, 'a pipeline with stages'),
        ),
        closed: z._default(z.record(z.string(), z.string()), {}),
        tags: z._default(z.array(z.strictObject({ key: z.string(), value: z.string() })), []),
        age: z.optional(duration),
      }),
    ),
    [],
  ),
};
