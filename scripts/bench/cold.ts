/** The first event of a fresh process: what loading costs, and what the first event costs, against node's https with a signature by hand. */
import { type Emulator, moto } from '../../test/wire/emulator.ts';
import type { Builds } from './builds.ts';
import { begin, type Contestant, type Imported, type Program, type Took, told } from './contestant.ts';
import { type Fleet, notebooks } from './fleets.ts';
import { type OurHouse, ourHouse } from './house.ts';
import { progress } from './numbers.ts';
import { asAt, ours, peer, racer } from './racers.ts';

export const STARTERS = ['bare', 'sdk', 'libraries', 'ours', 'peer'] as const;
export type Starter = (typeof STARTERS)[number];
export interface Start {
  readonly imported: Imported;
  /** Undefined where there is no handler, but only what a handler loads. */
  readonly first: Took | undefined;
}
export interface Cold {
  readonly starts: Readonly<Record<Starter, readonly Start[]>>;
  readonly kilobytes: Readonly<Record<Starter, number | undefined>>;
}

/** Each starts so many times, taking turns, and stops a notebook of its own. */
export async function cold(times: number, builds: Builds): Promise<Cold> {
  const [aws, house] = await Promise.all([moto(), ourHouse()]);
  try {
    const fleet = notebooks(aws);
    await fleet.make(times * STARTERS.length);
    const programs = await starters(aws, fleet, builds, house);
    const starts: Record<Starter, Start[]> = { bare: [], sdk: [], libraries: [], ours: [], peer: [] };
    for (let n = 0; n < times; n++) {
      progress(`cold start ${n + 1} of ${times}`);
      for (const [turn, starter] of STARTERS.entries()) {
        const i = n * STARTERS.length + turn;
        starts[starter].push(await started(programs[starter], starter === 'libraries' ? undefined : fleet.event(i)));
        if (starter === 'libraries') continue;
        const state = await fleet.state(i);
        if (state !== fleet.repaired) throw new Error(`cold start: ${starter} left ${fleet.nameOf(i)} ${state}.`);
      }
    }
    const size = (starter: Starter) => (starter === 'peer' ? undefined : builds.bytes(programs[starter].command.at(-1) ?? '') / 1024);
    const kilobytes = Object.fromEntries(STARTERS.map((starter) => [starter, size(starter)])) as Cold['kilobytes'];
    return { starts, kilobytes };
  } finally {
    await Promise.all([aws.stop(), house.emulator.stop()]);
  }
}

const BARE = 'scripts/bench/run/floor-bare.ts';
const SDK = 'scripts/bench/run/floor-sdk-notebook.ts';

async function starters(aws: Emulator, fleet: Fleet, builds: Builds, house: OurHouse): Promise<Record<Starter, Program>> {
  const at = { aws: aws.url, house: house.emulator.url };
  return {
    bare: await racer(builds, await builds.file(BARE), asAt(at)),
    sdk: await racer(builds, await builds.file(SDK), asAt(at)),
    libraries: await racer(builds, await builds.libraries(`src/handlers/${fleet.handler}.ts`), asAt(at)),
    ours: await ours(builds, fleet.handler, at),
    peer: peer(at, fleet.policy),
  };
}

async function started(program: Program, event: object | undefined): Promise<Start> {
  const one: Contestant = await begin(program);
  try {
    return { imported: one.imported, first: event && (await told(one, event)) };
  } finally {
    await one.end();
  }
}
