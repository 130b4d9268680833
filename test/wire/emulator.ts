/** Programs that play AWS, on this machine only: each on a port of its own, in a scratch folder of its own, gone when the test is. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, installed } from '../rie/sandbox.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
/** Of the account's root, as MiniStack and moto have it: twelve digits are the account, the secret is anything. */
export const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };

export interface Emulator {
  readonly name: string;
  readonly url: string;
  /** What an SDK client of it is made with. */
  readonly config: { readonly region: string; readonly endpoint: string; readonly credentials: typeof credentials };
  /** All that it has written so far. */
  log(): string;
  stop(): Promise<void>;
}
interface Program {
  readonly name: string;
  readonly command: (port: number) => readonly [string, ...string[]];
  readonly env?: (port: number) => Record<string, string>;
  /** Answers anything at all once it is ready. */
  readonly ready: string;
}

const PATIENCE = 60_000;
const GRACE = 3_000;
/** The program, tied to us: when our end of its standard input closes, for whatever reason, it and all that it has started are killed. */
const TIED = 'exec 3<&0; (cat; kill -9 0) <&3 >/dev/null 2>&1 & exec "$@" </dev/null 3<&-';

/** To it and to all that it has started. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {} // It is gone.
}

/** Resolves when it answers. Throws what it wrote if it ends first or does not answer within a minute. */
export async function start({ name, command, env, ready }: Program): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const TMPDIR = mkdtempSync(`${tmpdir()}/mlwarden-${name.toLowerCase().replaceAll(' ', '-')}-`);
  const inherited = { PATH: process.env.PATH, HOME: process.env.HOME };
  const child = spawn('sh', ['-c', TIED, 'sh', ...command(port)], {
    cwd: TMPDIR,
    env: { ...inherited, TMPDIR, ...env?.(port) },
    detached: true,
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async (): Promise<void> => {
    signal(child, 'SIGTERM');
    await Promise.race([ended, sleep(GRACE, undefined, { ref: false })]);
    signal(child, 'SIGKILL');
    await ended;
    rmSync(TMPDIR, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const until = Date.now() + PATIENCE; ; await sleep(100)) {
    if (await answers(url + ready)) return { name, url, config: { region: REGION, endpoint: url, credentials }, log: () => written, stop };
    if (child.exitCode === null && Date.now() < until) continue;
    await stop();
    throw new Error(`${name} did not start:\n${written.slice(-3000)}`);
  }
}
const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.status < 500,
    () => false,
  );

export const emulators = (): string => installed('emulators.sh');

/** The environment in which MiniStack listens to this machine only and knows our account. */
export const forMiniStack = (port: number): Record<string, string> => ({
  GATEWAY_PORT: String(port),
  BIND_HOST: '127.0.0.1',
  MINISTACK_HOST: '127.0.0.1',
  MINISTACK_REGION: REGION,
  MINISTACK_ACCOUNT_ID: ACCOUNT,
  IOT_MTLS_ENABLED: '0',
  SFTP_ENABLED: '0',
});
export const READY = '/_ministack/ready';

export const miniStack = (): Promise<Emulator> =>
  start({ name: 'MiniStack', command: () => [`${emulators()}/bin/ministack`], env: forMiniStack, ready: READY });

export const moto = (): Promise<Emulator> =>
  start({
    name: 'moto',
    command: (port) => [`${emulators()}/bin/moto_server`, '-H', '127.0.0.1', '-p', String(port)],
    // Unbuffered: what it writes of a call is read when the call is answered.
    env: () => ({ MOTO_ACCOUNT_ID: ACCOUNT, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', PYTHONUNBUFFERED: '1' }),
    ready: '/moto-api/data.json',
  });

export function dynamoDBLocal(): Promise<Emulator> {
  const home = installed('wire-dynamodb.sh');
  const libraries = ['java.library.path', 'sqlite4java.library.path'].map((name) => `-D${name}=${home}/lib`);
  return start({
    name: 'DynamoDB Local',
    command: (port) => [
      ...(['java', ...libraries, '-cp', `${home}/lib/*:${home}`, 'Loopback'] as const),
      ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
    ],
    ready: '/',
  });
}
