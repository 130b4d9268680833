/** The world at the SDK's HTTP boundary: real requests in, real responses out. */
import { current } from './platform/current.ts';
import type { Asked } from './platform/refusals.ts';
import { carry, type Gateway } from './way.ts';
import { awsJson } from './wire-json.ts';
import type { Protocol, Request, Response } from './wire-protocol.ts';
import { awsQuery } from './wire-query.ts';
import { codeArtifactJson, guardDutyJson, securityHubJson } from './wire-rest.ts';
import { restXml } from './wire-s3.ts';

const PROTOCOLS: Record<string, Protocol> = {
  sagemaker: awsJson('1.1'),
  config: awsJson('1.1'),
  cloudtrail: awsJson('1.1'),
  codebuild: awsJson('1.1'),
  codepipeline: awsJson('1.1'),
  codedeploy: awsJson('1.1'),
  kms: awsJson('1.1'),
  ssm: awsJson('1.1'),
  ecr: awsJson('1.1'),
  events: awsJson('1.1'),
  dynamodb: awsJson('1.0', 'com.amazonaws.dynamodb.v20120810#'),
  // As the SDK speaks it now; the service's older protocol is Query (the installed SDK's runtimeConfig).
  monitoring: awsJson('1.0', 'com.amazonaws.cloudwatch#'),
  logs: awsJson('1.1'),
  sqs: awsJson('1.0', 'com.amazonaws.sqs#', { QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue' }),
  iam: awsQuery,
  guardduty: guardDutyJson,
  codeartifact: codeArtifactJson,
  securityhub: securityHubJson,
  s3: restXml,
};

export interface RequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  /** `abortSignal` may be of an older make, which nobody here uses. */
  handle(request: Request, options?: { abortSignal?: unknown }): Promise<{ response: Response }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
}

export function requestHandler(gateway: Gateway): RequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    async handle(request, { abortSignal } = {}) {
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      const { asked, protocol } = read(gateway, request);
      const written = (statusCode: number, { headers, body }: { headers: Record<string, string>; body: string }): Response => ({
        statusCode,
        headers: { ...headers, 'x-amzn-requestid': 'world' },
        body: Buffer.from(body),
      });
      const response = await carry(gateway, asked, signal, {
        answer: (output) => written(200, protocol.answer(asked.operation, output)),
        refuse: (error) => written(error.status, protocol.refuse(error)),
        garbled: () => written(200, { headers: {}, body: '<html' }),
      });
      return { response };
    },
  };
}

/** Who signed, for which service and Region, stands in the signature's scope: `Credential=KEY/date/region/service/aws4_request`. */
function read(gateway: Gateway, request: Request): { asked: Asked; protocol: Protocol } {
  const [, key = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const protocol = PROTOCOLS[service];
  if (!protocol) throw new Error(`The world speaks no protocol of "${service}".`);
  const from = current();
  const caller = from?.caller ?? gateway.callerOf(key);
  return { asked: { ...protocol.read(request), service, region, account: gateway.account, caller, from }, protocol };
}
