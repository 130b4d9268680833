import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const root = new URL('../..', import.meta.url).pathname;
/** Half of what a command takes is compiling the SDK, the same each time. */
const NODE_COMPILE_CACHE = join(root, 'node_modules/.cache/node');

/** Runs node as a person would, in the project's folder unless told otherwise. */
export function node(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = root): Promise<Run> {
  return new Promise((done) => {
    const options = { cwd, env: { ...process.env, NODE_COMPILE_CACHE, ...env }, maxBuffer: 64 << 20 };
    execFile(process.execPath, [...args], options, (error, out, err) => done({ code: error ? Number(error.code ?? 1) : 0, out, err }));
  });
}
export const mlwarden = (...args: string[]): Promise<Run> => node(['src/cli/mlwarden.ts', ...args]);
