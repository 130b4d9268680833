/** The command line against a server that answers as Lambda does. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answer } from '../../src/operator/door.ts';
import { APPROVER, approver, Counter } from '../operator/desk.ts';
import { operated } from './typed.ts';

let server: Server;
let counter: Counter;
let asked: string[];
/** Headers and body of the answer, if it is not the function's own. */
let instead: { headers?: Record<string, string>; body: string } | undefined;

/** STS knows the caller; that it does not believe every signature is told in test/operator/door.test.ts. */
const identity = { Arn: approver.arn, UserId: 'AROAAPPROVER:s1', Account: '111122223333' };
const sts = async () => ({ status: 200, text: JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: identity } }) });

beforeEach(async () => {
  counter = new Counter();
  asked = [];
  instead = undefined;
  server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const order: unknown = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString());
    const { home } = counter.office();
    const role = async () => ({ arn: APPROVER, id: 'AROAAPPROVER', made: new Date(0) });
    const ssm = async () => undefined;
    const on = { office: (who: Parameters<Counter['office']>[0]) => counter.office(who), home, now: () => new Date(), sts, ssm, role };
    response.writeHead(200, instead?.headers);
    response.end(instead?.body ?? JSON.stringify(await answer(order, on)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIAANN');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'ann');
  vi.stubEnv('MLWARDEN_URL', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const typed = async (...args: string[]) => {
  const { code, out } = await operated(args);
  return { code, out };
};

test('invokes the function by its name, with a proof of who asks', async () => {
  await typed('pause', 'violation', 'lamp-off', '--why', 'x');
  expect(await typed('resume', 'violation', 'lamp-off', '--why', 'y')).toMatchObject({
    code: 0,
    out: expect.stringContaining('violation lamp-off goes on.'),
  });
  expect(asked).toEqual(Array(2).fill('POST /2015-03-31/functions/mlwarden-operator/invocations'));
  expect((await counter.record()).map((e) => e.body.role)).toEqual([APPROVER, APPROVER]);
});

test('is refused with 2, and fails with 1 where the function itself failed', async () => {
  expect(await typed('resume', 'global', '--why', 'y')).toEqual({ code: 2, out: 'everything is not paused.\n' });
  instead = { headers: { 'X-Amz-Function-Error': 'Unhandled' }, body: '{"errorMessage":"Task timed out"}' };
  expect(await typed('status')).toMatchObject({ code: 1, out: expect.stringContaining('mlwarden-operator failed (Unhandled)') });
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  expect(await typed('status')).toMatchObject({ code: 1, out: expect.stringContaining('could not be asked') });
  await expect(typed('status', '--url', 'https://example.com/')).rejects.toThrow('--url takes the https URL of a function');
});
