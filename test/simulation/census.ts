/** What was there when, as the world itself knows it. */
import type { Shelf } from '../world/stale.ts';
import type { Census } from './messages.ts';
import type { Theatre } from './play.ts';
import { nameOf } from './watch.ts';

/** `gone`: names of what was deleted before. */
export function census({ made, world }: Theatre, gone: readonly string[]): Census {
  const shelves: Readonly<Record<string, Shelf<unknown>>> = {
    'AWS::SageMaker::NotebookInstance': made.sagemaker.notebooks.shelf,
    'AWS::SageMaker::Endpoint': made.sagemaker.endpoints.shelf,
    'AWS::SageMaker::TrainingJob': made.sagemaker.trainingJobs.shelf,
    'AWS::SageMaker::ProcessingJob': made.sagemaker.processingJobs.shelf,
    'AWS::SageMaker::TransformJob': made.sagemaker.transformJobs.shelf,
    'AWS::SageMaker::ModelPackageGroup': made.sagemaker.groups.shelf,
    'AWS::IAM::Role': made.iam.entities.roles,
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
  };
  const past = (key: string) => shelves[key.split('/')[1] ?? '']?.versions().filter((v) => nameOf(v.key) === nameOf(key));
  return {
    follows: (violation, key, but, event) =>
      [...(world.sqs.queues.get(`mlwarden-${violation}`)?.messages.values() ?? [])].some(
        ({ id, body }) => id !== but && (body.includes(`"key":${JSON.stringify(key)}`) || (event && body.includes(JSON.stringify(event)))),
      ),
    age(key) {
      const all = past(key) ?? [];
      const gone = all.findLastIndex((v) => v.value === undefined);
      const born = all[gone + 1];
      return born && world.clock.now() - Math.max(born.at, 0);
    },
    ever: (key) => gone.some((name) => name.toLowerCase() === nameOf(key)) || (past(key)?.some((v) => v.value !== undefined) ?? true),
  };
}
