/** A runbook as its reader has it before him: what it tells him to type, and the world of its first story. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../src/engine/policy.ts';
import type { AnyRemediation } from '../../src/engine/remediation.ts';
import type { WorldFile } from '../world/story/furnish.ts';
import { stage } from '../world/story/stage.ts';
import { readStories, type Story } from '../world/story/story.ts';
import type { World } from '../world/world.ts';
import { type Written, written } from '../written.ts';

export interface Page {
  readonly id: string;
  readonly lines: readonly Written[];
  /** The resource that its commands name. */
  readonly name: string;
  /** Of that resource. */
  readonly story: Story;
  readonly folder: string;
}

export function pageOf({ id, family }: AnyRemediation): Page {
  const lines = written.filter(({ page }) => page === `docs/runbooks/${id}.md`);
  const folder = `events/${family}`;
  // One is enough, and reading them all takes as long as playing it.
  const [first = ''] = readFileSync(`${folder}/${id}.stories.yaml`, 'utf8').split(/\n(?=- story:)/);
  const [story] = readStories(first, id);
  const [, , , name] = lines.find(({ line }) => line.startsWith('npx mlwarden why '))?.line.split(' ') ?? [];
  if (!story || !name) throw new Error(`${id} has no story, or its page no commands.`);
  return { id, lines, name, story, folder };
}

const SECOND = 1_000;
/** The world of its story as soon as somebody is asked or told about the resource. */
export async function asked(
  { id, story, folder }: Page,
  policy: Policy,
  roles: WorldFile['roles'],
): Promise<{ world: World; key: string }> {
  const events = story.events.map(({ file }) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { time: string });
  const start = new Date(Number(events[0]?.time) || Date.parse(`${events[0]?.time}`));
  const file = { ...story.world, roles: [...story.world.roles, ...roles] };
  const { world, told } = await stage({ policy, seed: 1, start, account: '111122223333', region: 'eu-west-1', file });
  for (const [i, event] of events.entries()) {
    const after = start.getTime() + (story.events[i]?.after ?? 0) + SECOND;
    world.clock.at(after, () => world.bus.publish(event), 'an event');
  }
  for (let n = 0; n < 120; n++) {
    await world.run(new Date(world.clock.now() + 15 * SECOND));
    const said = told.find(({ entry: { violation, body } }) => violation === id && ['asking', 'told'].includes(`${body.outcome}`));
    if (said) return { world, key: said.entry.key };
  }
  throw new Error(`Nobody was asked about ${id} within half an hour.`);
}
