/** What the functions really ask of AWS: every call of every story, played in calm and in rough weather. */
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { root } from '../../test/deploy/templates.ts';
import { attach } from '../../test/world/direct.ts';
import { ROUGH } from '../../test/world/faults.ts';
import type { Logged } from '../../test/world/platform/log.ts';
import { play } from '../../test/world/story/play.ts';
import { staged } from '../../test/world/story/stage.ts';
import { readStories } from '../../test/world/story/story.ts';
import { type About, about } from './asked.ts';
import { HOME } from './granted.ts';
import type { Reference } from './reference.ts';

/** What a role asked. */
export interface Use extends About {
  readonly role: string;
}
/** Stories are played in several accounts; permissions are derived for one. */
const settled = (call: Logged, account: string): Logged => JSON.parse(JSON.stringify(call).replaceAll(account, HOME.account)) as Logged;

function usesOf(logged: Logged, reference: Reference): Use[] {
  const [, account, role] = /^arn:aws:sts::(\d{12}):assumed-role\/(mlwarden-[a-z-]+)\//.exec(logged.caller) ?? [];
  if (!account || !role) return [];
  const { service, operation, input } = settled(logged, account);
  return about(`${service}:${operation}`, input ?? {}, reference).map((asked) => ({ role, ...asked }));
}

export interface Played {
  readonly stories: number;
  readonly calls: number;
  readonly uses: readonly Use[];
  /** What of it is used whatever the weather. */
  readonly calm: readonly Use[];
}
/** `seeds`: of rough weather; once more than that, all is calm. */
export async function used(seeds: readonly number[], reference: Reference): Promise<Played> {
  attach(staged);
  const known = new Map(remediations.map((r) => [r.id, r.settings]));
  const policy = readPolicy(readFileSync(`${root}/events/policy.yaml`, 'utf8'), 'events/policy.yaml', known);
  const uses = new Map<string, Use>();
  const calm = new Set<string>();
  const count = { stories: 0, calls: 0 };
  for (const file of globSync('events/*/*.stories.yaml', { cwd: root }).sort()) {
    for (const story of readStories(readFileSync(`${root}/${file}`, 'utf8'), file)) {
      count.stories += 1;
      for (const weather of [{ seed: 1 }, ...seeds.map((seed) => ({ seed, chaos: ROUGH }))]) {
        const { stage } = await play(story, { policy, folder: dirname(`${root}/${file}`), ...weather });
        count.calls += stage.world.log.length;
        for (const use of stage.world.log.flatMap((call) => usesOf(call, reference))) {
          uses.set(JSON.stringify(use), use);
          if (!('chaos' in weather)) calm.add(JSON.stringify(use));
        }
      }
    }
  }
  return { ...count, uses: [...uses.values()], calm: [...uses].filter(([id]) => calm.has(id)).map(([, use]) => use) };
}
