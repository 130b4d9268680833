/** Virtual time: a queue of things to come, in order of time, then of asking. Nothing happens between two of them. */
import type { WorldClock } from './habitat.ts';

interface Timer {
  readonly time: number;
  readonly what: string;
  readonly then: () => void | Promise<void>;
}

export class Clock implements WorldClock {
  #now: number;
  readonly #timers: Timer[] = [];

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): number {
    return this.#now;
  }

  /**
   * A time that has passed means: next. `what` names it should the world not come to rest. Answers how to call it off.
   * `then` may call AWS but must not wait for virtual time: it would wait for itself.
   */
  at(time: number, then: () => void | Promise<void>, what = 'something'): () => void {
    const timer = { time: Math.max(time, this.#now), what, then };
    const later = this.#timers.findIndex((other) => other.time > timer.time);
    this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** When the next thing happens; undefined = nothing is to come. */
  next(): number | undefined {
    return this.#timers[0]?.time;
  }

  /** Moves to the next thing and lets it happen. */
  async advance(): Promise<void> {
    const timer = this.#timers.shift();
    if (!timer) return;
    this.#now = timer.time;
    await timer.then();
  }

  /** Moves on without anything happening; never past what is to come, never back. */
  moveTo(time: number): void {
    this.#now = Math.max(this.#now, Math.min(time, this.next() ?? time));
  }

  /** What is to come, soonest first. */
  pending(): readonly string[] {
    return this.#timers.map(({ time, what }) => `${what} at ${new Date(time).toISOString()}`);
  }
}
