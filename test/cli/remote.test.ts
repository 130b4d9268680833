/** The command line against a server that answers as Lambda does. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answer } from '../../src/operator/door.ts';
import { READER } from '../../src/operator/functions.ts';
import type { Office } from '../../src/operator/office.ts';
import { read } from '../../src/operator/reader.ts';
import { APPROVER, approver, Counter } from '../operator/desk.ts';
import { operated } from './typed.ts';

let server: Server;
let counter: Counter;
let asked: string[];
/** What the functions have logged. */
let logs: NonNullable<Office['logs']>;
/** Headers and body of the answer, if it is not the function's own. */
let instead: { headers?: Record<string, string>; body: string } | undefined;

/** STS knows the caller; that it does not believe every signature is told in test/operator/door.test.ts. */
const identity = { Arn: approver.arn, UserId: 'AROAAPPROVER:s1', Account: '111122223333' };
const sts = async () => ({ status: 200, text: JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: identity } }) });

beforeEach(async () => {
  counter = new Counter();
  asked = [];
  logs = async () => ({ lines: [], unread: [] });
  instead = undefined;
  server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const order: unknown = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString());
    const { home } = counter.office();
    const role = async () => ({ arn: APPROVER, id: 'AROAAPPROVER', made: new Date(0) });
    const ssm = async () => undefined;
    const office = (who: Parameters<Counter['office']>[0]) => ({ ...counter.office(who), logs });
    const on = { office, home, now: () => new Date(), sts, ssm, role };
    response.writeHead(200, instead?.headers);
    const reads = request.url?.includes(READER);
    response.end(instead?.body ?? JSON.stringify(await (reads ? read(order, office(approver)) : answer(order, on))));
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

test('invokes the function that has the verb by its name, with a proof of who asks', async () => {
  await typed('pause', 'violation', 'lamp-off', '--why', 'x');
  expect(await typed('resume', 'violation', 'lamp-off', '--why', 'y')).toMatchObject({
    code: 0,
    out: expect.stringContaining('violation lamp-off goes on.'),
  });
  const invoked = (name: string) => `POST /2015-03-31/functions/${name}/invocations`;
  expect(asked).toEqual(Array(2).fill(invoked('mlwarden-operator')));
  await typed('status');
  expect(asked.slice(2)).toEqual([invoked('mlwarden-reader')]);
  expect((await counter.record()).map((e) => e.body.role)).toEqual([APPROVER, APPROVER]);
});

test('is refused with 2, and fails with 1 where the function itself failed', async () => {
  expect(await typed('resume', 'global', '--why', 'y')).toEqual({ code: 2, out: 'everything is not paused.\n' });
  instead = { headers: { 'X-Amz-Function-Error': 'Unhandled' }, body: '{"errorMessage":"Task timed out"}' };
  expect(await typed('status')).toMatchObject({ code: 1, out: expect.stringContaining('mlwarden-reader failed (Unhandled)') });
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  expect(await typed('status')).toMatchObject({ code: 1, out: expect.stringContaining('could not be asked') });
  await expect(typed('status', '--url', 'https://example.com/')).rejects.toThrow('--url takes the https URL of a function');
});

test('why tells what came of an event, for people and for programs, and fails with 1 where logs cannot be read', async () => {
  const id = '4105a4fc-f944-11e6-9d32-8fb2db27a909';
  const line = { message: 'ignored', event: id, violation: 'lamp-off', reason: 'foreign' };
  const at = new Date('2026-11-23T11:00:00Z');
  logs = async () => ({ lines: [{ family: 'lamps', at, text: JSON.stringify(line) }], unread: [] });
  expect(await typed('why', id, '--utc')).toEqual({
    code: 0,
    out: expect.stringMatching(
      /^Heard of by lamp-off\n2026-11-23T11:00Z \(.*\) lamp-off ignored it: of another\s+account\s+or\s+Region\n$/,
    ),
  });
  const { code, out } = await typed('why', id, '--json');
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    {
      verb: 'why',
      data: { event: id, heard: [{ violation: 'lamp-off', is: 'ignored', reason: 'foreign', at: at.toISOString(), times: 1 }], unread: [] },
    },
  ]);
  logs = async () => ({ lines: [], unread: [] });
  expect(await typed('why', id)).toMatchObject({ code: 0, out: expect.stringMatching(/it never\s+arrived/) });
  logs = async () => ({ lines: [], unread: ['/mlwarden/lamps: denied'] });
  expect(await typed('why', id)).toMatchObject({ code: 1, out: expect.stringMatching(/not\s+all\s+logs\s+could\s+be\s+read:/) });
  expect(JSON.parse((await typed('why', id, '--json')).out)).toEqual({
    verb: 'why',
    failed: expect.stringContaining('/mlwarden/lamps: denied'),
  });
  expect(await typed('why', id, '--since', 'tomorrow')).toMatchObject({ code: 2, out: expect.stringContaining('is no time') });
});

test('status shows events, queues and dead letters in eighty columns, with times of the reader', async () => {
  const pulse = async () => ({
    since: '2026-11-09T12:00:00.000Z',
    sources: [{ source: 'aws.config', from: '2026-11-23T07:00:00.000Z', until: '2026-11-23T08:00:00.000Z' }, { source: 'aws.guardduty' }],
    waiting: [{ queue: 'mlwarden-lamp-off', amount: 61, at: '2026-11-23T12:00:00.000Z' }],
    dead: [{ queue: 'mlwarden-lamps-dead-letters', amount: 2, at: '2026-11-23T12:00:00.000Z' }],
  });
  const plain = counter.office.bind(counter);
  counter.office = (who) => ({ ...plain(who), pulse });
  const { code, out } = await typed('status', '--utc');
  expect(code).toBe(0);
  for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  const text = out.replaceAll(/\n {4}/g, ' ');
  expect(text).toMatch(/^events of aws\.config: the last between 2026-11-23T07:00Z \(.*\) and 2026-11-23T08:00Z \(.*\)$/m);
  expect(text).toContain('events of aws.guardduty: none in 14 days\nwaiting in mlwarden-lamp-off: the oldest for 2 min, 2026-11-23T12:00Z');
  expect(text).toContain('DEAD LETTERS in mlwarden-lamps-dead-letters: 2. What to do: docs/operations.md, "Dead letters"');
  expect(JSON.parse((await typed('status', '--json')).out).data.pulse).toEqual(await pulse());
});
