/** People at the command line, each by a role of his own in the emulator's IAM, which checks what they sign. */

import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { functionOf, OPERATOR, READER } from '../../src/operator/functions.ts';
import { type Credentials, sign } from '../../src/operator/sign.ts';
import { node } from '../cli/run.ts';
import { ACCOUNT, REGION } from '../wire/emulator.ts';
import type { Ask } from './ask.ts';
import type { Deployment } from './deployment.ts';

export interface Said {
  readonly code: number;
  readonly says: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly refused?: string;
  readonly failed?: string;
}
export interface Person {
  readonly role: string;
  readonly arn: string;
  readonly credentials: Credentials;
  /** What `npx mlwarden` with these words and `--json` says. */
  types(...words: readonly string[]): Promise<Said>;
}

export const policy = (Statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...Statement }] });

/** A session of a role that trusts the account's root. */
export async function assumed(ask: Ask, RoleArn: string): Promise<{ readonly credentials: Required<Credentials>; readonly arn: string }> {
  const wanted = { RoleArn, RoleSessionName: 'ann' };
  const target = 'AWSSecurityTokenServiceV20110615.AssumeRole';
  const { Credentials: given, AssumedRoleUser } = (await ask('sts', 'POST', '/', wanted, target)) as {
    Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    AssumedRoleUser: { Arn: string };
  };
  const credentials = { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
  return { credentials, arn: AssumedRoleUser.Arn };
}

/** Somebody whose role may invoke these functions, by default both that people have, and nothing else. */
export async function somebody({ emulator, ask }: Deployment, Path: string, RoleName: string, may = [OPERATOR, READER]): Promise<Person> {
  const iam = new IAMClient(emulator.config);
  const trust = policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' });
  await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: trust }));
  const invoke = policy({
    Action: ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    Resource: may.map((name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`),
  });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'invoke', PolicyDocument: invoke }));
  const role = `arn:aws:iam::${ACCOUNT}:role${Path}${RoleName}`;
  const { credentials, arn } = await assumed(ask, role);
  const env = {
    ...{ AWS_REGION: REGION, AWS_ENDPOINT_URL: emulator.url, AWS_SESSION_TOKEN: credentials.sessionToken },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
  };
  return {
    ...{ role, arn, credentials },
    async types(...words) {
      const { code, out, err } = await node(['src/cli/mlwarden.ts', ...words, '--json'], env);
      if (out === '') throw new Error(`${words.join(' ')}: ${code} ${err}`);
      return { code, says: [], data: {}, ...JSON.parse(out) };
    },
  };
}

interface Order {
  readonly verb: string;
  readonly input: object;
  readonly proof?: object;
}
/** What the URL of the verb's function answers to this order, signed by these or by nobody. It is the emulator that listens there. */
export async function byUrl({ emulator, ask }: Deployment, order: Order, credentials?: Credentials): Promise<readonly [number, string]> {
  const path = `/2021-10-31/functions/${functionOf(order.verb)}/url`;
  const { FunctionUrl } = (await ask('lambda', 'GET', path, undefined)) as { FunctionUrl: string };
  const { hostname } = new URL(FunctionUrl);
  const body = JSON.stringify(order);
  const wanted = { service: 'lambda', region: REGION, hostname, headers: { 'content-type': 'application/json' }, body };
  const headers = credentials ? await sign(wanted, credentials, new Date()) : { host: hostname };
  const sent = request(emulator.url, { method: 'POST', headers });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return [answer.statusCode ?? 0, Buffer.concat(await Array.fromAsync(answer)).toString()];
}
