/** One drawer for every kind of the registry: a kind without one cannot be simulated, and that is said at once. */
import { remediations } from '../../src/registry.ts';
import { drawAccessKey } from './access-keys.ts';
import type { Drawn } from './acts.ts';
import { drawArtifactPackage, drawArtifactRepository } from './artifacts.ts';
import { drawBucket } from './buckets.ts';
import { drawBuildProject } from './build-projects.ts';
import type { Draw } from './chance.ts';
import { drawDeploymentGroup } from './deployment-groups.ts';
import { drawDetector } from './detectors.ts';
import { drawEndpoint } from './endpoints.ts';
import { drawExecution } from './executions.ts';
import { drawHub } from './hubs.ts';
import { drawKey } from './keys.ts';
import { drawLifecycleConfig } from './lifecycle-configs.ts';
import { drawManagedPolicy } from './managed-policies.ts';
import { drawModelPackageGroup } from './model-package-groups.ts';
import { drawModelPackage } from './model-packages.ts';
import { drawNotebook } from './notebooks.ts';
import { drawAutoMLJob, drawTuningJob } from './parent-jobs.ts';
import { drawPipeline } from './pipelines.ts';
import { drawProcessingJob, drawTransformJob } from './plain-jobs.ts';
import { drawRecorder } from './recorders.ts';
import { drawRepository } from './repositories.ts';
import { drawRole } from './roles.ts';
import { drawScanning } from './scanning.ts';
import { drawTrail } from './trails.ts';
import { drawTrainingJob } from './training-jobs.ts';

const DRAWERS: Readonly<Record<string, (draw: Draw, i: number) => Drawn>> = {
  'AWS::SageMaker::NotebookInstance': drawNotebook,
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': drawLifecycleConfig,
  'AWS::SageMaker::Endpoint': drawEndpoint,
  'AWS::SageMaker::TrainingJob': drawTrainingJob,
  'AWS::SageMaker::ProcessingJob': drawProcessingJob,
  'AWS::SageMaker::TransformJob': drawTransformJob,
  'AWS::SageMaker::HyperParameterTuningJob': drawTuningJob,
  'AWS::SageMaker::AutoMLJob': drawAutoMLJob,
  'AWS::SageMaker::ModelPackageGroup': drawModelPackageGroup,
  'AWS::SageMaker::ModelPackage': drawModelPackage,
  'AWS::IAM::Role': drawRole,
  'AWS::IAM::Policy': drawManagedPolicy,
  'AWS::IAM::AccessKey': drawAccessKey,
  'AWS::CodeBuild::Project': drawBuildProject,
  'AWS::CodePipeline::Pipeline': drawPipeline,
  'AWS::CodePipeline::PipelineExecution': drawExecution,
  'AWS::ECR::Repository': drawRepository,
  'AWS::ECR::RegistryScanningConfiguration': drawScanning,
  'AWS::CodeArtifact::Repository': drawArtifactRepository,
  'AWS::CodeArtifact::Package': drawArtifactPackage,
  'AWS::CodeDeploy::DeploymentGroup': drawDeploymentGroup,
  'AWS::KMS::Key': drawKey,
  'AWS::GuardDuty::Detector': drawDetector,
  'AWS::Config::ConfigurationRecorder': drawRecorder,
  'AWS::SecurityHub::Hub': drawHub,
  'AWS::CloudTrail::Trail': drawTrail,
  'AWS::S3::Bucket': drawBucket,
};
/** One for each violation: the more of them share a kind, the more there is to see of what they do to one another. */
export const LOTS = remediations.map(({ kind }) => kind.types[0]);
export const TYPES = [...new Set(LOTS)];

export function drawThing(draw: Draw, type: string, i: number): Drawn {
  const drawer = DRAWERS[type];
  if (!drawer) throw new Error(`Nobody has said how to draw a ${type}: see test/simulation/kinds.ts.`);
  return drawer(draw, i);
}
