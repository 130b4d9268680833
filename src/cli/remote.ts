/** The function that has the verb, invoked with the caller's own credentials, by its name or by its URL. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { Reply } from '../operator/exchange.ts';
import { functionOf } from '../operator/functions.ts';
import { type Credentials, proofOf, sign } from '../operator/sign.ts';
import { BadInput } from './options.ts';

/** Milliseconds; the function itself gives up after 30 s. */
const PATIENCE = 35_000;
/** What is signed is sent to AWS and nobody else. */
const URL_HOST = /^[a-z0-9]+\.lambda-url\.([a-z0-9-]+)\.on\.(aws|amazonwebservices\.com\.cn)$/;

export interface Where {
  readonly region: string;
  readonly url?: string | undefined;
}

/** Throws `BadInput` for a place that is none, and whatever credentials and network throw. */
export async function remotely(verb: string, input: unknown, { region, url }: Where): Promise<Reply> {
  const host = url === undefined ? undefined : hostOf(url);
  const credentials = await defaultProvider()();
  const proof = await proofOf(verb, input, host?.region ?? region, credentials, new Date());
  const order = JSON.stringify({ verb, input, proof });
  return host ? await byUrl(host, order, credentials) : await byName(functionOf(verb), order, region);
}

export function hostOf(url: string): { hostname: string; region: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const [hostname, region] = URL_HOST.exec(parsed?.hostname ?? '') ?? [];
  if (parsed?.protocol !== 'https:' || parsed.port !== '' || !hostname || !region)
    throw new BadInput(`--url takes the https URL of a function (https://<id>.lambda-url.<region>.on.aws/), not "${url}".`);
  return { hostname, region };
}

async function byName(FunctionName: string, order: string, region: string): Promise<Reply> {
  const client = new LambdaClient({ region, maxAttempts: 1 });
  const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(order) }));
  const said = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) return { failed: `${FunctionName} failed (${FunctionError}): ${said.slice(0, 500)}` };
  return JSON.parse(said) as Reply;
}

async function byUrl({ hostname, region }: { hostname: string; region: string }, body: string, credentials: Credentials): Promise<Reply> {
  const wanted = { service: 'lambda', region, hostname, headers: { 'content-type': 'application/json' }, body };
  const headers = await sign(wanted, credentials, new Date());
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`https://${hostname}/`, { method: 'POST', headers, body, redirect: 'error', signal });
  const said = await response.text();
  if (![200, 400, 503].includes(response.status)) return { failed: `${hostname} answered ${response.status}: ${said.slice(0, 500)}` };
  return JSON.parse(said) as Reply;
}
