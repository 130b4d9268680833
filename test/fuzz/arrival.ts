/** An event arrives at functions of ours, where all is as bad as a sample has it and policy lets everything be repaired. */
import type { Policy } from '../../src/engine/policy.ts';
import type { Home } from '../../src/engine/read.ts';
import type { AnyRemediation, Ref } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { ACCOUNT } from '../../src/resources/account.ts';
import { POLICIES } from '../simulation/policies.ts';
import { attach } from '../world/direct.ts';
import type { Logged } from '../world/platform/log.ts';
import type { WorldFile } from '../world/story/furnish.ts';
import { changed } from '../world/story/play.ts';
import { type Counted, type Stage, stage, staged, type Told } from '../world/story/stage.ts';
import { suggest } from '../world/story/suggest.ts';
import { doubled, said, together } from './double.ts';
import { heardBy, refsOf } from './heard.ts';
import type { Event } from './samples.ts';

const START = new Date('2026-03-01T12:00:00Z');
/** Five looks, six minutes from one to the next, and then a message is a dead letter. */
const REST = 45 * 60_000;

const EVERYWHERE = Object.fromEntries(remediations.map(({ kind }) => [kind.types[0], { arns: ['*'] }]));
/** The most that policy can let happen: what destroys is only ever asked for. */
const policy: Policy = {
  ...POLICIES.enforce,
  scope: EVERYWHERE,
  defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' },
};

export const homeOf = ({ account, region }: Event): Home => ({ account, region });
export const listeners = (source: unknown): readonly AnyRemediation[] =>
  remediations.filter(({ triggers }) => triggers.some((trigger) => trigger.source === source));

interface Furniture {
  readonly file: WorldFile;
  /** What is said of the doubles only. */
  readonly unsaid: readonly string[];
}
const refsIn = (event: Event): readonly Ref[] => listeners(event.source).flatMap((r) => refsOf(heardBy(event, r, homeOf(event))));
/** A version of a policy that can be put in force again. */
const NARROW = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const made = new Map<Event, Furniture>();
function furnish(sample: Event): Furniture {
  const refs = refsIn(sample);
  const double = doubled(sample, refs);
  const [own, others] = [suggest(sample, refs), suggest(double, refsIn(double))];
  return { file: together(others, own), unsaid: said(others, own) };
}
/** What a sample is about, and its doubles. */
function furnitureOf(sample: Event): Furniture {
  const furniture = made.get(sample) ?? furnish(sample);
  made.set(sample, furniture);
  return furniture;
}

/** What came of it for one violation. `calls`: all that was asked of AWS in its name. `counted`: what it said of the message. */
export interface Ending {
  readonly calls: readonly Logged[];
  readonly changes: readonly Logged[];
  /** What it put on record. */
  readonly told: readonly Told[];
  readonly counted: readonly Counted[];
  /** Its message is a dead letter. */
  readonly dead: boolean;
}
export const isAccount = ({ type }: Ref): boolean => type === ACCOUNT;
export interface Arrived {
  readonly of: (remediation: AnyRemediation) => Ending;
  /** The resources that references lead to, as the world was before anything happened. */
  readonly meant: ReadonlySet<string>;
  /** What nobody speaks of, unless the event speaks of the whole account. */
  readonly unsaid: readonly string[];
}
export interface Arrival {
  readonly sample: Event;
  /** The event as its messages have it. */
  readonly text: string;
  /** What each who hears of it reads in it. */
  readonly heard: ReadonlyMap<AnyRemediation, readonly Ref[]>;
  /** By the SDK's own wire, or shorter and quicker. */
  readonly wire: boolean;
}

async function located({ heard }: Arrival): Promise<Set<string>> {
  const found = [...heard].flatMap(([{ kind }, refs]) => refs.map(async (ref) => (await kind.locate(ref)).map(({ key }) => key)));
  // What AWS refuses to look for leads nowhere.
  return new Set((await Promise.allSettled(found)).flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
}

export async function arrive(arrival: Arrival): Promise<Arrived> {
  const { sample, text, heard, wire } = arrival;
  const { file, unsaid } = furnitureOf(sample);
  const about = [...heard.values()].flat();
  const detach = wire ? () => {} : attach(staged);
  try {
    const there = together(suggest(sample, about), file);
    const on = await stage({
      policy,
      seed: 1,
      start: START,
      ...homeOf(sample),
      file: { ...there, policies: there.policies.map((one) => ({ ...one, Earlier: [NARROW] })) },
    });
    const { world } = on;
    // Nobody hears of what we change: whatever is done is owed to this event.
    world.bus.rules.splice(0);
    const meant = await located(arrival);
    for (const { id } of heard.keys()) world.sqs.queues.get(`mlwarden-${id}`)?.send(text);
    await world.run(new Date(START.getTime() + REST));
    const calls = Map.groupBy(world.log, ({ caller }) => caller);
    return { of: ({ id }) => endingOf(on, id, calls.get(world.roleOf(id)) ?? []), meant, unsaid: about.some(isAccount) ? [] : unsaid };
  } finally {
    detach();
  }
}

function endingOf({ world, told, counted }: Stage, id: string, calls: readonly Logged[]): Ending {
  return {
    calls,
    changes: calls.filter(changed),
    told: told.filter(({ entry }) => entry.violation === id),
    counted: counted.filter(({ fields }) => fields.violation === id),
    dead: (world.sqs.queues.get(`mlwarden-${id}-dlq`)?.messages.size ?? 0) > 0,
  };
}
