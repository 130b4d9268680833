import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { DescribeNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterEach, expect, test, vi } from 'vitest';
import { connect, PATIENCE, reader, writer } from '../src/aws.ts';

afterEach(() => {
  vi.useRealTimers();
  connect({});
});

test.each([
  ['a read is tried again', reader, 3],
  ['a change is not', writer, 1],
] as const)('a call that nobody answers is given up; %s', async (_, of, times) => {
  const silent = createServer().listen(0, '127.0.0.1');
  let calls = 0;
  silent.on('connection', (socket) => {
    calls += 1;
    socket.on('error', () => {});
  });
  await once(silent, 'listening');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  connect({
    endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const sent = of(SageMakerClient, { region: 'eu-west-1' }).send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'n' }));
  const end = sent.then(
    () => 'answered',
    ({ name }: Error) => name,
  );
  for (let n = 1; n <= times; n++) {
    await vi.waitUntil(() => calls === n, { timeout: 20_000 });
    await vi.advanceTimersByTimeAsync(PATIENCE.requestTimeout);
  }
  expect(await end).toBe('TimeoutError');
  expect(calls).toBe(times);
  silent.close();
});
