/** When the world may move on, and how it says that it cannot come to rest. */
import type { Invocation } from './invocation.ts';

/** Something goes on for ever, or waits for what the world cannot bring. */
export class WorldRestless extends Error {
  override name = 'WorldRestless';
  constructor(why: string, goingOn: readonly string[]) {
    super(`${why}: ${goingOn.slice(0, 10).join('; ')}${goingOn.length > 10 ? `; and ${goingOn.length - 10} more` : ''}`);
  }
}

const PATIENCE_NS = 10n * 1_000_000_000n;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Until every function that runs waits for virtual time. One turn of the event loop drains all promises, so it is one turn, unless a
 * function awaits the machine itself (a file, a thread): that is let happen, for 10 s of real time.
 */
export async function quiet(live: ReadonlySet<Invocation>): Promise<void> {
  const start = process.hrtime.bigint();
  while (live.size > 0) {
    await turn();
    const busy = [...live].filter((invocation) => invocation.waits === 0);
    if (busy.length === 0) return;
    if (process.hrtime.bigint() - start > PATIENCE_NS) {
      throw new WorldRestless(
        'Functions wait for something outside the world',
        busy.map(({ name }) => name),
      );
    }
  }
}
