/** The world at the SDK's HTTP boundary: real requests in, real responses out, and all that can happen on the way. */

import { type FaultName, type Faults, refusal } from './faults.ts';
import { AwsError, type Random, rule } from './habitat.ts';
import { current } from './platform/current.ts';
import { aborted } from './platform/invocation.ts';
import type { Asked } from './platform/refusals.ts';
import { awsJson } from './wire-json.ts';
import type { Protocol, Request, Response } from './wire-protocol.ts';
import { awsQuery } from './wire-query.ts';
import { restJson } from './wire-rest.ts';

rule(
  'calls-take-time',
  'assumed',
  'A call is 2 to 20 ms on its way there and as long on its way back.',
  'a spread wide enough for calls to overtake each other',
);

const PROTOCOLS: Record<string, Protocol> = {
  sagemaker: awsJson('1.1'),
  config: awsJson('1.1'),
  dynamodb: awsJson('1.0', 'com.amazonaws.dynamodb.v20120810#'),
  sqs: awsJson('1.0', 'com.amazonaws.sqs#', { QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue' }),
  iam: awsQuery,
  guardduty: restJson,
};

/** What lies behind the wire. `lost` = the caller will not hear the answer. */
export interface Gateway {
  readonly account: string;
  readonly random: Random;
  readonly faults: Faults;
  callerOf(accessKeyId: string): string;
  answer(asked: Asked, lost: boolean): unknown;
  /** A call was refused on its way, in the service's name. */
  refused(asked: Asked, code: string): void;
}
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
      const invocation = current();
      const { asked, protocol } = read(gateway, request, invocation?.caller);
      await travel(gateway, signal);
      const what = gateway.faults.strikes(asked, invocation !== undefined);
      if (what?.endsWith('-before')) return vanish(what, signal);
      const response = respond(gateway, asked, protocol, what);
      if (what?.endsWith('-after')) return vanish(what, signal);
      await travel(gateway, signal);
      return { response };
    },
  };
}

/** Who signed, for which service and Region, stands in the signature's scope: `Credential=KEY/date/region/service/aws4_request`. */
function read(gateway: Gateway, request: Request, by: string | undefined): { asked: Asked; protocol: Protocol } {
  const [, key = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const protocol = PROTOCOLS[service];
  if (!protocol) throw new Error(`The world speaks no protocol of "${service}".`);
  return { asked: { ...protocol.read(request), service, region, account: gateway.account, caller: by ?? gateway.callerOf(key) }, protocol };
}

async function travel(gateway: Gateway, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) throw aborted(signal);
  await current()?.pause(2 + gateway.random.int(19));
  if (signal?.aborted) throw aborted(signal);
}

function respond(gateway: Gateway, asked: Asked, protocol: Protocol, what: FaultName | undefined): Response {
  const written = (status: number, { headers, body }: { headers: Record<string, string>; body: string }): Response => ({
    statusCode: status,
    headers: { ...headers, 'x-amzn-requestid': 'world' },
    body: Buffer.from(body),
  });
  try {
    const error = what && refusal(what, asked);
    if (error) {
      gateway.refused(asked, error.code);
      throw error;
    }
    const output = what === 'partial' ? partly(gateway, asked) : gateway.answer(asked, what !== undefined);
    return written(200, protocol.answer(asked.operation, output));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return written(error.status, protocol.refuse(error));
  }
}

/** BatchGetItem answers for all but the last key of each table. */
function partly(gateway: Gateway, asked: Asked): unknown {
  const tables: [string, { Keys: unknown[] }][] = Object.entries(asked.input.RequestItems);
  const cut = (from: number, to?: number): object =>
    Object.fromEntries(tables.map(([name, table]) => [name, { ...table, Keys: table.Keys.slice(from, to) }]));
  const output = gateway.answer({ ...asked, input: { RequestItems: cut(0, -1) } }, false);
  return { ...(output as object), UnprocessedKeys: cut(-1) };
}

/** No answer: the connection breaks, nothing comes until the caller gives up, or the caller is no more. */
async function vanish(what: FaultName, signal: AbortSignal | undefined): Promise<never> {
  const invocation = current();
  if (what.startsWith('reset')) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  if (!invocation) throw Object.assign(new Error('The connection timed out.'), { name: 'TimeoutError' });
  if (what.startsWith('crash')) invocation.kill(new Error('Runtime exited with error: signal: killed'));
  return invocation.lost(signal);
}
