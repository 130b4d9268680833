/** Many messages at once, taken by several hands as Lambda does: what fails comes again, and is a dead letter after five receives. */
import type { Visit } from '../../src/engine/house.ts';
import { seeded } from '../world/random.ts';
import type { Street } from './lamp.ts';

export interface Storm {
  readonly violation: string;
  readonly events: number;
  /** So many lamps they are about, in no order. */
  readonly lamps: number;
  readonly hands: number;
  /** Told before each round of the hands. */
  readonly round?: (n: number) => void;
}

/** Seconds: as long as a message stays hidden after a failure. */
const HIDDEN = 360;
const RECEIVES = 5;

export const lampName = (i: number): string => `l${i}`;

/** Resolves when nothing is left to take. Answers what was given up. */
export async function storm(street: Street, { violation, events, lamps, hands, round = () => undefined }: Storm): Promise<Visit[]> {
  const chance = seeded(1);
  const dead: Visit[] = [];
  const received = new Map<Visit, number>();
  for (let i = 0; i < events; i++) {
    street.queue.push({ violation, visit: street.visit(lampName(i % lamps)), at: street.now + chance.int(30_000) });
  }
  for (let n = 0; street.queue.length > 0; n++) {
    street.queue.sort((a, b) => a.at - b.at);
    street.now = Math.max(street.now, street.queue[0]?.at ?? 0);
    const due = street.queue.findIndex(({ at }) => at > street.now);
    const taken = street.queue.splice(0, Math.min(hands, due < 0 ? street.queue.length : due));
    round(n);
    const back = async ({ violation: of, visit }: (typeof taken)[number]): Promise<void> => {
      const times = (received.get(visit) ?? 0) + 1;
      received.set(visit, times);
      await street.take(of, visit).catch(() => {
        if (times < RECEIVES) street.queue.push({ violation: of, visit, at: street.now + HIDDEN * 1000 });
        else dead.push(visit);
      });
    };
    await Promise.all(taken.map(back));
  }
  return dead;
}
