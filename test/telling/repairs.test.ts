/** Telling is a consumer of the ledger: what repairs neither knows of it nor waits for it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { awsError, Street } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { stories } from '../world/story/all.ts';
import { play } from '../world/story/play.ts';
import { change, Stage } from './stage.ts';

const imports = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) => join(dirname(file), path));

test('one handler tells, and nothing else knows of it', () => {
  const who = globSync('src/**/*.ts').filter((file) => !file.startsWith('src/telling/'));
  expect(who.length).toBeGreaterThan(60);
  expect(who.filter((file) => imports(file).some((path) => path.startsWith('src/telling/')))).toEqual(['src/handlers/tell.ts']);
});

test('who tells knows neither violations nor kinds, and nothing that could change anything', () => {
  const known = new Set<string>();
  const follow = (file: string): void => {
    if (known.has(file)) return;
    known.add(file);
    for (const path of imports(file)) follow(path);
  };
  follow('src/handlers/tell.ts');
  expect([...known].filter((file) => /remediations|resources|registry|sender|house\.ts|ledger\/(dynamodb|memory)/.test(file))).toEqual([
    // Types alone.
    'src/engine/house.ts',
  ]);
});

test('with topic and bus out of reach, lamps are repaired and handed back as ever; when both are back, all of it is told', async () => {
  const street = new Street(policy());
  const [flawed, denied] = [street.place('a', { door: 'open' }), street.place('b', { paint: 'red' })];
  street.trouble = (api) =>
    api === 'SwitchOff' && flawed.door === 'shut' ? { error: awsError('AccessDeniedException', 'no') } : undefined;
  const stage = new Stage();
  stage.busDown = true;
  stage.topicDown = () => true;
  let told = 0;
  const deliver = async () => {
    const changes = street.entries.map(change);
    told = changes.length;
    return await stage.shard(changes, 2);
  };
  await street.look('lamp-shut', 'a');
  expect(await deliver()).toBe('blocked');
  await street.rest();
  expect(await deliver()).toBe('blocked');
  await street.look('lamp-off', 'b');
  await street.rest();
  expect(flawed).toMatchObject({ door: 'shut', power: 'on' });
  expect(denied).toMatchObject({ power: 'on' });
  expect(street.trail('lamp-shut', 'a').at(-1)).toBe('outcome fixed');
  expect([await deliver(), stage.events.length, stage.posts.length]).toEqual(['blocked', 0, 0]);
  stage.busDown = false;
  stage.topicDown = () => false;
  expect(await deliver()).toBe('done');
  expect(told).toBeGreaterThan(8);
  expect(stage.types).toEqual(expect.arrayContaining(['mlwarden Case Fixed', 'mlwarden Case Failed']));
  expect(stage.subjects).toEqual(['mlwarden: lamp-off failed']);
});

test('every record of every story is told as an event of its type, or is no news', async () => {
  const known = new Map(remediations.map((r) => [r.id, r.settings]));
  const demonstration = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);
  const types = new Set<string>();
  const depends: string[] = [];
  let records = 0;
  for (const { story, file } of stories) {
    const played = await play(story, { policy: demonstration, folder: join('events', dirname(file)), seed: 1 });
    const resources = new Map(played.stage.told.map(({ entry, resource }) => [entry.key, resource]));
    const stage = new Stage();
    stage.resources = async () => (of) => resources.get(of.key);
    const entries = played.cases.flatMap((c) => c.entries);
    expect(await stage.shard(entries.map(change))).toBe('done');
    expect(stage.subjects.filter((subject) => subject.includes('cannot be read'))).toEqual([]);
    const outcomes = entries.filter(({ type }) => type === 'outcome').map(({ hash }) => hash);
    expect(stage.events.map(({ detail }) => detail.hash)).toEqual(expect.arrayContaining(outcomes));
    for (const { type, detail } of stage.events) {
      types.add(type);
      depends.push(...(detail.depends ?? []));
    }
    records += entries.length;
  }
  expect(records).toBeGreaterThan(300);
  expect(types.size).toBeGreaterThan(9);
  // What people are asked about a role says when it was used.
  expect(depends).toContain('IAM knows of no use in the last 400 days');
}, 120_000);
