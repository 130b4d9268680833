/** What runs on this machine: each verb's own file, loaded only when it is asked for. */
import type { Terminal } from './replay.ts';

export interface Given {
  readonly input: Readonly<Record<string, unknown>>;
  readonly json: boolean;
  readonly now: Date;
}
/** Answers the exit code. Throws `BadInput`. */
export type Here = (given: Given, terminal: Terminal) => Promise<number>;

export const HERE: Readonly<Record<string, () => Promise<{ readonly run: Here }>>> = {
  scan: () => import('./scan/run.ts'),
  plan: () => import('./plan/run.ts'),
  verify: () => import('./trail/verify.ts'),
  doctor: () => import('./doctor/run.ts'),
  completion: () => import('./completion/run.ts'),
};
