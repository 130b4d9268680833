import { DescribeNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { Clock } from './clock.ts';
import type { Handler } from './lambda.ts';
import { START, seconds, small, stop } from './platform/small-world.ts';

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

  test('passes with every call, on its way there and back', async () => {
    const { world, sagemaker } = small();
    const handler: Handler = async () => {
      for (let i = 0; i < 100; i += 1) await stop(sagemaker);
    };
    const answer = world.lambda.invoke({ name: 'f', role: 'r', handler, event: {} });
    await world.run();
    await answer;
    expect(seconds(world)).toBeGreaterThan(1.7);
    expect(seconds(world)).toBeLessThan(4);
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
