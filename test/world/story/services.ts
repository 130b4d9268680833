/** Every service of AWS that the world has. */
import { type CloudWatch, cloudWatch } from '../cloudwatch.ts';
import { type CodeArtifact, codeArtifact } from '../codeartifact.ts';
import { type CodeBuild, codeBuild } from '../codebuild.ts';
import { type CodeDeploy, codeDeploy } from '../codedeploy.ts';
import { type CodePipeline, codePipeline } from '../codepipeline.ts';
import { type Config, config } from '../config.ts';
import { type Ecr, ecr } from '../ecr.ts';
import { type EventBridge, eventBridge } from '../eventbridge.ts';
import { type GuardDuty, guardDuty } from '../guardduty.ts';
import { type Iam, iam } from '../iam.ts';
import { type Kms, kms } from '../kms.ts';
import { type Logs, logs } from '../logs.ts';
import { type S3, s3 } from '../s3.ts';
import { type SageMaker, sagemaker } from '../sagemaker.ts';
import { type SecurityHub, securityHub } from '../security-hub.ts';
import { type Ssm, ssm } from '../ssm.ts';
import { type Trails, trails } from '../trails.ts';
import type { World } from '../world.ts';

export interface Services {
  readonly sagemaker: SageMaker;
  readonly iam: Iam;
  readonly guardDuty: GuardDuty;
  readonly codeBuild: CodeBuild;
  readonly codePipeline: CodePipeline;
  readonly codeDeploy: CodeDeploy;
  readonly cloudWatch: CloudWatch;
  readonly logs: Logs;
  readonly eventBridge: EventBridge;
  readonly kms: Kms;
  readonly ecr: Ecr;
  readonly codeArtifact: CodeArtifact;
  readonly config: Config;
  readonly securityHub: SecurityHub;
  readonly trails: Trails;
  readonly s3: S3;
  readonly ssm: Ssm;
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
    logs: logs(world),
    eventBridge: eventBridge(world),
    kms: kms(world),
    ecr: ecr(world),
    codeArtifact: codeArtifact(world),
    config: config(world, roles.entities),
    securityHub: securityHub(world),
    trails: trails(world),
    s3: s3(world),
    ssm: ssm(world),
  };
  for (const one of Object.values(made)) world.add(one);
  return made;
}
