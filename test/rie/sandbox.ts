/** A bundle in the emulator of Lambda's sandbox: AWS's own runtime client, the real protocol, no container. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const installed = (script: string): string => execFileSync(`${root}/scripts/${script}`, { encoding: 'utf8' }).trim();

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((done) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  await new Promise((done) => server.close(done));
  return port;
}

export interface Sandbox {
  /** What the function answers, or what Lambda says of how it failed. */
  invoke(event: unknown): Promise<unknown>;
  /** All it has written so far. */
  log(): string;
  stop(): void;
}

/** Names of the architecture as the emulator's files have them. */
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** AWS itself is a closed port, unless `more` says where it is: whatever is asked of it fails, quickly. */
export async function sandbox(bundle: string, account: string, more: Record<string, string> = {}): Promise<Sandbox> {
  const emulator = globSync(`${installed('sam-home.sh')}/lib/**/aws-lambda-rie-${ARCHITECTURE}`)[0] ?? '';
  const runtime = `${installed('runtime-home.sh')}/node_modules/aws-lambda-ric/index.mjs`;
  // Away from our own node_modules: what is not in the bundle is missing in Lambda, too.
  const task = mkdtempSync(`${tmpdir()}/mlwarden-rie-`);
  cpSync(`${root}/dist/${bundle}`, task, { recursive: true });
  const [front, api, closed] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--runtime-interface-emulator-address', `127.0.0.1:${front}`, '--runtime-api-address', `127.0.0.1:${api}`];
  const child = spawn(emulator, ['--log-level', 'warn', ...ports, process.execPath, runtime, 'index.handler'], {
    cwd: task,
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_TIMEOUT: '30',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      LAMBDA_TASK_ROOT: task,
      AWS_SAM_LOCAL: 'true',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${closed}`,
      HOME_ACCOUNT: account,
      ...more,
    },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return {
    log: () => written,
    stop() {
      child.kill('SIGKILL');
      rmSync(task, { recursive: true, force: true });
    },
    async invoke(event) {
      const url = `http://127.0.0.1:${front}/2015-03-31/functions/function/invocations`;
      for (let tries = 0; ; tries++) {
        try {
          return await (await fetch(url, { method: 'POST', body: JSON.stringify(event) })).json();
        } catch (error) {
          if (tries === 50) throw error;
          await new Promise((done) => setTimeout(done, 100));
        }
      }
    },
  };
}
