/** Repaired, then undone: what is described equals what was there before, whatever the violation. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/engine/policy.ts';
import type { AnyRemediation, Json, Resource } from '../../src/engine/remediation.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import type { Handler } from './lambda.ts';
import { type Case, casesOf } from './story/cases.ts';
import { type Played, play } from './story/play.ts';
import { readStories, type Story } from './story/story.ts';

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const policy: Policy = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);

const observing: Policy = { ...policy, defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } };

/** Stories of one violation in which nobody meddles, nothing goes wrong, and we do something. */
function quiet({ family, id }: AnyRemediation): readonly { story: Story; folder: string }[] {
  const file = join('events', family, `${id}.stories.yaml`);
  return readStories(readFileSync(file, 'utf8'), file)
    .filter((s) => s.calls.length > 0 && s.people.length + s.aws.length + s.faults.length + s.sweeps === 0)
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

/** Somebody rules that a case is to be put back and left alone, as the operator writes it, and asks for a look. */
async function askBack(played: Played, { violation, key, entries }: Case): Promise<void> {
  const { world } = played.stage;
  const resource = resourceOf(played, key);
  const born = String(entries.findLast((e) => e.body.born !== undefined)?.body.born);
  const at = new Date(world.clock.now()).toISOString();
  const exemption = { born: '*', until: '2027-01-01T00:00:00.000Z', owner: 'ann', reason: 'a test', by: 'ann' };
  const undo = { id: 'u-1', born, by: 'ann', why: 'a test', at };
  const doc = { v: 1, violation, key, resource, rev: 1, exemption, undo };
  const pk = `control#ruling#${violation}#${key}`;
  const Item = { pk: { S: pk }, sk: { S: '-' }, rev: { N: '1' }, doc: { S: JSON.stringify(doc) } };
  world.call('dynamodb', 'PutItem', { TableName: 'mlwarden-ledger', Item });
  const cause = { source: 'mlwarden.operator', detailType: 'Look', id: 'undo', time: at };
  const QueueUrl = `https://sqs.${world.region}.amazonaws.com/${world.account}/mlwarden-${violation}`;
  world.call('sqs', 'SendMessage', { QueueUrl, MessageBody: JSON.stringify({ look: { resource, cause } }) });
  await world.run();
}

const newest = ({ entries }: Case): number => Number(entries.findLast((e) => e.type === 'applied')?.body.token ?? 0);

/** Clones of configurations stay, and say so by `loses`. */
const comparable = (state: Json | undefined): Json | undefined => {
  if (typeof state !== 'object' || state === null || !('clones' in state)) return state;
  const { clones: _, ...rest } = state;
  return rest;
};

describe.each(all)('$title', ({ r, story, folder }) => {
  test('and undone, it is as it was before', async () => {
    const played = await play(story, { policy, seed: 1, folder });
    expect(played.problems).toEqual([]);
    const cases = await casesOf(played.stage, played.stage.world.account);
    expect(cases.filter((c) => c.violation === r.id).some((c) => c.entries.some((e) => e.type === 'applied'))).toBe(true);
    // Newest first, over the cases of one resource, too: what was changed while it stood still is put back before it runs again.
    for (const c of cases.toSorted((a, b) => newest(b) - newest(a))) await askBack(played, c);
    const after = new Map<string, Json | undefined>();
    for (const { key } of cases) after.set(key, await described(played, r, resourceOf(played, key)));
    const untouched = await play(story, { policy: observing, seed: 1, folder, free: true });
    for (const { key, entries } of cases) {
      const lost = entries.some((e) => e.type === 'intent' && e.body.expect === 'gone');
      const before = lost ? undefined : await described(untouched, r, resourceOf(untouched, key));
      expect(comparable(after.get(key))).toEqual(comparable(before));
    }
  });
});
