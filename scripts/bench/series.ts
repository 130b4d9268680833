/** One series: everybody repairs the same things on one fresh moto, taking turns, event by event. Our ledger is as fresh. */
import { type Emulator, moto } from '../../test/wire/emulator.ts';
import type { Builds } from './builds.ts';
import { begin, type Contestant, type Took } from './contestant.ts';
import type { Fleet } from './fleets.ts';
import { type OurHouse, ourHouse } from './house.ts';
import { progress } from './numbers.ts';
import { asAt, ours, peer, racer } from './racers.ts';

export const RACERS = ['floor', 'peer', 'ours', 'without'] as const;
export type Racer = (typeof RACERS)[number];

export interface Series {
  readonly name: string;
  /** Warm events only: the first of each process is not among them. */
  readonly took: Readonly<Record<Racer, readonly Took[]>>;
  /** Of ours: the look that sees the change, and closes the case. */
  readonly confirming: readonly Took[];
  /** What is not as it should be in the end, in a sentence each. */
  readonly wrong: readonly string[];
  readonly repaired: number;
}
export interface Wanted {
  readonly name: string;
  readonly fleet: (moto: Emulator) => Fleet;
  readonly size: number;
  /** Blocks of twelve events for each racer. Between two, ours confirms, the end state is looked at, and all is made wrong again. */
  readonly blocks: number;
}
const BLOCK = 12;

export async function series(w: Wanted, builds: Builds): Promise<Series> {
  const [aws, house] = await Promise.all([moto(), ourHouse()]);
  const fleet = w.fleet(aws);
  progress(`${w.name}: making ${w.size}`);
  await fleet.make(w.size);
  const racers = await line(fleet, builds, { aws: aws.url, house: house.emulator.url });
  try {
    return await race(w, fleet, racers, house);
  } finally {
    for (const one of Object.values(racers)) await one.end();
    await Promise.all([aws.stop(), house.emulator.stop()]);
  }
}

async function line(fleet: Fleet, builds: Builds, at: { aws: string; house: string }): Promise<Record<Racer, Contestant>> {
  const memory = { ...asAt(at), VIOLATION: fleet.violation, MODE: 'policy', HOME_ACCOUNT: '111122223333' };
  return {
    floor: await begin(await racer(builds, await builds.file(`scripts/bench/run/${fleet.floor}.ts`), asAt(at))),
    peer: await begin(peer(at, fleet.policy)),
    ours: await begin(await ours(builds, fleet.handler, at)),
    without: await begin(await racer(builds, await builds.file('scripts/bench/run/without-audit.ts'), memory)),
  };
}

async function race(w: Wanted, fleet: Fleet, racers: Record<Racer, Contestant>, house: OurHouse): Promise<Series> {
  const took: Record<Racer, Took[]> = { floor: [], peer: [], ours: [], without: [] };
  const confirming: Took[] = [];
  const wrong: string[] = [];
  for (let block = 0; block < w.blocks; block++) {
    progress(`${w.name}: block ${block + 1} of ${w.blocks}`);
    const used: { racer: Racer; i: number }[] = [];
    for (let n = block * BLOCK; n < (block + 1) * BLOCK; n++) {
      for (let turn = 0; turn < RACERS.length; turn++) {
        // Everybody goes first as often as everybody else.
        const racer = RACERS[(n + turn) % RACERS.length] ?? 'floor';
        const i = (n * RACERS.length + RACERS.indexOf(racer)) % w.size;
        const one = await racers[racer].ask(fleet.event(i));
        if (one.failed) throw new Error(`${w.name}: ${racer} failed: ${one.failed}`);
        took[racer].push(one);
        used.push({ racer, i });
      }
    }
    confirming.push(...(await house.deliver(fleet.violation, racers.ours, (handled) => handled >= BLOCK)));
    for (const { racer, i } of used) wrong.push(...(await wrongWith(fleet, racer, i, house)));
    for (const { i } of used) await fleet.spoil(i);
    await house.forget();
    await racers.without.ask({ forget: true });
  }
  for (const racer of RACERS) took[racer].shift();
  return { name: w.name, took, confirming, wrong, repaired: w.blocks * BLOCK };
}

async function wrongWith(fleet: Fleet, racer: Racer, i: number, house: OurHouse): Promise<string[]> {
  const state = await fleet.state(i);
  const says = state === fleet.repaired ? [] : [`${racer}: ${fleet.nameOf(i)} is ${state}, not ${fleet.repaired}`];
  if (racer !== 'ours') return says;
  const { outcome, broken } = await house.kept(fleet.violation, fleet.keyOf(i));
  if (outcome !== fleet.ends) says.push(`ours: the record of ${fleet.nameOf(i)} ends ${outcome}, not ${fleet.ends}`);
  if (broken) says.push(`ours: the chain of ${fleet.nameOf(i)} is broken: ${broken}`);
  return says;
}
