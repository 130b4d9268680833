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
  /** Milliseconds by which its host's clock is wrong. */
  readonly skew: number;
  /** Until when its sandbox stands still; nothing of it happens before. */
  frozenUntil = 0;
  /** How many things it awaits that only virtual time can bring. 0 while it lives: it is computing. */
  waits = 0;
  over = false;
  /** Nobody waits for it any more. */
  givenUp = false;
  /** Called when nothing of it will happen any more. */
  ended: () => void = () => {};
  #giveUp: (reason: Error) => void = () => {};
  #giveBack: () => void = () => {};
  readonly #timers = new Set<() => void>();

  constructor(o: { name: string; caller: string; clock: Clock; random: () => number; skew?: number }) {
    this.name = o.name;
    this.caller = o.caller;
    this.clock = o.clock;
    this.random = o.random;
    this.skew = o.skew ?? 0;
  }

  /** Runs the code; rejects with the reason if it is killed or given up first. */
  async run<T>(code: () => Promise<T>): Promise<T> {
    const givenUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    this.#giveBack = borrowHost();
    return await Promise.race([running.run(this, code).finally(() => this.#end()), givenUp]);
  }

  #end(): void {
    if (this.over) return;
    this.over = true;
    this.#giveBack();
    for (const cancel of this.#timers) cancel();
    this.ended();
  }

  /** Nothing of it happens any more. */
  kill(reason: Error): void {
    this.#end();
    this.#giveUp(reason);
  }

  /** Who waits for it hears the reason. A sandbox that stands still knows nothing of that and goes on when it thaws. */
  giveUp(reason: Error): void {
    this.givenUp = true;
    if (this.frozenUntil <= this.clock.now()) this.kill(reason);
    else this.#giveUp(reason);
  }

  freeze(ms: number): void {
    this.frozenUntil = this.clock.now() + ms;
  }

  /** A timer of this invocation, gone when it is over. `awaited` = the invocation may do nothing until then. */
  after(ms: number, then: () => void, awaited: boolean): () => void {
    if (this.over) return () => {}; // What a dead function still computes reaches nobody: every call begins with a pause that never ends.
    const asked = new AsyncResource('timer');
    let pending = true;
    const settle = (): boolean => {
      if (!pending) return false;
      pending = false;
      if (awaited) this.waits -= 1;
      this.#timers.delete(cancel);
      return true;
    };
    if (awaited) this.waits += 1;
    let callOff = (): void => {};
    const fire = (): void => {
      if (this.frozenUntil > this.clock.now()) callOff = this.clock.at(this.frozenUntil, fire, `${this.name} is frozen`);
      else if (settle()) asked.runInAsyncScope(then);
    };
    callOff = this.clock.at(this.clock.now() + ms, fire, `${this.name} waits`);
    const cancel = (): void => {
      if (settle()) callOff();
    };
    this.#timers.add(cancel);
    return cancel;
  }

  /** Virtual time passes. A signal cuts it short. */
  pause(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.after(ms, resolve, true);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(aborted(signal));
      });
    });
  }
}

/** What the SDK's own HTTP handler throws for a signal that fires: always `AbortError`, the signal's reason as its cause. */
export function aborted(signal: AbortSignal): Error {
  return Object.assign(new Error('Request aborted', { cause: signal.reason }), { name: 'AbortError' });
}
