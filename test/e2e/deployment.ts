/** mlwarden built and deployed as its users do it, into an emulator that enforces IAM, beside a world that plays SageMaker. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { remediations } from '../../src/registry.ts';
import { installed, root } from '../rie/sandbox.ts';
import { ACCOUNT, type Emulator, emulators, forMiniStack, READY, REGION, start } from '../wire/emulator.ts';
import type { BusEvent } from '../world/bus.ts';
import { type WorldFile, worldSchema } from '../world/story/furnish.ts';
import type { World } from '../world/world.ts';
import { type Ask, asker, publish } from './ask.ts';
import { serve } from './served.ts';
import { type Stored, stored } from './stored.ts';

export interface Deployment extends Pick<Stored, 'ledger' | 'cases'> {
  readonly emulator: Emulator;
  readonly sqs: SQSClient;
  readonly ask: Ask;
  /** `sam deploy` with samconfig.toml as it stands: `default` observes, `prod` does what its policy says, `watch` watches either. */
  deploy(environment: 'default' | 'prod' | 'watch'): Promise<void>;
  /** Begins anew: another customer's account, and a ledger that knows of nothing. */
  renew(file: WorldFile): Promise<World>;
  /** Puts an event on the default bus. */
  publish(event: BusEvent): Promise<void>;
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

/** The repository as somebody has it who took this policy for his own. */
async function built(policy: string): Promise<string> {
  const home = mkdtempSync(`${tmpdir()}/mlwarden-deploy-`);
  for (const part of ['src', 'scripts', 'stacks', 'template.yaml', 'samconfig.toml', 'package.json', 'package-lock.json']) {
    cpSync(`${root}/${part}`, `${home}/${part}`, { recursive: true });
  }
  writeFileSync(`${home}/policy.yaml`, policy);
  symlinkSync(`${root}/node_modules`, `${home}/node_modules`);
  await run(process.execPath, ['scripts/build.ts'], home);
  return home;
}

/** By default with the demonstration policy. */
export async function deployment(policy = readFileSync(`${root}/events/policy.yaml`, 'utf8')): Promise<Deployment> {
  const home = await built(policy);
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
  const ask = asker(url);
  const sqs = new SQSClient(config);
  const nothing = z.parse(worldSchema, {});
  const { ledger, cases, empty } = stored(new DynamoDBClient(config));
  return {
    emulator,
    sqs,
    ledger,
    ask,
    cases,
    publish: (event) => publish(ask, event),
    async renew(file) {
      // Nobody who is still at work may come upon the new account, or write of the old one: first there is nothing to find.
      served.renew(nothing, () => {});
      for (let n = 0; n < 2; n++) {
        const purged = remediations.map(({ id }) => `${url}/${ACCOUNT}/mlwarden-${id}`);
        await Promise.all(purged.map((QueueUrl) => sqs.send(new PurgeQueueCommand({ QueueUrl }))));
        await sleep(500);
      }
      await empty();
      return served.renew(file, (event) => void publish(ask, event).catch(console.error));
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
