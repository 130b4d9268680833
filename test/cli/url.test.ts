/**
 * `--url` by real requests: the command line's own, over a socket, to a server that takes no signature on trust and answers as a function URL
 * does. Only TLS is left out: the connection that fetch makes is led to this machine.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answer } from '../../src/operator/door.ts';
import type { AskSts } from '../../src/operator/proof.ts';
import { sign } from '../../src/operator/sign.ts';
import { APPROVER, approver, Counter } from '../operator/desk.ts';
import { type Arrived, signer } from './sigv4.ts';
import { operated } from './typed.ts';

const HOST = 'abc123.lambda-url.eu-west-1.on.aws';
const SECRETS: Readonly<Record<string, string>> = { ASIAANN: 'the secret of ann' };
const TOKEN = 'the session of ann';
let server: Server;
let counter: Counter;
let arrived: Arrived[];
let ask: string[];

const known = (service: string) => ({ service, region: 'eu-west-1', now: new Date(), secret: (key: string) => SECRETS[key] });

/** STS, which believes a signature only. */
const sts: AskSts = async (host, headers, body) => {
  const by = signer({ method: 'POST', path: '/', headers: { ...headers, host }, body }, known('sts'));
  ask.push('key' in by ? by.key : by.refused);
  if ('refused' in by || headers['x-amz-security-token'] !== TOKEN) return { status: 403, text: '{}' };
  const result = { Arn: approver.arn, UserId: 'AROAAPPROVER:s1', Account: '111122223333' };
  return { status: 200, text: JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: result } }) };
};

async function received(request: IncomingMessage): Promise<Arrived> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { method: request.method ?? '', path: request.url ?? '', headers, body };
}

/** The event that Lambda makes of a request to a URL of AuthType AWS_IAM, for the function as it is. */
async function invoked({ body }: Arrived): Promise<{ statusCode: number; headers: Record<string, string>; body: string }> {
  const iam = { callerId: 'AROAAPPROVER:s1', userArn: approver.arn };
  const event = { body, isBase64Encoded: false, requestContext: { http: { sourceIp: '198.51.100.7' }, authorizer: { iam } } };
  const { home } = counter.office();
  const office = (who: Parameters<Counter['office']>[0]) => counter.office(who);
  const on = {
    office,
    home,
    now: () => new Date(),
    sts,
    ssm: async () => expect.fail('SSM is not asked'),
    role: async () => ({ arn: APPROVER, id: 'AROAAPPROVER', made: new Date(0) }),
  };
  return (await answer(event, on)) as Awaited<ReturnType<typeof invoked>>;
}

beforeEach(async () => {
  counter = new Counter();
  arrived = [];
  ask = [];
  server = createServer(async (request, response) => {
    const one = await received(request);
    arrived.push(one);
    // The next test has a server of its own.
    response.setHeader('connection', 'close');
    const by = signer(one, known('lambda'));
    if ('refused' in by || one.headers['x-amz-security-token'] !== TOKEN) {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ Message: 'refused' in by ? by.refused : 'Forbidden' }));
      return;
    }
    const { statusCode, headers, body } = await invoked(one);
    response.writeHead(statusCode, headers).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const led = (): net.Socket => {
    const socket = net.connect(port, '127.0.0.1');
    return socket.once('connect', () => socket.emit('secureConnect'));
  };
  vi.spyOn(tls, 'connect').mockImplementation(led as never);
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIAANN');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRETS.ASIAANN);
  vi.stubEnv('AWS_SESSION_TOKEN', TOKEN);
  vi.stubEnv('MLWARDEN_URL', `https://${HOST}/`);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const typed = async (...args: string[]) => {
  const { code, out } = await operated(args);
  return { code, out };
};

test('what is sent is signed for that function, by whoever sends it, and obeyed', async () => {
  expect(await typed('pause', 'violation', 'lamp-off', '--why', 'déjà vu — 42')).toMatchObject({ code: 0 });
  expect(await typed('resume', 'violation', 'lamp-off', '--why', 'over')).toMatchObject({
    code: 0,
    out: expect.stringContaining('violation lamp-off goes on.'),
  });
  expect(arrived.map(({ method, path, headers }) => [method, path, headers.host])).toEqual(Array(2).fill(['POST', '/', HOST]));
  expect(ask).toEqual(['ASIAANN', 'ASIAANN']);
  const record = await counter.record();
  expect(record.map((e) => [e.body.role, e.body.from])).toEqual(Array(2).fill([APPROVER, '198.51.100.7']));
  expect(record[0]?.body.why).toBe('déjà vu — 42');
});

test('what is refused by the function ends with 2', async () => {
  expect(await typed('resume', 'global', '--why', 'y')).toEqual({ code: 2, out: 'everything is not paused.\n' });
});

test.each([
  ['another secret', { AWS_SECRET_ACCESS_KEY: 'stolen' }, 'does not match the signature'],
  ['a key that nobody has', { AWS_ACCESS_KEY_ID: 'ASIANOBODY' }, 'security token included in the request is invalid'],
  ['another session', { AWS_SESSION_TOKEN: 'of bob' }, 'Forbidden'],
  ['the URL of another Region', { MLWARDEN_URL: 'https://abc123.lambda-url.eu-central-1.on.aws/' }, 'should be scoped to eu-west-1/lambda'],
])('%s is not let in, and ends with 1', async (_, env, says) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { code, out } = await typed('pause', 'global', '--why', 'x');
  expect([code, out.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(says)]);
  expect(await counter.record()).toEqual([]);
});

test('a signature is not good for anything else than what was signed', async () => {
  const credentials = { accessKeyId: 'ASIAANN', secretAccessKey: SECRETS.ASIAANN ?? '', sessionToken: TOKEN };
  const wanted = { service: 'lambda', region: 'eu-west-1', hostname: HOST, headers: { 'content-type': 'application/json' }, body: '{}' };
  const headers = await sign(wanted, credentials, new Date());
  const right = { method: 'POST', path: '/', headers: Object.fromEntries(Object.entries(headers)), body: '{}' };
  expect(signer(right, known('lambda'))).toEqual({ key: 'ASIAANN' });
  const refused = (over: Partial<Arrived>, expected = known('lambda')) => signer({ ...right, ...over }, expected);
  for (const [over, expected] of [
    [{ body: '{"verb":"pause"}' }, undefined],
    [{ method: 'GET' }, undefined],
    [{ path: '/other' }, undefined],
    [{ headers: { ...right.headers, host: 'other.lambda-url.eu-west-1.on.aws' } }, undefined],
    [{ headers: { ...right.headers, 'x-amz-more': 'x' } }, undefined],
    [{}, { ...known('lambda'), now: new Date(Date.now() + 3_600_000) }],
    [{}, known('sts')],
  ] as const)
    expect(refused(over, expected)).toEqual({ refused: expect.any(String) });
});
