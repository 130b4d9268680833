import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { Handler } from './lambda.ts';
import { PATTERN, seconds, small } from './platform/small-world.ts';

/** Three messages at once to a function that takes ten seconds, and when each began. */
async function three(reserved: number | undefined, then: (world: ReturnType<typeof small>['world']) => void = () => {}) {
  const { world, sqs } = small();
  const began: number[] = [];
  const handler: Handler = async () => {
    began.push(Math.floor(seconds(world)));
    await new Promise((done) => setTimeout(done, 10_000));
  };
  const queue = world.subscribe({ name: 'f', pattern: PATTERN, handler, queue: 'q' });
  if (reserved !== undefined)
    world.call('lambda', 'PutFunctionConcurrency', { FunctionName: 'mlwarden-f', ReservedConcurrentExecutions: reserved });
  then(world);
  for (const MessageBody of ['a', 'b', 'c']) await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
  await world.run();
  return { began, dead: world.deadLetters.length };
}

test('a function without a reserved concurrency takes all that comes', async () => {
  expect(await three(undefined)).toEqual({ began: [0, 0, 0], dead: 0 });
});

test('a reserved concurrency is how many run at once: what comes beyond comes again after its visibility timeout', async () => {
  expect(await three(2)).toEqual({ began: [0, 0, 360], dead: 0 });
});

test('at 0 nothing runs, and what was received five times in vain is a dead letter', async () => {
  expect(await three(0)).toEqual({ began: [], dead: 3 });
});

test('when it is taken away, what has not died of it is taken', async () => {
  const lift = (world: ReturnType<typeof small>['world']) =>
    world.clock.at(
      world.clock.now() + 1_000_000,
      () => void world.call('lambda', 'DeleteFunctionConcurrency', { FunctionName: 'mlwarden-f' }),
    );
  expect(await three(0, lift)).toEqual({ began: [1080, 1080, 1080], dead: 0 });
});

test('what else runs does not count', async () => {
  const long: Handler = async () => await new Promise((done) => setTimeout(done, 30_000));
  const busy = (world: ReturnType<typeof small>['world']) => void world.lambda.invoke({ name: 'g', role: 'r', handler: long, event: {} });
  expect(await three(3, busy)).toEqual({ began: [0, 0, 0], dead: 0 });
});
