/** mlwarden built and deployed as its users do it, into an emulator that enforces IAM, beside a world that plays SageMaker. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { broken } from '../../src/ledger/chain.ts';
import type { Ledger } from '../../src/ledger/port.ts';
import { installed, root } from '../rie/sandbox.ts';
import { ACCOUNT, type Emulator, emulators, forMiniStack, READY, REGION, start } from '../wire/emulator.ts';
import { benchOn } from '../wire/table.ts';
import type { BusEvent } from '../world/bus.ts';
import type { Case } from '../world/story/cases.ts';
import type { WorldFile } from '../world/story/furnish.ts';
import type { World } from '../world/world.ts';
import { serve } from './served.ts';

export interface Deployment {
  readonly emulator: Emulator;
  readonly sqs: SQSClient;
  readonly ledger: Ledger;
  /** Begins anew: another customer's account, and a ledger that knows of nothing. */
  renew(file: WorldFile): Promise<World>;
  /** Puts an event on the default bus. */
  publish(event: BusEvent): Promise<void>;
  cases(): Promise<Case[]>;
  /** `sam deploy` with samconfig.toml as it stands: `default` observes, `prod` does what its policy says. */
  deploy(environment: 'default' | 'prod'): Promise<void>;
  /** One request in AWS's own words, for services without a client among our dependencies. */
  ask(service: string, method: string, path: string, body: unknown, target?: string): Promise<unknown>;
  end(): Promise<void>;
}

/** Throws all it wrote if it fails. */
function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env });
    let written = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
    child.once('error', failed);
    child.once('close', (code) => (code === 0 ? done(written) : failed(new Error(`${command} ${args.join(' ')}:\n${written}`))));
  });
}

/** The repository as somebody has it who took the demonstration policy for his own. */
async function built(): Promise<string> {
  const home = mkdtempSync(`${tmpdir()}/mlwarden-deploy-`);
  for (const part of ['src', 'scripts', 'stacks', 'template.yaml', 'samconfig.toml', 'package.json', 'package-lock.json']) {
    cpSync(`${root}/${part}`, `${home}/${part}`, { recursive: true });
  }
  cpSync(`${root}/events/policy.yaml`, `${home}/policy.yaml`);
  symlinkSync(`${root}/node_modules`, `${home}/node_modules`);
  await run(process.execPath, ['scripts/build.ts'], home);
  return home;
}

export async function deployment(): Promise<Deployment> {
  const home = await built();
  const served = await serve(ACCOUNT, REGION, (event) => void publish(event).catch((error) => console.error(error)));
  const emulator = await start({
    name: 'MiniStack',
    command: () => [`${emulators()}/bin/python`, `${import.meta.dirname}/lab.py`],
    // Functions run on the Node that is first on the path: Lambda's own major.
    env: (port) => ({ ...forMiniStack(port), AUTH: 'true', WORLD: served.url, PATH: `${root}/node_modules/.bin:${process.env.PATH}` }),
    ready: READY,
  });
  const { config, url } = emulator;
  const sam = `${installed('sam-home.sh')}/bin/sam`;
  const env = {
    ...{ PATH: process.env.PATH, HOME: home, TMPDIR: home, SAM_CLI_TELEMETRY: '0', AWS_EC2_METADATA_DISABLED: 'true' },
    ...{ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: REGION },
  };
  const TableName = 'mlwarden-ledger';
  const dynamo = new DynamoDBClient(config);
  const { ledger } = benchOn(dynamo, TableName);
  const items = async () => (await dynamo.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];

  const ask: Deployment['ask'] = async (service, method, path, body, target) => {
    const scope = `Credential=${ACCOUNT}/20260101/${REGION}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`;
    const headers = { 'content-type': 'application/x-amz-json-1.1', authorization, ...(target && { 'x-amz-target': target }) };
    const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${service} ${target ?? path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  // Id, account, Region and time are EventBridge's to give.
  async function publish({ source, 'detail-type': DetailType, detail, resources }: BusEvent): Promise<void> {
    const entry = { Source: source, DetailType, Detail: JSON.stringify(detail), Resources: resources ?? [] };
    await ask('events', 'POST', '/', { Entries: [entry] }, 'AWSEvents.PutEvents');
  }

  return {
    emulator,
    sqs: new SQSClient(config),
    ledger,
    ask,
    publish,
    async renew(file) {
      for (const { pk = { S: '' }, sk = { S: '' } } of await items()) {
        await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key: { pk, sk } } }] } }));
      }
      return served.renew(file);
    },
    async cases() {
      const found = (await items()).filter(({ pk }) => pk?.S?.startsWith('case#'));
      return await Promise.all(
        found.map(async ({ doc }) => {
          const { violation, key } = JSON.parse(doc?.S ?? '{}') as { violation: string; key: string };
          const entries = await Array.fromAsync(ledger.entries(violation, key));
          const { head, resource } = (await ledger.open({ key, violation, account: ACCOUNT })).case;
          return { violation, name: resource?.name ?? key, key, entries, broken: broken(entries, head) };
        }),
      );
    },
    async deploy(environment) {
      await run(sam, ['deploy', '--config-env', environment, '--no-confirm-changeset', '--no-progressbar'], home, env);
    },
    async end() {
      served.stop();
      await emulator.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
