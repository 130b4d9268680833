/** A program that handles events in a process of its own, asked one event at a time. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Milliseconds on the clock and of this process's processors; the API of each request it sent; what it answered or how it failed. */
export interface Took {
  readonly ms: number;
  readonly cpu: number;
  readonly calls: readonly string[];
  readonly says: string;
  readonly failed?: string;
}
export interface Imported {
  readonly ms: number;
  readonly cpu: number;
}
export interface Contestant {
  readonly imported: Imported;
  /** Throws what it wrote if it is gone. */
  ask(event: unknown): Promise<Took>;
  end(): Promise<void>;
}
export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Of what it writes only the end is kept, for when it fails. */
const KEPT = 4000;

/** Resolves once it has loaded its handler. */
export async function begin({ command: [command, ...args], env, cwd }: Program): Promise<Contestant> {
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...env }, cwd, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      written = (written + chunk.toString()).slice(-KEPT);
    });
  }
  const waiting: { done(line: string): void; failed(error: Error): void }[] = [];
  const closed = new Promise<void>((done) => {
    child.once('close', () => {
      for (const { failed } of waiting.splice(0)) failed(new Error(`${[command, ...args].join(' ')} is gone:\n${written}`));
      done();
    });
  });
  child.once('error', (error) => waiting.shift()?.failed(error));
  createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).on('line', (line) => waiting.shift()?.done(line));
  const next = <T>(): Promise<T> =>
    new Promise<string>((done, failed) => void waiting.push({ done, failed })).then((line) => JSON.parse(line) as T);
  const { imported } = await next<{ imported: Imported }>();
  return {
    imported,
    ask(event) {
      const answer = next<Took>();
      child.stdin?.write(`${JSON.stringify(event)}\n`);
      return answer;
    },
    async end() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** Runs as long as it is needed, and not longer. */
export async function within<T>(program: Program, then: (one: Contestant) => Promise<T>): Promise<T> {
  const one = await begin(program);
  try {
    return await then(one);
  } finally {
    await one.end();
  }
}
/** Throws how it failed. */
export async function told(one: Contestant, event: unknown): Promise<Took> {
  const took = await one.ask(event);
  if (took.failed) throw new Error(took.failed);
  return took;
}
