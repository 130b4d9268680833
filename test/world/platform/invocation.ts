/** One run of a Lambda function. All that it awaits, directly or deep in the SDK, is known to be its own. */
import { AsyncResource } from 'node:async_hooks';
import type { Clock } from '../clock.ts';
import { running } from './current.ts';
import { borrowHost } from './host-time.ts';

export class Invocation {
  readonly name: string;
  /** The ARN of its role's session: who its calls come from. */
  readonly caller: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** How many things it awaits that only virtual time can bring. 0 while it lives: it is computing. */
  waits = 0;
  over = false;
  #kill: (reason: Error) => void = () => {};
  readonly #timers = new Set<() => void>();

  constructor(o: { name: string; caller: string; clock: Clock; random: () => number }) {
    this.name = o.name;
    this.caller = o.caller;
    this.clock = o.clock;
    this.random = o.random;
  }

  /** Runs the code; rejects with the reason if it is killed first. Nothing of it happens after that. */
  async run<T>(code: () => Promise<T>): Promise<T> {
    const killed = new Promise<never>((_, reject) => {
      this.#kill = reject;
    });
    const giveBack = borrowHost();
    try {
      return await Promise.race([running.run(this, code), killed]);
    } finally {
      giveBack();
      this.over = true;
      for (const cancel of this.#timers) cancel();
    }
  }

  kill(reason: Error): void {
    this.over = true;
    this.#kill(reason);
  }

  /** A timer of this invocation, gone when it is over. `awaited` = the invocation may do nothing until then. */
  after(ms: number, then: () => void, awaited: boolean): () => void {
    if (this.over) return () => {}; // What a dead function still computes reaches nobody: every call begins with a pause that never ends.
    const wake = AsyncResource.bind(then);
    let pending = true;
    const settle = (): boolean => {
      if (!pending) return false;
      pending = false;
      if (awaited) this.waits -= 1;
      this.#timers.delete(cancel);
      return true;
    };
    if (awaited) this.waits += 1;
    const callOff = this.clock.at(this.clock.now() + ms, () => void (settle() && wake()), `${this.name} waits`);
    const cancel = (): void => {
      if (settle()) callOff();
    };
    this.#timers.add(cancel);
    return cancel;
  }

  /** Virtual time passes. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve, true));
  }

  /** Awaits what may never come: an answer lost on the way. A signal ends it. */
  async lost(signal?: AbortSignal): Promise<never> {
    this.waits += 1;
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => {
        this.waits -= 1;
        reject(aborted(signal));
      });
    });
  }
}

/** What the SDK's own HTTP handler throws for a signal that fires: always `AbortError`, the signal's reason as its cause. */
export function aborted(signal: AbortSignal): Error {
  return Object.assign(new Error('Request aborted', { cause: signal.reason }), { name: 'AbortError' });
}
