/** A stream brings a batch again. Who is out of reach is told later; who was told is not told twice. */
import { expect, test } from 'vitest';
import { change, record, Stage } from './stage.ts';

const failed = (name: string) => change(record('outcome', { outcome: 'failed', says: 'no' }, { name }));
const fixed = (name: string) => change(record('outcome', { outcome: 'fixed', says: 'right' }, { name }));
const stuck = (name: string) => change(record('outcome', { outcome: 'stuck', says: 'no' }, { name, violation: 'role-admin-policy' }));

test('a batch that comes twice is told once', async () => {
  const stage = new Stage();
  const batch = [fixed('a'), failed('b')];
  for (let n = 0; n < 3; n++) expect(await stage.batch(batch)).toBeUndefined();
  expect([stage.events.length, stage.posts.length]).toEqual([2, 1]);
});

test('a topic out of reach fails the batch from the first that was not told; when it is back, all is told once', async () => {
  const stage = new Stage();
  stage.topicDown = () => true;
  const batch = [fixed('a'), failed('b'), fixed('c')];
  expect(await stage.batch(batch)).toBe(1);
  expect(await stage.batch(batch.slice(1))).toBe(0);
  expect(stage.types).toEqual(['mlwarden Case Fixed', 'mlwarden Case Failed', 'mlwarden Case Fixed']);
  stage.topicDown = () => false;
  expect(await stage.shard(batch.slice(1))).toBe('done');
  expect(stage.events).toHaveLength(3);
  expect(stage.subjects).toEqual(['mlwarden: notebook-encryption failed']);
  expect(stage.counted).toContain('failed a message to people the topic is out of reach');
});

test('one message that is refused does not keep the next from being told, and only it comes again', async () => {
  const stage = new Stage();
  stage.topicDown = ({ attributes }) => attributes.state === 'failed';
  const batch = [stuck('a'), failed('b'), stuck('c')];
  expect(await stage.batch(batch)).toBe(1);
  expect(stage.subjects).toEqual(['mlwarden: 2 cases of role-admin-policy are stuck']);
  stage.topicDown = () => false;
  expect(await stage.shard(batch.slice(1))).toBe('done');
  expect(stage.subjects).toEqual(['mlwarden: 2 cases of role-admin-policy are stuck', 'mlwarden: notebook-encryption failed']);
});

test('a message that was not sent uses up nothing of its sort', async () => {
  const stage = new Stage();
  stage.topicDown = () => true;
  const batch = [failed('a')];
  expect(await stage.shard(batch, 10)).toBe('blocked');
  stage.topicDown = () => false;
  expect(await stage.shard(batch)).toBe('done');
  expect(stage.posts[0]?.letter).not.toContain('More');
});

test('a bus out of reach does not keep people from being told, and they are not told again with its events', async () => {
  const stage = new Stage();
  stage.busDown = true;
  const batch = [failed('a'), fixed('b')];
  expect(await stage.batch(batch)).toBe(0);
  expect([stage.events.length, stage.posts.length]).toEqual([0, 1]);
  stage.busDown = false;
  expect(await stage.shard(batch)).toBe('done');
  expect([stage.events.length, stage.posts.length]).toEqual([2, 1]);
});

test('of ten events of which the bus takes nine, one comes again', async () => {
  const stage = new Stage();
  const batch = Array.from({ length: 25 }, (_, i) => fixed(`n-${i}`));
  stage.bus = ({ detail }) => detail.resource?.name !== 'N-12';
  expect(await stage.batch(batch)).toBe(12);
  expect(stage.events).toHaveLength(24);
  stage.bus = () => true;
  expect(await stage.shard(batch.slice(12))).toBe('done');
  expect(stage.events).toHaveLength(25);
});

test('a ledger that does not say what a case is about leaves all untold, and the batch comes again whole', async () => {
  const stage = new Stage();
  const { resources } = stage;
  stage.resources = async () => {
    throw new Error('the ledger is out of reach');
  };
  await expect(stage.batch([failed('a')])).rejects.toThrow('out of reach');
  stage.resources = resources;
  expect(await stage.shard([failed('a')])).toBe('done');
  expect(stage.posts).toHaveLength(1);
});

test('where a sandbox dies between telling and the end, all is told once more: by the same hash and in the same thread', async () => {
  const stage = new Stage();
  const batch = [failed('a')];
  await stage.batch(batch);
  stage.restart();
  await stage.batch(batch);
  const [first, second] = stage.posts;
  expect(stage.events[0]?.detail.hash).toBe(stage.events[1]?.detail.hash);
  expect(second).toEqual(first);
});
