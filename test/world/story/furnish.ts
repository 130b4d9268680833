/** A world file: what is there before anything happens, in AWS's own member names. `age` says how long ago a thing was made. */
import type { Finding } from '@aws-sdk/client-guardduty';
import * as z from 'zod/mini';
import type { World } from '../world.ts';
import { artifacts, furnishArtifacts } from './artifacts.ts';
import { bucketSchema } from './buckets.ts';
import { duration } from './duration.ts';
import { lifecycleConfigSchema } from './lifecycle-configs.ts';
import { modelPackageSchema } from './model-packages.ts';
import { furnishObjects, objectSchema } from './objects.ts';
import { pipelineSections } from './pipelines.ts';
import { repositorySchema, scanningSchema } from './repositories.ts';
import { furnishRole, roleSchema } from './roles.ts';
import type { Services } from './services.ts';
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
  lifecycleConfigs: z._default(z.array(lifecycleConfigSchema), []),
  models: z._default(z.array(z.looseObject({ ModelName: z.string() })), []),
  modelPackageGroups: z._default(z.array(z.strictObject({ ModelPackageGroupName: z.string(), policy: z.optional(document), age })), []),
  modelPackages: z._default(z.array(modelPackageSchema), []),
  endpointConfigs: z._default(z.array(z.looseObject({ EndpointConfigName: z.string(), age })), []),
  endpoints: z._default(z.array(z.looseObject({ EndpointName: z.string(), EndpointConfigName: z.string(), invocations, age })), []),
  trainingJobs: z._default(z.array(z.looseObject({ TrainingJobName: z.string(), age })), []),
  processingJobs: z._default(z.array(z.looseObject({ ProcessingJobName: z.string(), age })), []),
  transformJobs: z._default(z.array(z.looseObject({ TransformJobName: z.string(), age })), []),
  tuningJobs: z._default(z.array(z.looseObject({ HyperParameterTuningJobName: z.string(), age })), []),
  autoMLJobs: z._default(z.array(z.looseObject({ AutoMLJobName: z.string(), age })), []),
  policies: z._default(
    z.array(
      z.strictObject({
        PolicyName: z.string(),
        Path: z.optional(z.string()),
        PolicyId: z.optional(z.string()),
        /** Of the versions before the one in force, oldest first. */
        Earlier: z._default(z.array(document).check(z.maxLength(4)), []),
        Document: document,
      }),
    ),
    [],
  ),
  roles: z._default(z.array(roleSchema), []),
  users: z._default(z.array(userSchema), []),
  buildProjects: z._default(z.array(z.looseObject({ name: z.string(), age })), []),
  parameters: z._default(z.array(z.strictObject({ Name: z.string(), Value: z.string() })), []),
  deploymentGroups: z._default(z.array(z.looseObject({ applicationName: z.string(), deploymentGroupName: z.string() })), []),
  /** `Policy`: as JSON. */
  keys: z._default(z.array(z.looseObject({ KeyId: z.string(), Policy: z.optional(document), age })), []),
  repositories: z._default(z.array(repositorySchema), []),
  imageScanning: z._default(z.array(scanningSchema), []),
  buckets: z._default(z.array(bucketSchema), []),
  objects: z._default(z.array(objectSchema), []),
  ...artifacts,
  ...pipelineSections,
  findings: z._default(z.array(finding), []),
  ...watchers,
});
export type WorldFile = z.infer<typeof worldSchema>;
const NOTHING: WorldFile = z.parse(worldSchema, {});

/** Puts everything where the file says. Nothing of it is announced: it has always been there. */
export function furnishWorld(world: World, made: Services, given: Partial<WorldFile>): void {
  const { sagemaker, iam, guardDuty, codeBuild, codePipeline, codeDeploy, cloudWatch, kms, ecr, s3, ssm } = made;
  const file = { ...NOTHING, ...given };
  const born = (ago: number | undefined) => new Date(world.clock.now() - (ago ?? 30 * 864e5));
  for (const { age, ...group } of file.modelPackageGroups) sagemaker.groups.place({ ...group, CreationTime: born(age) });
  for (const { age, ...version } of file.modelPackages) sagemaker.packages.place({ ...version, CreationTime: born(age) });
  for (const { age, ...c } of file.lifecycleConfigs) sagemaker.lifecycleConfigs.place({ ...c, CreationTime: born(age) });
  for (const model of file.models) sagemaker.models.place(model.ModelName, model);
  for (const { age, ...c } of file.endpointConfigs) sagemaker.configs.place({ ...c, CreationTime: born(age) });
  for (const { age, ...n } of file.notebooks) sagemaker.notebooks.place({ ...n, CreationTime: born(age) });
  for (const { age, ...job } of file.trainingJobs) sagemaker.trainingJobs.place({ ...job, CreationTime: born(age ?? 10 * 60_000) });
  for (const sort of ['processingJobs', 'transformJobs', 'tuningJobs', 'autoMLJobs'] as const)
    for (const { age, ...job } of file[sort]) sagemaker[sort].place({ ...job, CreationTime: born(age ?? 10 * 60_000) });
  for (const { age, invocations: hourly, ...e } of file.endpoints) {
    sagemaker.endpoints.place({ ...e, CreationTime: born(age) });
    furnishInvocations(cloudWatch, e.EndpointName, hourly);
  }
  for (const { PolicyName, Path, PolicyId, Earlier, Document } of file.policies) {
    const arn = iam.policies.place(PolicyName, [...Earlier, Document], Path);
    const policy = iam.entities.policies.truth(arn);
    if (policy && PolicyId) iam.entities.policies.place(arn, { ...policy, PolicyId });
  }
  for (const user of file.users) furnishUser(iam, user, born);
  for (const role of file.roles) furnishRole(iam, role, world.clock.now(), born(role.age));
  for (const { age, ...p } of file.buildProjects) codeBuild.place({ ...p, created: born(age) });
  for (const parameter of file.parameters) ssm.place(parameter);
  for (const { age, ...k } of file.keys) kms.place({ ...k, CreationDate: born(age) });
  for (const group of file.deploymentGroups) codeDeploy.place(group);
  for (const { age, ...r } of file.repositories) ecr.place({ ...r, createdAt: born(age) });
  for (const one of file.imageScanning) ecr.scanning.place(one);
  for (const { age, ...b } of file.buckets) s3.place({ ...b, CreationDate: born(age) });
  furnishObjects(made, file.objects, world.clock.now());
  for (const { age, closed = {}, ...p } of file.pipelines) {
    const at = born(age);
    const shut = Object.entries(closed).map(([stage, reason]) => [stage, { reason, by: 'owner', at }] as const);
    codePipeline.place({ ...p, closed: Object.fromEntries(shut), created: at });
  }
  for (const run of file.executions) codePipeline.executions.place(run);
  furnishArtifacts(made.codeArtifact, file, born);
  for (const finding of file.findings) guardDuty.place(finding);
  furnishWatchers(made, file);
}
