/** How each service refuses a caller, whatever was asked: its own code, its own words. */
import { AwsError, rule } from '../habitat.ts';

rule(
  'throttled',
  'documented',
  'Too many requests are refused as ThrottlingException (JSON), Throttling (IAM), RequestThrottled (SQS): Rate exceeded.',
  'Common errors of each API reference; "Rate exceeded" as seen in public issue threads',
);
rule(
  'throttled-guardduty',
  'assumed',
  'GuardDuty refuses too many requests with 429 TooManyRequestsException.',
  'not in its API reference',
);
rule(
  'denied',
  'observed',
  'A denied call names the caller, the action and the resource; SQS writes its actions in lower case.',
  'aws/serverless-application-model#3633, microsoft/aspire#3333; IAM User Guide: troubleshoot_access-denied',
);
rule(
  'throttled-security-hub',
  'observed',
  'Security Hub refuses too many requests with 429 TooManyRequestsException.',
  'aws-samples/aws-secure-environment-accelerator issue 1024',
);
rule('denied-http-status', 'assumed', 'AWS JSON services answer a denial with 400, the others with 403.', 'API references differ');

type Refusal = readonly [code: string, status: number, message?: string];
const THROTTLED: Record<string, Refusal> = {
  iam: ['Throttling', 400],
  sqs: ['RequestThrottled', 403],
  s3: ['SlowDown', 503, 'Please reduce your request rate.'],
  guardduty: ['TooManyRequestsException', 429],
  codeartifact: ['ThrottlingException', 429],
  securityhub: ['TooManyRequestsException', 429, 'Too Many Requests'],
  dynamodb: ['ThrottlingException', 400, 'Throughput exceeds the current capacity of your table or index.'],
};
const DENIED: Record<string, Refusal> = {
  iam: ['AccessDenied', 403],
  sqs: ['AccessDenied', 403],
  s3: ['AccessDenied', 403],
  guardduty: ['AccessDeniedException', 403],
  codeartifact: ['AccessDeniedException', 403],
  securityhub: ['AccessDeniedException', 403],
};
const BROKEN: Record<string, string> = {
  dynamodb: 'InternalServerError',
  codeartifact: 'InternalServerException',
  guardduty: 'InternalServerErrorException',
  iam: 'ServiceFailure',
  kms: 'KMSInternalException',
  s3: 'InternalError',
  securityhub: 'InternalException',
};

/** One call on its way: who asks what of whom. */
export interface Asked {
  readonly service: string;
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: the wire is untyped.
  readonly input: any;
  readonly caller: string;
  readonly account: string;
  readonly region: string;
  /** The run of a function that asks, told apart by identity. */
  readonly from?: object | undefined;
}

export function throttled({ service }: Asked): AwsError {
  const [code, status, message = 'Rate exceeded'] = THROTTLED[service] ?? ['ThrottlingException', 400];
  return new AwsError(code, message, status);
}

export function broken({ service }: Asked): AwsError {
  return new AwsError(
    BROKEN[service] ?? 'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    500,
  );
}

/** No text of AWS: it stands for all that nobody has seen yet. */
export function unforeseen({ service, operation }: Asked): AwsError {
  return new AwsError(
    service === 'iam' ? 'ValidationError' : 'ValidationException',
    `${operation} is not possible at this time of the moon.`,
  );
}

const MISSING: Record<string, Refusal> = {
  iam: ['NoSuchEntity', 404, 'The role with name it cannot be found.'],
  sqs: ['QueueDoesNotExist', 400, 'The specified queue does not exist.'],
  dynamodb: ['ResourceNotFoundException', 400, 'Requested resource not found'],
  kms: ['NotFoundException', 400, 'The key does not exist'],
  ssm: ['ParameterNotFound', 400],
  codebuild: ['ResourceNotFoundException', 400, 'Project cannot be found'],
  codedeploy: ['DeploymentGroupDoesNotExistException', 400, 'No Deployment Group found'],
  guardduty: ['BadRequestException', 400, 'The request is rejected because the input detectorId is not owned by the current account.'],
  s3: ['NoSuchBucket', 404, 'The specified bucket does not exist'],
  codeartifact: ['ResourceNotFoundException', 404, 'Repository not found.'],
  securityhub: ['InvalidAccessException', 401, 'Account 111122223333 is not subscribed to AWS Security Hub'],
  ecr: ['RepositoryNotFoundException', 400, 'The repository does not exist in the registry'],
  codepipeline: ['PipelineNotFoundException', 400, 'The account does not have a pipeline with that name'],
};
export function missing({ service }: Asked): AwsError {
  const [code, status, message = ''] = MISSING[service] ?? ['ValidationException', 400, 'RecordNotFound'];
  return new AwsError(code, message, status);
}

/** Where a service is not signed for under the name that IAM has for it. */
const IAM_NAMES: Record<string, string> = { monitoring: 'cloudwatch' };
/** S3 API, "Permissions" of each operation. */
export const S3_ACTIONS: Record<string, string> = {
  GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 's3:PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 's3:PutBucketPublicAccessBlock',
  ListBuckets: 's3:ListAllMyBuckets',
  ListObjectVersions: 's3:ListBucketVersions',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  // The source is read by another.
  CopyObject: 's3:PutObject',
};

export function denied(asked: Asked): AwsError {
  const [code, status] = DENIED[asked.service] ?? ['AccessDeniedException', 400];
  const operation = asked.service === 'sqs' ? asked.operation.toLowerCase() : asked.operation;
  const action = S3_ACTIONS[operation] ?? `${IAM_NAMES[asked.service] ?? asked.service}:${operation}`;
  const why = `because no identity-based policy allows the ${action} action`;
  return new AwsError(code, `User: ${asked.caller} is not authorized to perform: ${action} on resource: ${resource(asked)} ${why}`, status);
}

const SAGEMAKER = {
  NotebookInstanceName: 'notebook-instance',
  EndpointName: 'endpoint',
  EndpointConfigName: 'endpoint-config',
  ModelName: 'model',
};

/** The ARN a denial names: SageMaker's names in lower case, as its real ARNs are. */
function resource({ service, input, account, region }: Asked): string {
  const arn = (id: string, where = region): string => `arn:aws:${service}:${where}:${account}:${id}`;
  const kind = Object.entries(SAGEMAKER).find(([name]) => name in input);
  if (service === 'sagemaker' && kind) return arn(`${kind[1]}/${String(input[kind[0]]).toLowerCase()}`);
  if (service === 'iam' && input.RoleName) return arn(`role/${input.RoleName}`, '');
  if (service === 'iam' && (input.PolicyArn ?? input.Arn)) return input.PolicyArn ?? input.Arn;
  if (service === 'guardduty') return arn(`detector/${input.DetectorId ?? '*'}`);
  if (service === 'securityhub') return arn('hub/default');
  if (service === 'dynamodb') return arn(`table/${input.TableName ?? '*'}`);
  if (service === 's3') return `arn:aws:s3:::${input.Bucket ?? ''}`;
  if (service === 'sqs') return arn(String(input.QueueUrl).split('/').at(-1) ?? '*');
  return '*';
}
