/** A world file: what is there before anything happens, in AWS's own member names. `age` says how long ago a thing was made. */
import type { Finding } from '@aws-sdk/client-guardduty';
import * as z from 'zod/mini';
import { type CloudWatch, cloudWatch } from '../cloudwatch.ts';
import { type CodeBuild, codeBuild } from '../codebuild.ts';
import { type CodeDeploy, codeDeploy } from '../codedeploy.ts';
import { type CodePipeline, codePipeline } from '../codepipeline.ts';
import { type Config, config } from '../config.ts';
import { type Ecr, ecr } from '../ecr.ts';
import { type GuardDuty, guardDuty } from '../guardduty.ts';
import { type Iam, iam } from '../iam.ts';
import { type Kms, kms } from '../kms.ts';
import { type S3, s3 } from '../s3.ts';
import { type SageMaker, sagemaker } from '../sagemaker.ts';
import { type Trails, trails } from '../trails.ts';
import type { World } from '../world.ts';
import { bucketSchema } from './buckets.ts';
import { duration } from './duration.ts';
import { pipelineSections } from './pipelines.ts';
import { repositorySchema } from './repositories.ts';
import { furnishRole, roleSchema } from './roles.ts';
import { furnishInvocations, invocations } from './use.ts';
import { furnishUser, userSchema } from './users.ts';
import { furnishWatchers, watchers } from './watchers.ts';

const age = z.optional(duration);
const document = z.record(z.string(), z.unknown());
export const finding = z.custom<Finding>(
  (f) => typeof f === 'object' && f !== null && 'Id' in f && 'Type' in f,
  'a GuardDuty finding with Id and Type',
);

/** Unknown members of a resource pass to the model; unknown sections do not. */
export const worldSchema = z.strictObject({
  notebooks: z._default(z.array(z.looseObject({ NotebookInstanceName: z.string(), age })), []),
  models: z._default(z.array(z.looseObject({ ModelName: z.string() })), []),
  modelPackageGroups: z._default(z.array(z.strictObject({ ModelPackageGroupName: z.string(), policy: z.optional(document), age })), []),
  endpointConfigs: z._default(z.array(z.looseObject({ EndpointConfigName: z.string(), age })), []),
  endpoints: z._default(z.array(z.looseObject({ EndpointName: z.string(), EndpointConfigName: z.string(), invocations, age })), []),
  trainingJobs: z._default(z.array(z.looseObject({ TrainingJobName: z.string(), age })), []),
  processingJobs: z._default(z.array(z.looseObject({ ProcessingJobName: z.string(), age })), []),
  transformJobs: z._default(z.array(z.looseObject({ TransformJobName: z.string(), age })), []),
  policies: z._default(
    z.array(z.strictObject({ PolicyName: z.string(), Path: z.optional(z.string()), PolicyId: z.optional(z.string()), Document: document })),
    [],
  ),
  roles: z._default(z.array(roleSchema), []),
  users: z._default(z.array(userSchema), []),
  buildProjects: z._default(z.array(z.looseObject({ name: z.string(), age })), []),
  deploymentGroups: z._default(z.array(z.looseObject({ applicationName: z.string(), deploymentGroupName: z.string() })), []),
  /** `Policy`: as JSON. */
  keys: z._default(z.array(z.looseObject({ KeyId: z.string(), Policy: z.optional(document), age })), []),
  repositories: z._default(z.array(repositorySchema), []),
  buckets: z._default(z.array(bucketSchema), []),
  ...pipelineSections,
  findings: z._default(z.array(finding), []),
  ...watchers,
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
  readonly cloudWatch: CloudWatch;
  readonly kms: Kms;
  readonly ecr: Ecr;
  readonly config: Config;
  readonly trails: Trails;
  readonly s3: S3;
}

export function services(world: World): Services {
  const pipelines = codePipeline(world);
  const roles = iam(world);
  const made = {
    codePipeline: pipelines,
    codeDeploy: codeDeploy(world, pipelines.executions.deploymentStopped),
    sagemaker: sagemaker(world),
    iam: roles,
    guardDuty: guardDuty(world),
    codeBuild: codeBuild(world),
    cloudWatch: cloudWatch(world),
    kms: kms(world),
    ecr: ecr(world),
    config: config(world, roles.entities),
    trails: trails(world),
    s3: s3(world),
  };
  for (const one of Object.values(made)) world.add(one);
  return made;
}

/** Puts everything where the file says. Nothing of it is announced: it has always been there. */
export function furnishWorld(world: World, made: Services, given: Partial<WorldFile>): void {
  const { sagemaker, iam, guardDuty, codeBuild, codePipeline, codeDeploy, cloudWatch, kms, ecr, s3 } = made;
  const file = { ...NOTHING, ...given };
  const born = (ago: number | undefined) => new Date(world.clock.now() - (ago ?? 30 * 864e5));
  for (const { age, ...group } of file.modelPackageGroups) sagemaker.groups.place({ ...group, CreationTime: born(age) });
  for (const model of file.models) sagemaker.models.place(model.ModelName, model);
  for (const { age, ...c } of file.endpointConfigs) sagemaker.configs.place({ ...c, CreationTime: born(age) });
  for (const { age, ...n } of file.notebooks) sagemaker.notebooks.place({ ...n, CreationTime: born(age) });
  for (const { age, ...job } of file.trainingJobs) sagemaker.trainingJobs.place({ ...job, CreationTime: born(age ?? 10 * 60_000) });
  for (const { age, ...job } of file.processingJobs) sagemaker.processingJobs.place({ ...job, CreationTime: born(age ?? 10 * 60_000) });
  for (const { age, ...job } of file.transformJobs) sagemaker.transformJobs.place({ ...job, CreationTime: born(age ?? 10 * 60_000) });
  for (const { age, invocations: hourly, ...e } of file.endpoints) {
    sagemaker.endpoints.place({ ...e, CreationTime: born(age) });
    furnishInvocations(cloudWatch, e.EndpointName, hourly);
  }
  for (const { PolicyName, Path, PolicyId, Document } of file.policies) {
    const arn = iam.policies.place(PolicyName, [Document], Path);
    const policy = iam.entities.policies.truth(arn);
    if (policy && PolicyId) iam.entities.policies.place(arn, { ...policy, PolicyId });
  }
  for (const user of file.users) furnishUser(iam, user, born);
  for (const role of file.roles) furnishRole(iam, role, world.clock.now(), born(role.age));
  for (const { age, ...p } of file.buildProjects) codeBuild.place({ ...p, created: born(age) });
  for (const { age, ...k } of file.keys) kms.place({ ...k, CreationDate: born(age) });
  for (const group of file.deploymentGroups) codeDeploy.place(group);
  for (const { age, ...r } of file.repositories) ecr.place({ ...r, createdAt: born(age) });
  for (const { age, ...b } of file.buckets) s3.place({ ...b, CreationDate: born(age) });
  for (const { age, closed = {}, ...p } of file.pipelines) {
    const at = born(age);
    const shut = Object.entries(closed).map(([stage, reason]) => [stage, { reason, by: 'owner', at }] as const);
    codePipeline.place({ ...p, closed: Object.fromEntries(shut), created: at });
  }
  for (const run of file.executions) codePipeline.executions.place(run);
  for (const finding of file.findings) guardDuty.place(finding);
  furnishWatchers(made, file);
}
