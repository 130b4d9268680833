/** A pause in the middle of a burst: when does the last change leave, and was each admitted before the pause? */
import type { Policy } from '../../src/engine/policy.ts';
import type { Chaos } from '../../test/world/faults.ts';
import { seeded } from '../../test/world/random.ts';
import { played } from './watched.ts';

export interface Paused {
  /** Milliseconds of virtual time after the pause; 0 = nothing left after it. */
  readonly last: number;
  /** Admitted before the pause, and left after it. */
  readonly leftLater: number;
  readonly changes: number;
  /** Admissions after the pause. There may be none. */
  readonly late: number;
}

/** Nothing of this is refused for good: answers come 45 to 85 s late, sandboxes stand still for an hour, the ledger is contended. */
export const ROUGH: Chaos = {
  calls: { slow: 0.02, 'frozen-after': 0.005, throttled: 0.02, conflict: 0.03, 'reset-after': 0.005 },
  events: { late: 0, twice: 0, lost: 0 },
  messages: { twice: 0.05 },
};
export const NOTEBOOKS = 20;
/** Milliseconds within which the messages come. */
const BURST = 3_000;
/** The pause comes within so many milliseconds of one of the admissions, the first to the fortieth: the call it admitted has just left or will. */
const CLOSE = 40;
const ADMISSIONS = 2 * NOTEBOOKS;

const PAUSE = {
  TableName: 'mlwarden-ledger',
  Item: { pk: { S: 'control#pause#global' }, sk: { S: '-' }, reason: { S: 'a burst' }, by: { S: 'the bench' } },
};

export async function burst(seed: number, policy: Policy, chaos?: Chaos): Promise<Paused> {
  const { world, look } = played({ seed, notebooks: NOTEBOOKS, policy, ...(chaos && { chaos }) });
  const chance = seeded(seed);
  for (let i = 0; i < NOTEBOOKS; i++) world.clock.at(world.clock.now() + chance.int(BURST), () => void look(i), 'a message');
  const after = 1 + chance.int(ADMISSIONS);
  let paused = Number.POSITIVE_INFINITY;
  const pause = (): void => {
    world.call('dynamodb', 'PutItem', PAUSE);
    paused = world.clock.now();
  };
  world.onAdmission = () => {
    if (world.admitted.length === after) world.clock.at(world.clock.now() + chance.int(CLOSE), pause, 'the pause');
  };
  await world.run();
  const later = world.left.filter((at) => at > paused);
  return {
    last: Math.max(0, ...later.map((at) => at - paused)),
    leftLater: later.length,
    changes: world.left.length,
    late: world.admitted.filter((at) => at > paused).length,
  };
}
