/** Four events that the peer takes wrongly, put to both on the same AWS. What each came to is looked up there. */
import { moto } from '../../test/wire/emulator.ts';
import type { Builds } from './builds.ts';
import { type Program, told, within } from './contestant.ts';
import { arnOf, fiveFindings, notebookEvent } from './events.ts';
import { type Fleet, notebooks } from './fleets.ts';
import { type OurHouse, ourHouse, recorded } from './house.ts';
import { progress } from './numbers.ts';
import { pending } from './pending.ts';
import { ours, type PeerPolicy, peer, STOPS_NOTEBOOKS } from './racers.ts';
import type { Probe } from './verdict.ts';

interface Stage {
  readonly fleet: Fleet;
  readonly house: OurHouse;
  peer(policy?: Partial<PeerPolicy>, options?: object): Program;
  ours(mode?: string, file?: string): Promise<Program>;
}

export async function probes(builds: Builds): Promise<Probe[]> {
  // Two houses: where a budget was once exceeded, no repair begins any more.
  const [aws, house, another] = await Promise.all([moto(), ourHouse(), ourHouse()]);
  const fleet = notebooks(aws);
  const at = ({ emulator }: OurHouse) => ({ aws: aws.url, house: emulator.url });
  const as = (of: OurHouse) => (mode?: string, file?: string) => ours(builds, fleet.handler, at(of), mode, file);
  const stage: Stage = {
    fleet,
    house,
    peer: (policy = {}, options = {}) => peer(at(house), { ...STOPS_NOTEBOOKS, ...policy }, options),
    ours: as(house),
  };
  try {
    await fleet.make(ALL);
    progress('probes');
    return await Promise.all([
      pending(builds),
      dryRun(stage),
      capped(stage, builds),
      noAnswer({ ...stage, house: another, ours: as(another) }),
    ]);
  } finally {
    await Promise.all([aws, house.emulator, another.emulator].map((one) => one.stop()));
  }
}
/** Which notebooks of the fleet are whose. */
const [DRY, CAPPED, NULL, ALL] = [0, 2, 12, 14] as const;

async function dryRun({ fleet, house, ...run }: Stage): Promise<Probe> {
  const [theirs, own] = [DRY, DRY + 1];
  await within(run.peer({}, { dryrun: true }), (one) => told(one, fleet.event(theirs)));
  await within(await run.ours('observe'), (one) => told(one, fleet.event(own)));
  const [a, b] = [await fleet.state(theirs), await fleet.state(own)];
  const kept = await house.kept(fleet.violation, fleet.keyOf(own));
  return {
    asked: 'To look only: `dryrun` of the peer, `Mode=observe` of ours',
    peer: { says: `the notebook is ${a}`, right: a === 'InService' },
    ours: { says: `the notebook is ${b}; ${recorded(kept)}`, right: b === 'InService' && kept.outcome === 'withheld' },
  };
}

const CAP = 1;
async function capped({ fleet, house, ...run }: Stage, builds: Builds): Promise<Probe> {
  const [theirs, own] = [0, 5].map((from) => Array.from({ length: 5 }, (_, n) => CAPPED + from + n)) as [number[], number[]];
  const stopped = async (of: number[]) => {
    let count = 0;
    for (const i of of) if ((await fleet.state(i)) === fleet.repaired) count++;
    return count;
  };
  const events = [{ source: 'sagemaker.amazonaws.com', event: 'CreateNotebookInstance', ids: 'resources[].ARN' }];
  const resources = theirs.map((i) => ({ ARN: arnOf(fleet.nameOf(i)) }));
  const five = notebookEvent(fleet.nameOf(theirs[0] ?? 0));
  await within(run.peer({ 'max-resources': CAP, mode: { ...STOPS_NOTEBOOKS.mode, events } }), (one) =>
    told(one, { ...five, detail: { ...five.detail, resources } }),
  );
  const file = await builds.file(`src/handlers/${fleet.handler}.ts`, { repairs: CAP, per: '1h' });
  const ends = () => Promise.all(own.map(async (i) => (await house.kept(fleet.violation, fleet.keyOf(i))).outcome ?? 'no record'));
  const settled = async () => (await ends()).every((end) => end === 'withheld' || end === 'contained');
  await within(await run.ours('policy', file), async (one) => {
    await told(one, fiveFindings(own.map(fleet.nameOf)));
    await house.deliver(fleet.violation, one, settled);
  });
  const [a, b] = [await stopped(theirs), await stopped(own)];
  const withheld = (await ends()).filter((end) => end === 'withheld').length;
  return {
    asked: 'No more than one: `max-resources: 1`, a budget of one repair an hour; an event that names five notebooks',
    peer: { says: `${a} of 5 are Stopped`, right: a === CAP },
    ours: { says: `${b} of 5 is Stopped, ${withheld} are on record as withheld`, right: b === CAP && withheld === 5 - CAP },
  };
}

async function noAnswer({ fleet, house, ...run }: Stage): Promise<Probe> {
  const [theirs, own] = [NULL, NULL + 1];
  const silent = (i: number) => {
    const event = fleet.event(i);
    return { ...event, detail: { ...event.detail, responseElements: null } };
  };
  const { says, calls } = await within(run.peer(), (one) => told(one, silent(theirs)));
  await within(await run.ours(), async (one) => {
    await told(one, silent(own));
    await house.deliver(fleet.violation, one, (handled) => handled >= 1);
  });
  const [a, b] = [await fleet.state(theirs), await fleet.state(own)];
  const kept = await house.kept(fleet.violation, fleet.keyOf(own));
  return {
    asked: 'An event whose `responseElements` are null',
    peer: { says: `returns ${says} after ${calls.length} calls; the notebook is ${a}`, right: a === fleet.repaired },
    ours: { says: `the notebook is ${b}; ${recorded(kept)}`, right: b === fleet.repaired && kept.outcome === fleet.ends },
  };
}
