/** mlwarden built and deployed as its users do it, into an emulator that enforces IAM, beside a world that plays SageMaker. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { SQSClient } from '@aws-sdk/client-sqs';
import { installed, root } from '../rie/sandbox.ts';
import { ACCOUNT, type Emulator, emulators, forMiniStack, READY, REGION, start } from '../wire/emulator.ts';
import { benchOn } from '../wire/table.ts';
import { type Served, serve } from './served.ts';

export interface Deployment extends Served {
  readonly emulator: Emulator;
  readonly sqs: SQSClient;
  readonly iam: IAMClient;
  readonly ledger: ReturnType<typeof benchOn>['ledger'];
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
  const served = await serve(ACCOUNT, REGION);
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
  const scope = (service: string) => `Credential=${ACCOUNT}/20260101/${REGION}/${service}/aws4_request`;
  return {
    ...served,
    emulator,
    sqs: new SQSClient(config),
    iam: new IAMClient(config),
    ledger: benchOn(new DynamoDBClient(config), 'mlwarden-ledger').ledger,
    async deploy(environment) {
      await run(sam, ['deploy', '--config-env', environment, '--no-confirm-changeset', '--no-progressbar'], home, env);
    },
    async ask(service, method, path, body, target) {
      const authorization = `AWS4-HMAC-SHA256 ${scope(service)}, SignedHeaders=host, Signature=none`;
      const headers = { 'content-type': 'application/x-amz-json-1.1', authorization, ...(target && { 'x-amz-target': target }) };
      const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${service} ${target ?? path}: ${answer.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    async end() {
      served.stop();
      await emulator.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
