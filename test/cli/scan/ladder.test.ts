/** What is expected without a change is what the real handlers then do, step for step. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { connect } from '../../../src/aws.ts';
import { type Ladder, ladder } from '../../../src/cli/scan/ladder.ts';
import { lay, met } from '../../../src/engine/expect.ts';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import type { Entry } from '../../../src/ledger/items.ts';
import { readPolicy } from '../../../src/policy-file.ts';
import { remediations } from '../../../src/registry.ts';
import { attach } from '../../world/direct.ts';
import { stories } from '../../world/story/all.ts';
import { furnishWorld } from '../../world/story/furnish.ts';
import { play } from '../../world/story/play.ts';
import { services } from '../../world/story/services.ts';
import { staged } from '../../world/story/stage.ts';
import type { Story } from '../../world/story/story.ts';
import { World } from '../../world/world.ts';

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const policy = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);

/** What is climbed is looked at in a world of its own. */
let own: World | undefined;
beforeAll(() => attach(() => own ?? staged()));

/** Nobody meddles, nothing goes wrong, one thing is there, and we do something. */
const quiet = stories.flatMap(({ story, file }) => {
  const r = remediations.find(({ family, id }) => file === `${family}/${id}.stories.yaml`);
  const meddled = story.people.length + story.rulings.length + story.aws.length + story.faults.length + story.sweeps;
  return r && story.calls.length > 0 && meddled === 0 ? [{ title: `${r.id}: ${story.story}`, r, story, file }] : [];
});

/** The ladders of a violation in the world of a story, once AWS is done with what it is at. `ids`: of what is heard of, and perhaps never sought. */
async function climbed(r: AnyRemediation, story: Story, ids: readonly string[]): Promise<readonly Ladder[]> {
  const start = new Date('2026-11-02T09:30:00Z');
  const world = new World({ seed: 1, start, stale: false, ...(story.account && { account: story.account }) });
  furnishWorld(world, services(world), story.world);
  own = world;
  await world.run(new Date(start.getTime() + 15 * 60_000));
  vi.stubEnv('AWS_REGION', world.region);
  connect(world.connection(), 'read-only');
  const found: Ladder[] = [];
  const listed = await Array.fromAsync(r.kind.list());
  const [type = ''] = r.kind.types;
  const heard = await Promise.all(
    ids.map((id) => r.kind.locate({ type, id, account: world.account, region: world.region, at: start.toISOString() })),
  );
  const all = new Map([...listed, ...heard.flat()].map((resource) => [resource.key, resource]));
  for (const resource of all.values()) {
    const seen = await r.kind.inspect(resource);
    const climb = seen && ladder(r, resource, seen, { policy, now: new Date(world.clock.now()) });
    if (climb) found.push(climb);
  }
  vi.unstubAllEnvs();
  own = undefined;
  return found;
}
const refused = (entries: readonly Entry[], token: Json | undefined): boolean =>
  entries.some((e) => e.type === 'refused' && e.body.token === token);
type Call = { api: string; input: Json };
const calls = (of: readonly Call[]) => of.map((call) => JSON.stringify(call)).toSorted();

describe.each(quiet)('$title', ({ r, story, file }) => {
  test('the ladder says so before', async () => {
    const { cases } = await play(story, { policy, seed: 1, folder: join('events', dirname(file)) });
    const intents = cases.flatMap(({ entries }) => {
      const all = entries.filter((e) => e.type === 'intent');
      // What AWS did not take and was sent once more is one rung.
      return all.filter((e, i) => !all.some((later, j) => j > i && later.body.hash === e.body.hash && refused(entries, e.body.token)));
    });
    const heard = cases.flatMap(({ violation, entries: [found] }) => (violation === r.id && found ? [String(found.body.arn)] : []));
    // What another violation has done on the same resource need not be done again, and whoever lets go last hands back.
    const others = calls(intents.filter((e) => e.violation !== r.id).map((e) => e.body.call as Call));
    const shared = cases.some((c) => c.violation !== r.id && c.entries.length > 0);
    const done = intents.filter((e) => e.violation === r.id);
    const expected = (await climbed(r, story, heard)).flatMap(({ rungs }) => {
      const stop = rungs.findIndex(({ may, purpose }) => may !== 'enforce' || (shared && purpose === 'hand-back'));
      const taken = stop < 0 ? rungs : rungs.slice(0, stop);
      return taken.filter((rung) => !others.includes(JSON.stringify(rung.call)));
    });
    expect(done.length).toBeGreaterThan(0);
    // What another has changed meanwhile, a call may repeat.
    const alike = (of: readonly Call[]) => (others.length > 0 ? of.map(({ api }) => api).toSorted() : calls(of));
    expect(alike(expected.map((rung) => rung.call))).toEqual(alike(done.map((e) => e.body.call as Call)));
    expect(expected.map(({ effect, line, purpose }) => [effect, line, purpose])).toEqual(
      done.map(({ body }) => [body.effect, body.line, body.purpose]),
    );
  });
});

describe('a patch', () => {
  test.each<[Json, Json, Json]>([
    [{ a: 1 }, { a: 0, b: 2 }, { a: 1, b: 2 }],
    [{ a: null }, { a: 0, b: 2 }, { b: 2 }],
    [{ a: { b: null, c: 1 } }, { a: { b: 1 } }, { a: { c: 1 } }],
    [{ a: { b: null } }, {}, { a: {} }],
    [[1], { a: 1 }, [1]],
    [{ a: 1 }, 'x', { a: 1 }],
  ])('%j laid over %j is %j', (patch, state, is) => {
    expect(lay(patch, state)).toEqual(is);
    expect(met(patch, lay(patch, state))).toBe(true);
  });
});
