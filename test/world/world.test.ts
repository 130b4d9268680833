import {
  DescribeNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { Clock } from './clock.ts';
import { ROUGH } from './faults.ts';
import type { Service } from './habitat.ts';
import type { Handler } from './lambda.ts';
import { World, type WorldOptions } from './world.ts';

const START = new Date('2026-03-01T12:00:00Z');
const PATTERN = { source: ['aws.sagemaker'] };
const EVENT = { source: 'aws.sagemaker', 'detail-type': 'SageMaker Notebook Instance State Change', detail: { n: 1 } };
const seconds = (world: World) => (world.clock.now() - START.getTime()) / 1000;

function small(o: Partial<WorldOptions> = {}) {
  const world = new World({ seed: 1, start: START, ...o });
  const answers: Service = { name: 'sagemaker', call: (operation, input) => ({ ...input, operation }) };
  world.add(answers);
  const config = { region: 'eu-west-1', maxAttempts: 1, ...world.connection() };
  return { world, sagemaker: new SageMakerClient(config), sqs: new SQSClient(config) };
}
const body = (event: SQSEvent) => JSON.parse(event.Records[0]?.body ?? '');
const stop = (client: SageMakerClient, name = 'n', abortSignal?: AbortSignal) =>
  client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: name }), abortSignal ? { abortSignal } : {});

describe('time', () => {
  test('comes in order of time, then of asking, and can be called off', async () => {
    const clock = new Clock(START);
    const seen: string[] = [];
    const at = (ms: number, name: string) => clock.at(START.getTime() + ms, () => void seen.push(name));
    at(5, 'c');
    at(1, 'a');
    at(5, 'd');
    at(1, 'b');
    at(3, 'never')();
    at(-9, 'now');
    while (clock.next() !== undefined) await clock.advance();
    expect(seen).toEqual(['now', 'a', 'b', 'c', 'd']);
    expect(clock.now()).toBe(START.getTime() + 5);
  });

  test('inside a function is the world’s, whichever way it is read; outside it is the machine’s', async () => {
    const { world } = small();
    const handler: Handler = async () => {
      const elapsed = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      return [
        Date.now() === world.clock.now(),
        new Date().toISOString(),
        new Date() instanceof Date,
        new Date(0).getTime(),
        performance.now() - elapsed,
      ];
    };
    const answer = world.lambda.invoke({ name: 'f', role: 'r', handler, event: {} });
    const outside = Date.now();
    await world.run();
    expect(await answer).toEqual([true, '2026-03-01T12:00:30.000Z', true, 0, 30_000]);
    expect(Date.now() - outside).toBeLessThan(5_000);
  });

  test('is up for a function after its minute', async () => {
    const { world } = small();
    const reached: string[] = [];
    const handler: Handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60_001));
      reached.push('end');
    };
    const answer = world.lambda.invoke({ name: 'f', role: 'r', handler, event: {} }).catch((error: Error) => error.message);
    await world.run();
    expect([await answer, reached, seconds(world)]).toEqual(['Task timed out after 60.00 seconds', [], 60]);
  });

  test('passes for the SDK too: its pauses between attempts cost nobody a second', async () => {
    const { world } = small();
    const client = new SageMakerClient({ region: 'eu-west-1', maxAttempts: 3, ...world.connection() });
    world.faults.plan({ on: 'sagemaker:*', what: 'throttled', times: 2 });
    const answer = world.lambda.invoke({
      name: 'f',
      role: 'r',
      event: {},
      handler: () => client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'n' })),
    });
    await world.run();
    expect(await answer).toMatchObject({ NotebookInstanceName: 'n' });
    expect(world.log.map(({ outcome }) => outcome)).toEqual(['ThrottlingException', 'ThrottlingException', 'ok']);
    expect(seconds(world)).toBeGreaterThan(0.05);
  });

  test('a deadline fires in virtual time and ends a call that nobody answers', async () => {
    const { world, sagemaker } = small();
    world.faults.plan({ on: 'sagemaker:*', what: 'timeout-after' });
    const answer = world.lambda
      .invoke({ name: 'f', role: 'r', event: {}, handler: () => stop(sagemaker, 'n', AbortSignal.timeout(10_000)) })
      .catch((e: Error) => e);
    await world.run();
    expect(await answer).toMatchObject({ name: 'AbortError' });
    expect(seconds(world)).toBe(10);
    expect(world.log).toMatchObject([{ operation: 'StopNotebookInstance', outcome: 'ok', lost: true }]);
  });
});

describe('an event', () => {
  test('reaches the function behind the rule that matches, as SQS hands it over', async () => {
    const { world } = small();
    const seen: SQSEvent[] = [];
    const handler: Handler = async (event) => void seen.push(event);
    const queue = world.subscribe({ name: 'f', pattern: PATTERN, handler, queue: 'q' });
    world.subscribe({ name: 'other', pattern: { source: ['aws.iam'] }, handler, queue: 'other' });
    world.emit(EVENT);
    await world.run();
    expect(seen).toHaveLength(1);
    expect(seen[0]?.Records).toHaveLength(1);
    expect(seen[0]?.Records[0]).toMatchObject({
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: 'eu-west-1',
      attributes: { ApproximateReceiveCount: '1' },
    });
    const event = body(seen[0] ?? { Records: [] });
    expect(event).toMatchObject({
      ...EVENT,
      version: '0',
      account: '111122223333',
      region: 'eu-west-1',
      time: '2026-03-01T12:00:00Z',
      resources: [],
    });
    expect(event.id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(Number(seen[0]?.Records[0]?.attributes.SentTimestamp)).toBeGreaterThan(START.getTime());
    expect(queue.messages.size).toBe(0);
  });

  test('under chaos comes late, twice, out of order, or never', async () => {
    const arrivals = async (events: { late: number; twice: number; lost: number }) => {
      const { world } = small({ seed: 5, chaos: { calls: {}, events, messages: { twice: 0 } } });
      const seen: number[] = [];
      world.subscribe({ name: 'f', pattern: PATTERN, queue: 'q', handler: async (event) => void seen.push(body(event).detail.n) });
      for (const n of [1, 2, 3, 4]) world.emit({ ...EVENT, detail: { n } });
      await world.run();
      return seen;
    };
    expect(await arrivals({ late: 0, twice: 0, lost: 1 })).toEqual([]);
    expect((await arrivals({ late: 0, twice: 1, lost: 0 })).sort()).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    const late = await arrivals({ late: 1, twice: 0, lost: 0 });
    expect(late).not.toEqual([1, 2, 3, 4]);
    expect(late.sort()).toEqual([1, 2, 3, 4]);
  });
});

describe('a message', () => {
  const received = (times: { at: number; count: string | undefined }[], world: World, then: (count: number) => unknown): Handler => {
    return async (event: SQSEvent) => {
      const record = event.Records[0];
      times.push({ at: seconds(world), count: record?.attributes.ApproximateReceiveCount });
      const end = then(times.length);
      if (end instanceof Error) throw end;
      return end === 'failed' ? { batchItemFailures: [{ itemIdentifier: record?.messageId ?? '' }] } : { batchItemFailures: [] };
    };
  };

  test.each([
    ['reported as failed', 'failed'],
    ['met by an error', new Error('boom')],
  ])('%s returns after the visibility timeout, five times in all, then is dead', async (_, end) => {
    const { world } = small();
    const times: { at: number; count: string | undefined }[] = [];
    world.subscribe({ name: 'f', pattern: PATTERN, queue: 'q', handler: received(times, world, () => end) });
    world.emit(EVENT);
    await world.run();
    expect(times.map(({ count }) => count)).toEqual(['1', '2', '3', '4', '5']);
    const gaps = times.slice(1).map(({ at }, i) => Math.round(at - (times[i]?.at ?? 0)));
    expect(gaps).toEqual([360, 360, 360, 360]);
    expect(world.deadLetters.map((message) => JSON.parse(message.body).detail)).toEqual([EVENT.detail]);
  });

  test.each(['crash-before', 'crash-after', 'timeout-before'] as const)('whose function meets %s is received again', async (what) => {
    const { world, sagemaker } = small();
    world.faults.plan({ on: 'sagemaker:StopNotebookInstance', what });
    const after: string[] = [];
    const handler: Handler = async () => {
      await stop(sagemaker);
      after.push('alive');
    };
    world.subscribe({ name: 'f', pattern: PATTERN, queue: 'q', handler });
    world.emit(EVENT);
    await world.run();
    expect(after).toEqual(['alive']);
    expect(world.log).toHaveLength(what === 'crash-after' ? 2 : 1);
    expect(world.lambda.runs.map(({ error }) => error !== undefined)).toEqual([true, false]);
    expect(world.deadLetters).toEqual([]);
    expect(seconds(world)).toBeGreaterThan(360);
  });

  test('sent by a function waits for its delay', async () => {
    const { world, sqs } = small();
    const at: number[] = [];
    const handler: Handler = async (event) => {
      at.push(seconds(world));
      const QueueUrl = queue.url;
      if (body(event) !== 'again') await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '"again"', DelaySeconds: 900 }));
    };
    const queue = world.subscribe({ name: 'f', pattern: PATTERN, queue: 'q', handler });
    world.emit(EVENT);
    await world.run();
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(900);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeLessThan(901);
    const tooLong = sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'x', DelaySeconds: 901 }));
    await expect(tooLong).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('may be delivered twice', async () => {
    const { world } = small({ chaos: { calls: {}, events: { late: 0, twice: 0, lost: 0 }, messages: { twice: 1 } } });
    const times: { at: number; count: string | undefined }[] = [];
    const slow = received(times, world, () => 'done');
    const handler: Handler = async (event, context) => {
      await new Promise((resolve) => setTimeout(resolve, 50_000));
      return slow(event, context);
    };
    world.subscribe({ name: 'f', pattern: PATTERN, queue: 'q', handler });
    world.emit(EVENT);
    await world.run();
    expect(times.map(({ count }) => count)).toEqual(['1', '2']);
  });
});

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
