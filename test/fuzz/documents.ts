/** Looks that meet policy documents, and what they see when AWS answers with others. Found by looking, so that every kind joins by itself. */
import { isMap } from '../../src/engine/expect.ts';
import type { AnyRemediation, Json, Resource } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { drawing } from '../simulation/chance.ts';
import { drawThing } from '../simulation/kinds.ts';
import { attach } from '../world/direct.ts';
import { furnishWorld, type WorldFile } from '../world/story/furnish.ts';
import { services } from '../world/story/services.ts';
import type { Gateway } from '../world/way.ts';
import { World } from '../world/world.ts';

/** What AWS says instead of a document that it was to answer with. `at`: the read that asked for it. */
type Instead = (at: string, was: string) => string;
type Kind = AnyRemediation['kind'];

/** IAM gives documents percent-encoded, every other service as they are. */
const plain = (text: string): string => (text.startsWith('%7B') ? decodeURIComponent(text) : text);
export const like = (was: string, document: string): string =>
  was.startsWith('%7B') ? encodeURIComponent(document.toWellFormed()) : document;
function isDocument(text: string): boolean {
  try {
    return isMap(JSON.parse(plain(text))) && plain(text).includes('"Statement"');
  } catch {
    return false;
  }
}
/** Every document in what is asked or answered. */
export function documentsIn(value: unknown): string[] {
  const found: string[] = [];
  answered(value, '', (_, was) => {
    found.push(was);
    return was;
  });
  return found;
}
function answered(output: unknown, at: string, instead: Instead): unknown {
  if (typeof output === 'string') return isDocument(output) ? instead(at, output) : output;
  if (Array.isArray(output)) return output.map((one) => answered(one, at, instead));
  if (!isMap(output) || output instanceof Date) return output;
  return Object.fromEntries(Object.entries(output).map(([k, v]) => [k, answered(v, at, instead)]));
}

const HOME = { account: '111122223333', region: 'eu-west-1' };
let here: Gateway;
/** Until the answer is called, every client of the SDK sends to the world that is looked at. */
export function attached(): () => void {
  Object.assign(process.env, { AWS_REGION: HOME.region, HOME_ACCOUNT: HOME.account });
  return attach(() => here);
}
/** Milliseconds after which a report of IAM's is made. */
const READY = 1_500;
async function look(world: World, kind: Kind, resource: Resource, instead: Instead) {
  const { account, clock, random, faults, callerOf } = world;
  here = {
    ...{ account, clock, random, faults, callerOf },
    answer(asked, lost) {
      // Nothing else moves this clock, and nobody is to wait in earnest for what AWS makes first.
      clock.moveTo(clock.now() + READY);
      return answered(world.answer(asked, lost), `${asked.operation} ${JSON.stringify(asked.input)}`, instead);
    },
    refused: (asked, code) => world.refused(asked, code),
  };
  return await kind.inspect(resource);
}

/** Something of a kind whose look meets documents. */
export interface Reader {
  readonly judges: readonly AnyRemediation[];
  readonly resource: Resource;
  /** The reads that are answered with a document. */
  readonly places: readonly string[];
  /** Its state where every read is answered with what is right. */
  readonly right: Json;
  /** Its state where one read is answered with what `given` says, and all others with what is right. Throws what the kind throws. */
  look(place: string, given: (was: string) => string): Promise<Json>;
}
/** It makes nobody an administrator, lets in nobody from outside, and ties a role to ML. */
const RIGHT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole', Resource: 'arn:aws:s3:::data' },
  ],
});

async function found(kind: Kind, judges: readonly AnyRemediation[], seed: number): Promise<Reader[]> {
  const world = new World({ ...HOME, seed, start: new Date('2026-11-02T10:00:00Z'), stale: false });
  const { there } = drawThing(drawing(seed), kind.types[0], 0).thing;
  furnishWorld(world, services(world), there as Partial<WorldFile>);
  here = world;
  const all: Reader[] = [];
  for (const resource of await Array.fromAsync(kind.list())) {
    const places = new Set<string>();
    await look(world, kind, resource, (at, was) => {
      places.add(at);
      return was;
    });
    const answering: Reader['look'] = async (place, given) => {
      const seen = await look(world, kind, resource, (at, was) => (at === place ? given(was) : like(was, RIGHT)));
      if (!seen) throw new Error(`${resource.name} is not there.`);
      return seen.state;
    };
    all.push({ judges, resource, places: [...places], right: await answering('', (was) => was), look: answering });
  }
  return all;
}

/** Things of a kind that are drawn. The more of them, the surer that one has every sort of document. */
const DRAWN = 20;
/** Of each kind that meets documents the one with most of them. */
async function sought(): Promise<readonly Reader[]> {
  const best: Reader[] = [];
  for (const [kind, judges] of Map.groupBy(remediations, (r) => r.kind)) {
    const all: Reader[] = [];
    for (let seed = 0; seed < DRAWN; seed++) all.push(...(await found(kind, judges, seed)));
    const [most] = all.toSorted((a, b) => b.places.length - a.places.length);
    if (most && most.places.length > 0) best.push(most);
  }
  return best;
}
let known: Promise<readonly Reader[]> | undefined;
/** Sought once. */
export function readers(): Promise<readonly Reader[]> {
  known ??= sought();
  return known;
}
