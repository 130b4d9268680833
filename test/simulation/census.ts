/** What was there when, as the world itself knows it. */
import type { Shelf, Version } from '../world/stale.ts';
import type { Services } from '../world/story/services.ts';
import type { Census } from './messages.ts';
import type { Theatre } from './play.ts';
import { nameOf } from './watch.ts';

/** There is one in every account, and a look at it always answers (src/resources/account.ts). */
const ALWAYS = new Set([
  'AWS::GuardDuty::Detector',
  'AWS::Config::ConfigurationRecorder',
  'AWS::SecurityHub::Hub',
  'AWS::ECR::RegistryScanningConfiguration',
]);

const shelvesOf = (made: Services): Readonly<Record<string, Shelf<unknown>>> => ({
  'AWS::SageMaker::NotebookInstance': made.sagemaker.notebooks.shelf,
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': made.sagemaker.lifecycleConfigs.shelf,
  'AWS::SageMaker::Endpoint': made.sagemaker.endpoints.shelf,
  'AWS::SageMaker::TrainingJob': made.sagemaker.trainingJobs.shelf,
  'AWS::SageMaker::ProcessingJob': made.sagemaker.processingJobs.shelf,
  'AWS::SageMaker::TransformJob': made.sagemaker.transformJobs.shelf,
  'AWS::SageMaker::HyperParameterTuningJob': made.sagemaker.tuningJobs.shelf,
  'AWS::SageMaker::AutoMLJob': made.sagemaker.autoMLJobs.shelf,
  'AWS::SageMaker::ModelPackageGroup': made.sagemaker.groups.shelf,
  'AWS::IAM::Role': made.iam.entities.roles,
  'AWS::IAM::Policy': made.iam.entities.policies,
  'AWS::CodeBuild::Project': made.codeBuild.shelf,
  'AWS::CodeDeploy::DeploymentGroup': made.codeDeploy.shelf,
  'AWS::ECR::Repository': made.ecr.shelf,
  'AWS::CodeArtifact::Repository': made.codeArtifact.repositories,
  'AWS::CodeArtifact::Package': made.codeArtifact.packages,
  'AWS::CodePipeline::PipelineExecution': made.codePipeline.executions.shelf,
  'AWS::CodePipeline::Pipeline': made.codePipeline.shelf,
  'AWS::KMS::Key': made.kms.shelf,
  'AWS::CloudTrail::Trail': made.trails.shelf,
  'AWS::S3::Bucket': made.s3.shelf,
});

/** Every state of a resource, oldest first; undefined = there is one in every account. */
function pastOf(made: Services, key: string): readonly Version<unknown>[] | undefined {
  const [, type = ''] = key.split('/');
  if (ALWAYS.has(type)) return undefined;
  const is = (name: string): boolean => nameOf(name) === nameOf(key);
  // A key of a user stands in the user, and a version of a model is numbered within its group.
  if (type === 'AWS::IAM::AccessKey') {
    const users = made.iam.entities.users.versions();
    const its = users.map((v) => ({ ...v, value: v.value?.keys.find(({ AccessKeyId }) => is(AccessKeyId)) }));
    const first = its.findIndex(({ value }) => value);
    return its.slice(Math.max(first, 0)).filter((v) => v.key === its[first]?.key);
  }
  if (type === 'AWS::SageMaker::ModelPackage') {
    const id = key.split('/').slice(-2).join('/').toLowerCase();
    return made.sagemaker.packages.shelf.versions().filter((v) => v.key.toLowerCase().endsWith(`/${id}`));
  }
  const shelf = shelvesOf(made)[type];
  if (!shelf) throw new Error(`Nobody has said where the world keeps a ${type}: see test/simulation/census.ts.`);
  return shelf.versions().filter((v) => is(v.key));
}

/** `gone`: names of what was deleted before. */
export function census({ made, world }: Theatre, gone: readonly string[]): Census {
  return {
    follows: (violation, key, but, event) =>
      [...(world.sqs.queues.get(`mlwarden-${violation}`)?.messages.values() ?? [])].some(
        ({ id, body }) => id !== but && (body.includes(`"key":${JSON.stringify(key)}`) || (event && body.includes(JSON.stringify(event)))),
      ),
    age(key) {
      const all = pastOf(made, key) ?? [];
      const deleted = all.findLastIndex((v) => v.value === undefined);
      const born = all[deleted + 1];
      return born && world.clock.now() - Math.max(born.at, 0);
    },
    ever: (key) =>
      gone.some((name) => name.toLowerCase() === nameOf(key)) || (pastOf(made, key)?.some((v) => v.value !== undefined) ?? true),
  };
}
