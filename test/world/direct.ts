/** The world at `Client.send`: plain data both ways, copied as JSON would, without a wire. For many seeds in little time. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeartifactClient } from '@aws-sdk/client-codeartifact';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { copy } from './copy.ts';
import type { AwsError } from './habitat.ts';
import { current } from './platform/current.ts';
import type { Asked } from './platform/refusals.ts';
import { carry, type Form, type Gateway } from './way.ts';

const CLIENTS = {
  cloudtrail: CloudTrailClient,
  codeartifact: CodeartifactClient,
  codebuild: CodeBuildClient,
  codedeploy: CodeDeployClient,
  codepipeline: CodePipelineClient,
  config: ConfigServiceClient,
  dynamodb: DynamoDBClient,
  ecr: ECRClient,
  events: EventBridgeClient,
  guardduty: GuardDutyClient,
  iam: IAMClient,
  monitoring: CloudWatchClient,
  kms: KMSClient,
  s3: S3Client,
  sagemaker: SageMakerClient,
  securityhub: SecurityHubClient,
  sns: SNSClient,
  sqs: SQSClient,
  ssm: SSMClient,
};

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: unknown;
}
interface SdkClient {
  readonly config: { maxAttempts: number | (() => Promise<number>); region: string | (() => Promise<string>) };
}
type Send = (this: SdkClient, command: Command, options?: { abortSignal?: AbortSignal }) => Promise<unknown>;

/** From now until the answer is called, every SDK client of this thread sends to whatever world `here` names. */
export function attach(here: () => Gateway): () => void {
  const former = Object.entries(CLIENTS).map(([service, { prototype }]) => {
    const before = Object.getOwnPropertyDescriptor(prototype, 'send');
    const send: Send = async function (command, { abortSignal } = {}) {
      const { region } = this.config;
      const operation = command.constructor.name.replace(/Command$/, '');
      const gateway = here();
      const asked: Asked = {
        service,
        operation,
        input: copy(command.input ?? {}),
        region: typeof region === 'string' ? region : await region(),
        account: gateway.account,
        caller: current()?.caller ?? `arn:aws:iam::${gateway.account}:user/observer`,
        from: current(),
      };
      return await attempts(gateway, asked, abortSignal, await most(this));
    };
    Object.defineProperty(prototype, 'send', { value: send, configurable: true, writable: true });
    return () => (before ? Object.defineProperty(prototype, 'send', before) : Reflect.deleteProperty(prototype, 'send'));
  });
  return () => {
    for (const restore of former) restore();
  };
}

const most = async ({ config: { maxAttempts } }: SdkClient): Promise<number> =>
  typeof maxAttempts === 'function' ? await maxAttempts() : maxAttempts;

/** As the SDK's standard retry does it. */
async function attempts(gateway: Gateway, asked: Asked, signal: AbortSignal | undefined, most: number): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await carry(gateway, asked, signal, FORM(asked));
    } catch (error) {
      if (attempt >= most || !passing(error as Error)) throw error;
      await current()?.pause(Math.ceil(Math.random() * Math.min(20_000, 100 * 2 ** attempt)), signal);
    }
  }
}

function passing(error: Error & { code?: string; $metadata?: { httpStatusCode?: number } }): boolean {
  const status = error.$metadata?.httpStatusCode ?? 0;
  return (
    error.code === 'ECONNRESET' ||
    error.name === 'TimeoutError' ||
    status >= 500 ||
    status === 429 ||
    /^(Throttling|RequestThrottled|SlowDown|TransactionInProgress)/.test(error.name)
  );
}

const FORM = ({ service }: Asked): Form<unknown> => ({
  answer: (output) => output ?? {},
  refuse: (error) => {
    throw sdkError(service, error);
  },
  garbled: () => {
    throw new SyntaxError('Unexpected token \'<\', "<html" is not valid JSON');
  },
});

/** IAM's codes as the SDK names them. */
const NAMED =
  /^(NoSuchEntity|EntityAlreadyExists|DeleteConflict|LimitExceeded|MalformedPolicyDocument|UnmodifiableEntity|ConcurrentModification|ServiceFailure)$/;
function sdkError(service: string, { code, message, status, fields }: AwsError): Error {
  const name = service === 'iam' && NAMED.test(code) ? `${code}Exception` : code;
  return Object.assign(new Error(message), copy(fields), { name, $metadata: { httpStatusCode: status } });
}
