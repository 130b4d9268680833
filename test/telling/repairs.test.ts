/** Telling is a consumer of the ledger: what repairs neither knows of it nor waits for it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { awsError, Street } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
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
