/** A world file: what is there before anything happens, in AWS's own member names. `age` says how long ago a thing was made. */
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Finding } from '@aws-sdk/client-guardduty';
import * as z from 'zod/mini';
import { type CodeBuild, codeBuild } from '../codebuild.ts';
import { type CodeDeploy, codeDeploy } from '../codedeploy.ts';
import { type CodePipeline, codePipeline } from '../codepipeline.ts';
import { config } from '../config.ts';
import { type GuardDuty, guardDuty } from '../guardduty.ts';
import { type Iam, iam } from '../iam.ts';
import { type SageMaker, sagemaker } from '../sagemaker.ts';
import type { World } from '../world.ts';

export const duration = z.pipe(
  z.string().check(z.regex(/^\d{1,4}[smhd]$/, 'a duration: a number and s, m, h or d')),
  z.transform((text) => Number.parseInt(text, 10) * ({ s: 1e3, m: 6e4, h: 36e5, d: 864e5 }[text.at(-1) ?? 's'] ?? 1)),
);
const age = z.optional(duration);
const document = z.record(z.string(), z.unknown());
export const finding = z.custom<Finding>(
  (f) => typeof f === 'object' && f !== null && 'Id' in f && 'Type' in f,
  'a GuardDuty finding with Id and Type',
);

/** Unknown members of a resource pass to the model; unknown sections do not. */
export const worldSchema = z.strictObject({
  notebooks: z._default(z.array(z.looseObject({ NotebookInstanceName: z.string(), age })), []),
  endpointConfigs: z._default(z.array(z.looseObject({ EndpointConfigName: z.string(), age })), []),
  endpoints: z._default(z.array(z.looseObject({ EndpointName: z.string(), EndpointConfigName: z.string(), age })), []),
  policies: z._default(
    z.array(z.strictObject({ PolicyName: z.string(), Path: z.optional(z.string()), PolicyId: z.optional(z.string()), Document: document })),
    [],
  ),
  roles: z._default(
    z.array(
      z.strictObject({
        RoleName: z.string(),
        Path: z.optional(z.string()),
        RoleId: z.optional(z.string()),
        /** The service that may assume it; default sagemaker. */
        service: z.optional(z.string()),
        attached: z._default(z.array(z.string()), []),
        inline: z._default(z.record(z.string(), document), {}),
        age,
      }),
    ),
    [],
  ),
  buildProjects: z._default(z.array(z.looseObject({ name: z.string(), age })), []),
  deploymentGroups: z._default(z.array(z.looseObject({ applicationName: z.string(), deploymentGroupName: z.string() })), []),
  /** A run of a pipeline that is under way. `approvedBy`: by stage and action; `deployment`: one of CodeDeploy that it has begun. */
  executions: z._default(
    z.array(
      z.strictObject({
        pipelineName: z.string(),
        pipelineExecutionId: z.string(),
        status: z.optional(z.enum(['InProgress', 'Succeeded'])),
        startedBy: z.optional(z.string()),
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
        age,
      }),
    ),
    [],
  ),
  findings: z._default(
    z.array(
      z.custom<Finding>((f) => typeof f === 'object' && f !== null && 'Id' in f && 'Type' in f, 'a GuardDuty finding with Id and Type'),
    ),
    [],
  ),
});
export type WorldFile = z.infer<typeof worldSchema>;
const NOTHING: WorldFile = z.parse(worldSchema, {});

export interface Services {
  readonly sagemaker: SageMaker;
  readonly iam: Iam;
  readonly guardDuty: GuardDuty;
  readonly codeBuild: CodeBuild;
  readonly codePipeline: CodePipeline;
  readonly codeDeploy: CodeDeploy;
}

export function services(world: World): Services {
  const pipelines = codePipeline(world);
  const made = {
    codePipeline: pipelines,
    codeDeploy: codeDeploy(world, pipelines.executions.deploymentStopped),
    sagemaker: sagemaker(world),
    iam: iam(world),
    guardDuty: guardDuty(world),
    codeBuild: codeBuild(world),
  };
  for (const one of Object.values(made)) world.add(one);
  world.add(config(world, made.iam.entities));
  return made;
}

/** Puts everything where the file says. Nothing of it is announced: it has always been there. */
export function furnishWorld(
  world: World,
  { sagemaker, iam, guardDuty, codeBuild, codePipeline, codeDeploy }: Services,
  given: Partial<WorldFile>,
): void {
  const file = { ...NOTHING, ...given };
  const born = (ago: number | undefined) => new Date(world.clock.now() - (ago ?? 30 * 864e5));
  for (const { age, ...c } of file.endpointConfigs) sagemaker.configs.place({ ...c, CreationTime: born(age) });
  for (const { age, ...n } of file.notebooks) sagemaker.notebooks.place({ ...n, CreationTime: born(age) });
  for (const { age, ...e } of file.endpoints) sagemaker.endpoints.place({ ...e, CreationTime: born(age) });
  for (const { PolicyName, Path, PolicyId, Document } of file.policies) {
    const arn = iam.policies.place(PolicyName, [Document], Path);
    const policy = iam.entities.policies.truth(arn);
    if (policy && PolicyId) iam.entities.policies.place(arn, { ...policy, PolicyId });
  }
  for (const { age, service = 'sagemaker', inline, Path, RoleId, ...role } of file.roles) {
    iam.roles.place({
      ...role,
      ...(Path && { Path }),
      ...(RoleId && { RoleId }),
      AssumeRolePolicyDocument: JSON.stringify(trust(service)),
      inline: Object.fromEntries(Object.entries(inline).map(([name, doc]) => [name, JSON.stringify(doc)])),
      CreateDate: born(age),
    });
  }
  for (const { age, ...p } of file.buildProjects) codeBuild.place({ ...p, created: born(age) });
  for (const group of file.deploymentGroups) codeDeploy.place(group);
  for (const { age, closed = {}, ...p } of file.pipelines) {
    const at = born(age);
    const shut = Object.entries(closed).map(([stage, reason]) => [stage, { reason, by: 'owner', at }] as const);
    codePipeline.place({ ...p, closed: Object.fromEntries(shut), created: at });
  }
  for (const run of file.executions) codePipeline.executions.place(run);
  for (const finding of file.findings) guardDuty.place(finding);
}

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
});
