import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import type { Handler } from './lambda.ts';
import { body, EVENT, PATTERN, START, seconds, small, stop } from './platform/small-world.ts';
import type { World } from './world.ts';

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
    expect(seconds(world)).toBeLessThan(3);
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

  test('whose function died is touched by it no more, whatever it still computes', async () => {
    const { world, sagemaker } = small();
    world.faults.plan({ on: 'sagemaker:StopNotebookInstance', what: 'crash-after' });
    const handler: Handler = async () => {
      const [invocation] = world.lambda.live;
      const elsewhere = async () => {
        while (!invocation?.over) await new Promise((resolve) => setImmediate(resolve));
        return stop(sagemaker, 'too late');
      };
      await Promise.all([stop(sagemaker), elsewhere()]);
    };
    world.lambda.invoke({ name: 'f', role: 'r', handler, event: {} }).catch(() => {});
    await world.run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await world.run();
    expect(world.log.map(({ input }) => input)).toEqual([{ NotebookInstanceName: 'n' }]);
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
