import { readdirSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { toldOfReplay } from '../answers.ts';
import { attach } from '../world/direct.ts';
import { staged } from '../world/story/stage.ts';
import { wordsOf, written } from '../written.ts';
import { replayed } from './replayed.ts';
import { mlwarden, node } from './run.ts';

// What is replayed within this process; the commands below are processes of their own.
beforeAll(() => attach(staged));

const SAMPLE = 'events/identity/role-admin-policy.cloudtrail.json';
const GUARD = ['--import', './test/cli/no-sockets.ts', 'src/cli/mlwarden.ts'];
const samples = readdirSync('events', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.json'));

/** Nothing is wrong in the state these speak of, so no case is opened. */
const NOTHING_WRONG: Readonly<Record<string, string>> = {
  'identity/role-admin-policy.cloudtrail-create.json': 'a role is born without any policy',
  'identity/role-data-scope.cloudtrail-create.json': 'a role is born without any policy',
};

type Told = { ok: boolean; stories: { cases: { entries: { type: string; body: { outcome?: string; why?: string } }[] }[] }[] };
const entriesOf = (out: string) => (JSON.parse(out) as Told).stories.flatMap(({ cases }) => cases.flatMap(({ entries }) => entries));

describe('a replay in the model', () => {
  const lines = written.flatMap(({ line }) => (line.startsWith('npx mlwarden replay ') && !line.endsWith(' --live') ? [line] : []));
  test.each(lines)('%s, as the pages have it', async (line) => {
    const { code, out } = await replayed(wordsOf(line.replace('my-event.json', SAMPLE)).slice(3));
    expect([code, out]).toEqual([0, expect.stringContaining('DetachRolePolicy')]);
  });
  // The whole of `npm start` is run under the same guard in CI.
  test('opens no socket, and every story ends as told', async () => {
    const { code, out, err } = await node([...GUARD, 'replay', 'events/identity/role-credentials-stolen.stories.yaml']);
    expect(err).toBe('');
    expect(out).toContain('ended as told');
    expect(code).toBe(0);
  });
  test('would be caught if it opened one', async () => {
    const { code, err } = await node([...GUARD, 'replay', SAMPLE, '--endpoint', 'http://127.0.0.1:9']);
    expect([code, err]).toEqual([99, expect.stringContaining('opened a socket')]);
  });
  test('of an event tells what was wrong, what was decided by which line, each call, and the record it ends with', async () => {
    const { code, out } = await mlwarden('replay', SAMPLE);
    expect(code).toBe(0);
    for (const part of [
      'AttachRolePolicy',
      'ml-training',
      'AdministratorAccess allows * on *',
      'DetachRolePolicy of arn:aws:iam::aws:policy/AdministratorAccess,',
      'disruptive; enforced by defaults.disruptive',
      'fixed:',
      'chain whole, ends with',
    ]) {
      expect(out).toContain(part);
    }
    expect(out).toMatch(/^ {13}[0-9a-f]{64}$/m);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(out).not.toContain('\u001b');
  });
  test('is the same for the same seed', async () => {
    const [one, two, other] = await Promise.all(
      ['3', '3', '4'].map(async (seed) => (await mlwarden('replay', SAMPLE, '--json', '--seed', seed)).out),
    );
    expect(one).toBe(two);
    expect(one).not.toBe(other);
  });
  test('in JSON is one document with every record', async () => {
    const { out } = await mlwarden('replay', SAMPLE, '--json');
    const { ok, stories } = JSON.parse(out) as { ok: boolean; stories: { cases: { entries: { type: string }[] }[] }[] };
    expect(ok).toBe(true);
    expect(stories[0]?.cases[0]?.entries.map((e) => e.type)).toEqual(['found', 'intent', 'sent', 'applied', 'outcome']);
  });
  test('shows each record when asked to be verbose', async () => {
    expect((await mlwarden('replay', SAMPLE, '--verbose')).out).toContain('"type":"intent"');
  });
  test.each(samples)('of %s alone comes to rest, and opens a case where something is wrong', async (sample) => {
    const { code, out } = await replayed([`events/${sample}`, '--json']);
    expect(code).toBe(0);
    toldOfReplay(out);
    expect(entriesOf(out).length > 0).toBe(!(sample in NOTHING_WRONG));
  });
  test('looks at the world it is given, not at what the event suggests', async () => {
    const file = `${await mkdtemp(`${tmpdir()}/mlwarden-`)}/world.yaml`;
    await writeFile(file, 'roles: [{ RoleName: ml-training }]\n');
    const { code, out } = await replayed([SAMPLE, '--json', '--world', file]);
    expect([code, entriesOf(out)]).toEqual([0, []]);
  });
  test('is decided by the policy it is given: the one that is shipped observes', async () => {
    const { code, out } = await replayed([SAMPLE, '--json', '--policy', 'policy.yaml']);
    expect([code, entriesOf(out).map(({ type, body }) => body.why ?? type)]).toEqual([0, ['found', 'observe']]);
  });
  test('ends as told in chaos, too, and chaos there is', async () => {
    const STORIES = 'events/notebooks/notebook-root-access.stories.yaml';
    const calm = await replayed([STORIES, '--json', '--seed', '1']);
    for (const seed of ['1', '2', '3']) {
      const rough = await replayed([STORIES, '--json', '--chaos', '--seed', seed]);
      expect([rough.code, (JSON.parse(rough.out) as Told).ok]).toEqual([0, true]);
      expect(rough.out).not.toBe(calm.out);
    }
  });
  test('is in colour, and tells how far it is, on a terminal only', async () => {
    const [shown, piped] = [await replayed([SAMPLE], true), await replayed([SAMPLE])];
    expect(shown.out).toContain('\u001b[1m');
    expect(shown.err).toContain('\r\u001b[K1/1 ');
    expect([piped.out.includes('\u001b'), piped.err]).toEqual([false, '']);
  });
});

describe('a replay on an emulator', () => {
  test('sends what it sends there, with dummy credentials, and tells what failed', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(String(request.headers.authorization));
      response.statusCode = 400;
      response.end('<ErrorResponse><Error><Code>AccessDenied</Code><Message>not here</Message></Error></ErrorResponse>');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { code, out } = await mlwarden('replay', SAMPLE, '--endpoint', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
    expect(code).toBe(1);
    expect(out).toContain('AccessDenied: not here');
    expect(asked.length).toBeGreaterThan(0);
    for (const authorization of asked) expect(authorization).toContain('Credential=111122223333/');
  });
});
