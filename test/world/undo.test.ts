/** Repaired, then undone: what is described equals what was there before, whatever the violation. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '../../src/engine/policy.ts';
import type { AnyRemediation, Json, Resource } from '../../src/engine/remediation.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { attach } from './direct.ts';
import type { Handler } from './lambda.ts';
import { caseOf, rule } from './ruling.ts';
import { type Case, casesOf, newestFirst, outcomeOf } from './story/cases.ts';
import { type Played, play } from './story/play.ts';
import { staged } from './story/stage.ts';
import { readStories, type Story } from './story/story.ts';

beforeAll(() => attach(staged));

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const policy: Policy = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);

const observing: Policy = { ...policy, accounts: {}, defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } };

/** Stories of one violation in which nobody meddles but to say yes, nothing goes wrong, and we do something. */
function quiet({ family, id }: AnyRemediation): readonly { story: Story; folder: string }[] {
  const file = join('events', family, `${id}.stories.yaml`);
  return readStories(readFileSync(file, 'utf8'), file)
    .filter((s) => s.calls.length > 0 && s.people.length + s.aws.length + s.faults.length + s.sweeps === 0)
    .filter((s) => s.rulings.every((ruling) => ruling.rule === 'approve'))
    .map((story) => ({ story, folder: dirname(file) }));
}

const all = remediations.flatMap((r) => quiet(r).map(({ story, folder }) => ({ title: `${r.id}: ${story.story}`, r, story, folder })));

function resourceOf({ stage }: Played, key: string): Resource {
  const found = stage.told.find((t) => t.entry.key === key)?.resource;
  if (!found) throw new Error(`nothing was told of ${key}`);
  return found;
}

/** What its kind describes, when nothing is stale; undefined = not there. */
async function described({ stage: { world } }: Played, r: AnyRemediation, resource: Resource): Promise<Json | undefined> {
  world.stale = false;
  let state: Json | undefined;
  const handler: Handler = async () => {
    state = (await r.kind.inspect(resource))?.state;
  };
  const looked = world.lambda.invoke({
    name: 'observer',
    role: 'arn:aws:iam::111122223333:user/observer',
    handler,
    event: {},
    timeout: 60_000,
  });
  await world.run();
  await looked;
  world.stale = true;
  return state;
}

async function askBack({ stage: { world } }: Played, { violation, key }: Case): Promise<void> {
  const kase = caseOf(world, violation, key);
  if (!kase) throw new Error(`there is no case ${violation} ${key}`);
  rule(world, kase, 'undo', 365 * 86_400_000);
  await world.run();
}

/**
 * Clones of configurations stay, and so do parameters: their steps say so by `loses`. A pipeline keeps each definition that it had, and counts
 * them, and S3 each object that it was given, whatever was in it. That we were there last at a version of a model is nobody's to put back: what
 * nobody else did stays so.
 */
const comparable = (state: Json | undefined): Json | undefined => {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return state;
  const {
    clones: _,
    parameters: __,
    version: ___,
    earlier: ____,
    at: _____,
    modifiedBy: ______,
    history,
    artifacts,
    ...rest
  } = state as { readonly [k: string]: Json };
  const content = JSON.parse(JSON.stringify(artifacts ?? null, (name, value) => (name === 'id' || name === 'at' ? undefined : value)));
  return { ...rest, content, ...(typeof history === 'object' && { history: { ...history, told: true, role: '' } }) };
};

/** Work that was stopped can be run again, but no call puts it back: the step said so beforehand, and so does the end. */
const brokenOff = ({ type, body }: Case['entries'][number]): boolean =>
  type === 'intent' && body.undo === undefined && body.effect !== 'reversible' && body.expect !== 'gone';

test('every violation that changes anything is undone in some story', () => {
  const undone = new Set(all.map(({ r }) => r.id));
  expect(remediations.filter(({ id, calls }) => calls.length > 0 && !undone.has(id)).map(({ id }) => id)).toEqual([]);
});

describe.each(all)('$title', ({ r, story, folder }) => {
  test('and undone, it is as it was before', async () => {
    const played = await play(story, { policy, seed: 1, folder });
    expect(played.problems).toEqual([]);
    const cases = await casesOf(played.stage, played.stage.world.account);
    expect(cases.filter((c) => c.violation === r.id).some((c) => c.entries.some((e) => e.type === 'applied'))).toBe(true);
    for (const c of newestFirst(cases)) await askBack(played, c);
    const after = new Map<string, Json | undefined>();
    for (const { key } of cases) after.set(key, await described(played, r, resourceOf(played, key)));
    const ended = new Map((await casesOf(played.stage, played.stage.world.account)).map((c) => [`${c.violation}#${c.key}`, outcomeOf(c)]));
    const over = new Set(cases.filter((c) => c.entries.some(brokenOff)).map((c) => c.key));
    const untouched = await play(story, { policy: observing, seed: 1, folder, free: true });
    for (const { violation, key, entries } of cases) {
      if (entries.some(brokenOff)) {
        expect(ended.get(`${violation}#${key}`)?.body).toMatchObject({
          outcome: 'stuck',
          says: expect.stringContaining('put back in part only'),
        });
      }
      // What is over is not what it was, whatever else was put back of it.
      if (over.has(key)) continue;
      const lost = entries.some((e) => e.type === 'intent' && e.body.expect === 'gone');
      const before = lost ? undefined : await described(untouched, r, resourceOf(played, key));
      expect(comparable(after.get(key))).toEqual(comparable(before));
    }
  });
});
