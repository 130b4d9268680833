/** The least a service of the world needs to live: for tests of one service. `pass` moves the clock and runs what falls due. */
import type { Habitat } from './habitat.ts';

type Emitted = Parameters<Habitat['emit']>[0];
export type SmallHabitat = Habitat & { stale: boolean; readonly events: Emitted[]; pass(seconds: number): void };

export function smallHabitat(seed = 1): SmallHabitat {
  let now = Date.parse('2026-11-23T12:00:00Z');
  let state = seed;
  const due: { time: number; then: () => void }[] = [];
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const events: Emitted[] = [];
  return {
    account: '111122223333',
    region: 'eu-west-1',
    stale: false,
    events,
    emit: (event) => void events.push(event),
    random: { next, int: (below) => Math.floor(next() * below) },
    clock: { now: () => now, at: (time, then) => void due.push({ time, then }) },
    pass(seconds) {
      const until = now + seconds * 1000;
      for (;;) {
        due.sort((a, b) => a.time - b.time);
        if (!due[0] || due[0].time > until) break;
        now = Math.max(now, due[0].time);
        due.shift()?.then();
      }
      now = until;
    },
  };
}
