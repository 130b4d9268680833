/** Answers of AWS given by a table at the clients' `send`, for tests of what a kind asks and how it reads. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeartifactClient } from '@aws-sdk/client-codeartifact';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { ECRClient } from '@aws-sdk/client-ecr';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, vi } from 'vitest';
import { connect } from '../../src/aws.ts';

// biome-ignore lint/suspicious/noExplicitAny: inputs are whatever the commands take.
type Answers = { readonly [operation: string]: (input: any, region: string) => unknown };

/** Each test of the file stands where a function stands: in the home Region, and with what else the template says in `env`. */
export function atHome(env: Readonly<Record<string, string>> = {}): void {
  beforeEach(() => {
    for (const [name, value] of Object.entries({ AWS_REGION: 'eu-west-1', ...env })) vi.stubEnv(name, value);
    connect({});
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
}

/** An operation without an answer is an error, so a test says everything that is asked. */
export function answer(answers: Answers): void {
  for (const { prototype } of [
    SageMakerClient,
    IAMClient,
    GuardDutyClient,
    ConfigServiceClient,
    CodeBuildClient,
    CodePipelineClient,
    CodeDeployClient,
    CloudTrailClient,
    CloudWatchClient,
    KMSClient,
    ECRClient,
    CodeartifactClient,
    S3Client,
    SSMClient,
    SecurityHubClient,
  ]) {
    vi.spyOn(prototype, 'send').mockImplementation(async function (this: { config: { region: () => Promise<string> } }, command: unknown) {
      const { constructor: made, input } = command as { constructor: { name: string }; input: unknown };
      const operation = made.name.replace(/Command$/, '');
      const answered = answers[operation];
      if (!answered) throw new Error(`Nobody answers ${operation}`);
      return answered(input, await this.config.region());
    } as never);
  }
}

export const refusal = (name: string, message = ''): Error => Object.assign(new Error(message), { name });
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
