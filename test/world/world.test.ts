import { DescribeNotebookInstanceCommand, ListNotebookInstancesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import { ROUGH } from './faults.ts';
import type { Handler } from './lambda.ts';
import { body, EVENT, PATTERN, seconds, small, stop } from './platform/small-world.ts';

test('each function calls as its own role, all else as whoever signed', async () => {
  const { world, sagemaker } = small();
  world.subscribe({ name: 'f', pattern: PATTERN, queue: 'q', handler: () => stop(sagemaker) });
  world.emit(EVENT);
  await world.run();
  await stop(sagemaker);
  world.call('sagemaker', 'StopNotebookInstance', { NotebookInstanceName: 'n' });
  expect(world.log.map(({ caller }) => caller)).toEqual([
    'arn:aws:sts::111122223333:assumed-role/mlwarden-f/mlwarden-f',
    'arn:aws:iam::111122223333:user/observer',
    'arn:aws:iam::111122223333:user/owner',
  ]);
});

test('chance strikes functions, not who arranges or inspects the world', async () => {
  const { world, sagemaker } = small({ chaos: { ...ROUGH, calls: { denied: 1 } } });
  await expect(stop(sagemaker)).resolves.toBeDefined();
  const answer = world.lambda.invoke({ name: 'f', role: 'r', event: {}, handler: () => stop(sagemaker).catch((e: Error) => e.name) });
  await world.run();
  expect(await answer).toBe('AccessDeniedException');
});

test('functions that run at one time overtake each other at every call', async () => {
  const { world, sagemaker } = small();
  const handler: Handler = async (event) => {
    for (const step of ['a', 'b', 'c', 'd', 'e']) await stop(sagemaker, `${body(event)}${step}`);
  };
  const queue = world.subscribe({ name: 'f', pattern: PATTERN, queue: 'q', handler });
  for (const n of [1, 2]) queue.send(String(n));
  await world.run();
  const order = world.log.map(({ input }) => (input as { NotebookInstanceName: string }).NotebookInstanceName);
  expect(order.toSorted()).toEqual(['1a', '1b', '1c', '1d', '1e', '2a', '2b', '2c', '2d', '2e']);
  expect(order).not.toEqual(order.toSorted());
  expect(order).not.toEqual(order.toSorted().reverse());
});

test('a world that cannot rest says what goes on', async () => {
  const { world } = small();
  const tick = (): void => void world.clock.at(world.clock.now() + 1000, tick, 'a clock ticks');
  tick();
  await expect(world.run(undefined, 50)).rejects.toThrow(/No rest after 50 steps: a clock ticks at 2026-03-01T12:00:51/);
  await world.run(new Date(world.clock.now() + 500));
  expect(seconds(world)).toBe(50.5);
});

/** A morning of much traffic in the roughest weather; only the seed tells one from another. */
async function morning(seed: number): Promise<string> {
  const { world } = small({ seed, chaos: { ...ROUGH, calls: { ...ROUGH.calls, throttled: 0.2, 'crash-after': 0.05 } } });
  const client = new SageMakerClient({ region: 'eu-west-1', maxAttempts: 3, ...world.connection() });
  const handler: Handler = async (event) => {
    const name = `n${body(event).detail.n}`;
    await Promise.all([
      client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name })),
      client.send(new ListNotebookInstancesCommand({})),
    ]);
    await stop(client, name);
  };
  for (const name of ['f', 'g']) world.subscribe({ name, pattern: PATTERN, queue: `q-${name}`, handler });
  for (let n = 0; n < 20; n += 1) world.emit({ ...EVENT, detail: { n } });
  await world.run();
  return JSON.stringify([world.log, world.lambda.runs, world.deadLetters, world.clock.now()]);
}

test('the same seed gives the same world to the byte, another seed another', async () => {
  const [first, again, other] = [await morning(42), await morning(42), await morning(43)];
  expect(first.length).toBeGreaterThan(10_000);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
