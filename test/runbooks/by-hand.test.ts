/** What runbooks say to do by hand, as the AWS CLI takes it, in the model of AWS. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, test } from 'vitest';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { unplayed } from '../unplayed.ts';
import { attach } from '../world/direct.ts';
import { furnishWorld } from '../world/story/furnish.ts';
import { play } from '../world/story/play.ts';
import { services } from '../world/story/services.ts';
import { staged } from '../world/story/stage.ts';
import { World } from '../world/world.ts';
import { whole } from '../written-aws.ts';
import { BY_HAND } from './by-hand.ts';
import type { ByHand } from './hand.ts';
import { type Page, pageOf } from './page.ts';
import { carryOut, type Records } from './shell.ts';

let detach = () => {};
beforeAll(() => {
  detach = attach(staged);
});
afterAll(() => detach());

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const policy = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);

async function scene({ story, folder }: Page, { found, also }: ByHand): Promise<{ world: World; records: Records }> {
  const file = { ...story.world, ...also };
  if (found) {
    const world = new World({ seed: 1, start: new Date('2026-11-02T10:00:00Z'), stale: false });
    furnishWorld(world, services(world), file);
    return { world, records: { text: '', undos: [] } };
  }
  // Nobody says a word but who reads the page, unless mlwarden always asks.
  const { stage, cases } = await play({ ...story, world: file, people: [] }, { policy, seed: 1, folder, free: true });
  stage.world.stale = false;
  const bodies = cases.flatMap(({ entries }) => entries.map(({ body }) => body));
  const undos = bodies.flatMap(({ undo }) => (undo ? [(undo as { input: Record<string, unknown> }).input] : []));
  const text = bodies.flatMap((body) => Object.values(body).filter((one) => typeof one === 'string')).join('\n');
  return { world: stage.world, records: { text, undos } };
}

test.each(remediations)('what the page of $id says by hand is answered by AWS, and changes what it is to change', async (r) => {
  const page = pageOf(r);
  const by = BY_HAND[r.id] ?? {};
  const lines = page.lines.filter(whole).flatMap(({ line }) => (unplayed(line) ? [] : [line]));
  // What is put back by hand is put back under a pause, which is on the page without any of ours.
  const pauses = lines.filter((line) => line.startsWith('aws dynamodb '));
  const others = lines.filter((line) => !pauses.includes(line));
  const { world, records } = await scene(page, by);
  await carryOut([...pauses, ...pauses.slice(0, 1), ...others], world, records, { ...by, words: { NAME: page.name, ...by.words } });
});
