/** A storm of events through what `sam deploy` deployed: bus, rule, queue, function, ledger, and the customer's account as the model has it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { remediations } from '../../src/registry.ts';
import { type Deployment, deployment } from '../../test/e2e/deployment.ts';
import { changes } from '../../test/e2e/played.ts';
import { ACCOUNT } from '../../test/wire/emulator.ts';
import { seeded } from '../../test/world/random.ts';
import { worldSchema } from '../../test/world/story/furnish.ts';
import type { World } from '../../test/world/world.ts';
import { GENEROUS, policyWith } from './builds.ts';
import { startEvent } from './events.ts';
import { progress } from './numbers.ts';
import { looksAt, lost, nameOf, sortOf, unrepaired } from './storm-ends.ts';

/** Of each notebook so many events come, in no order. */
const EACH = 10;
/** As many as PutEvents takes at once. */
const TOGETHER = 10;
/** Milliseconds without any progress after which the storm is given up: more than a message stays hidden after a failure. */
const PATIENCE = 400_000;

export interface Storm {
  readonly events: number;
  readonly notebooks: number;
  readonly flawed: number;
  readonly seconds: number;
  /** Until the last event was on the bus. */
  readonly published: number;
  readonly looks: number;
  readonly stops: number;
  readonly deadLetters: number;
  /** What is not as it should be in the end, in a sentence each. */
  readonly wrong: readonly string[];
}

export async function storm(events: number): Promise<Storm> {
  progress('storm: deploying');
  const d = await deployment(policyWith(GENEROUS));
  try {
    await d.deploy('prod');
    const count = Math.max(1, Math.floor(events / EACH));
    const notebooks = Array.from({ length: count }, (_, i) => ({
      NotebookInstanceName: nameOf(i),
      RootAccess: 'Disabled',
      DirectInternetAccess: 'Disabled',
      SubnetId: 'subnet-0bd8f38199152daa5',
      ...(sortOf(i) === 'fine' && { KmsKeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' }),
    }));
    const world = await d.renew(z.parse(worldSchema, { notebooks }));
    const began = performance.now();
    const since = () => (performance.now() - began) / 1000;
    const times = await publish(d, shuffled(events, count));
    const published = since();
    await calm(d, world, events);
    const seconds = since();
    const looks = looksAt(world);
    const deadLetters = await depth(d, 'notebooks-dead-letters');
    const stops = changes(world).length;
    const total = [...looks.values()].reduce((sum, n) => sum + n, 0);
    const wrong = [...lost(times, looks), ...(await unrepaired(d, world, times)), ...(deadLetters ? [`${deadLetters} dead letters`] : [])];
    const flawed = notebooks.filter((_, i) => sortOf(i) === 'flawed').length;
    return { events, notebooks: count, flawed, seconds, published, looks: total, stops, deadLetters, wrong };
  } finally {
    await d.end();
  }
}

/** Which notebook each event is about. */
function shuffled(events: number, notebooks: number): number[] {
  const chance = seeded(1);
  const all = Array.from({ length: events }, (_, n) => ({ about: n % notebooks, turn: chance.next() }));
  return all.sort((a, b) => a.turn - b.turn).map(({ about }) => about);
}

/** Answers how many events each notebook had. */
async function publish(d: Deployment, about: readonly number[]): Promise<Map<number, number>> {
  const times = new Map<number, number>();
  for (let from = 0; from < about.length; from += TOGETHER) {
    const some = about.slice(from, from + TOGETHER);
    const Entries = some.map((i) => {
      times.set(i, (times.get(i) ?? 0) + 1);
      const { source, 'detail-type': DetailType, detail } = startEvent(nameOf(i));
      return { Source: source, DetailType, Detail: JSON.stringify(detail) };
    });
    const answer = await d.ask('events', 'POST', '/', { Entries }, 'AWSEvents.PutEvents');
    const { FailedEntryCount } = answer as { FailedEntryCount: number };
    if (FailedEntryCount) throw new Error(`storm: the bus refused ${FailedEntryCount} events.`);
    if (from % 1000 === 0) progress(`storm: ${from} of ${about.length} are on the bus`);
  }
  return times;
}

/** Those that look at a notebook which is started. */
const LISTENING = remediations.filter(({ family }) => family === 'notebooks').map(({ id }) => id);
const STATES = ['', 'NotVisible', 'Delayed'].map((s) => `ApproximateNumberOfMessages${s}` as QueueAttributeName);
/** Messages in the queue, whether they wait, are handled, or come later. */
async function depth(d: Deployment, queue: string): Promise<number> {
  const QueueUrl = `${d.emulator.url}/${ACCOUNT}/mlwarden-${queue}`;
  const { Attributes = {} } = await d.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: STATES }));
  return STATES.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/** Resolves once nothing is in a queue any more, twice in a row. */
async function calm(d: Deployment, world: World, events: number): Promise<void> {
  let last = { looks: 0, at: Date.now() };
  for (let still = 0; still < 2; await sleep(1000)) {
    const waiting = await Promise.all(LISTENING.map((id) => depth(d, id)));
    const left = waiting.reduce((sum, n) => sum + n, 0);
    const looks = world.log.length;
    progress(`storm: ${left} messages left of ${events} and what follows from them`);
    still = left === 0 ? still + 1 : 0;
    if (looks !== last.looks) last = { looks, at: Date.now() };
    if (Date.now() - last.at > PATIENCE) throw new Error(`storm: ${left} messages are left, and nothing moves.`);
  }
}
