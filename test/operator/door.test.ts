import { describe, expect, test } from 'vitest';
import { LedgerUnavailable } from '../../src/ledger/port.ts';
import { answer, type Surroundings } from '../../src/operator/door.ts';
import type { Reply } from '../../src/operator/exchange.ts';
import { READS } from '../../src/operator/functions.ts';
import { BODY, type Headers } from '../../src/operator/proof.ts';
import { type Credentials, proofOf, sign } from '../../src/operator/sign.ts';
import { verbs } from '../../src/operator/verbs.ts';
import { APPROVER, approver, Counter } from './desk.ts';

const REGION = 'eu-west-1';
const HOST = 'sts.eu-west-1.amazonaws.com';
const NOW = new Date('2026-11-23T12:00:00Z');
const ANN: Credentials = { accessKeyId: 'ASIAANN', secretAccessKey: 'ann', sessionToken: 'token' };
const EVE: Credentials = { accessKeyId: 'ASIAEVE', secretAccessKey: 'eve', sessionToken: 'token' };
const sessions: Record<string, { secret: Credentials; id: string; arn: string }> = {
  ASIAANN: { secret: ANN, id: 'AROAAPPROVER:s1', arn: approver.arn },
  ASIAEVE: { secret: EVE, id: 'AROAEVE:approver', arn: 'arn:aws:sts::111122223333:assumed-role/eve/approver' },
};

/** STS, as far as it goes: signs what has arrived anew, with the secret that it knows, and compares. */
async function sts(host: string, headers: Headers, body: string): Promise<{ status: number; text: string }> {
  const [, access = ''] = /Credential=(\w+)\//.exec(headers.authorization ?? '') ?? [];
  const [, names = ''] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const known = sessions[access];
  if (!known || host !== HOST || body !== BODY) return { status: 403, text: '' };
  const [, y, mo, d, h, mi, s] = /(....)(..)(..)T(..)(..)(..)Z/.exec(headers['x-amz-date'] ?? '') ?? [];
  const at = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  const given = Object.fromEntries(
    names.split(';').flatMap((n) => (headers[n] && !['host', 'authorization'].includes(n) ? [[n, headers[n]]] : [])),
  );
  const again = await sign({ service: 'sts', region: REGION, hostname: host, headers: given, body }, known.secret, at);
  if (again.authorization !== headers.authorization) return { status: 403, text: '' };
  const result = { Arn: known.arn, UserId: known.id, Account: '111122223333' };
  return { status: 200, text: JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: result } }) };
}
const made = new Date('2026-01-01T00:00:00Z');
const ROLES: Record<string, { arn: string; id: string; made: Date }> = {
  approver: { arn: APPROVER, id: 'AROAAPPROVER', made },
  eve: { arn: 'arn:aws:iam::111122223333:role/eve', id: 'AROAEVE', made },
};

const EVERYTHING = { level: 'global', why: 'x' };
const ONE = { level: 'violation', of: 'lamp-off', why: 'x' };
class Door {
  readonly counter = new Counter();
  over: Partial<Surroundings> = {};
  async opened(event: unknown): Promise<unknown> {
    const { home } = this.counter.office();
    const office: Surroundings['office'] = (caller) => this.counter.office(caller);
    return await answer(event, {
      office,
      home,
      now: () => NOW,
      sts,
      ssm: async () => expect.fail('SSM is not asked'),
      role: async (name) => ROLES[name],
      ...this.over,
    });
  }
  async refused(event: unknown): Promise<string> {
    const before = JSON.stringify([...this.counter.street.items]);
    const reply = (await this.opened(event)) as Reply;
    expect(JSON.stringify([...this.counter.street.items])).toBe(before);
    return 'refused' in reply ? reply.refused : JSON.stringify(reply);
  }
}
const direct = async (verb: string, input: object, who = ANN, at = NOW) => ({
  verb,
  input,
  proof: await proofOf(verb, input, REGION, who, at),
});
const byUrl = (order: object, callerId = 'AROAAPPROVER:s1', over: object = {}) => ({
  version: '2.0',
  body: JSON.stringify(order),
  isBase64Encoded: false,
  requestContext: { http: { sourceIp: '192.0.2.7' }, authorizer: { iam: { callerId, userArn: approver.arn, accountId: '111122223333' } } },
  ...over,
});
const paused = async (): Promise<Door> => {
  const door = new Door();
  await door.opened({ verb: 'pause', input: ONE });
  return door;
};

describe('whoever may invoke the function', () => {
  test('pauses, and stands in the record as somebody', async () => {
    const door = new Door();
    await door.opened({ verb: 'pause', input: EVERYTHING, caller: approver });
    expect((await door.counter.record())[0]?.body).toMatchObject({ who: 'somebody who invoked the function' });
  });

  test.each(verbs.filter((v) => v.takes === 'person').map((v) => v.name))('does not %s without a proof of who he is', async (verb) => {
    expect(await new Door().refused({ verb, input: {} })).toContain('Nobody can tell by which role you are here');
  });

  test('does not become an approver by an event that looks like one of the function’s URL', async () => {
    const door = await paused();
    const reply = (await door.opened(byUrl({ verb: 'resume', input: ONE }))) as { statusCode: number; body: string };
    expect(reply.statusCode).toBe(400);
    expect(reply.body).toContain('Nobody can tell by which role you are here (somebody who says to be arn:aws:sts');
  });
});

describe('a proof of who calls', () => {
  test('is signed by the caller, confirmed by STS, and gives the role that IAM has', async () => {
    const door = await paused();
    expect(await door.opened(await direct('resume', ONE))).toMatchObject({ data: { ended: true } });
    expect((await door.counter.record())[1]?.body).toMatchObject({ who: approver.arn, role: APPROVER, from: 'an invocation' });
  });

  test('comes through the URL as well, and the caller’s address is on record', async () => {
    const door = await paused();
    const body = Buffer.from(JSON.stringify(await direct('resume', ONE))).toString('base64');
    expect(await door.opened(byUrl({}, undefined, { body, isBase64Encoded: true }))).toMatchObject({ statusCode: 200 });
    expect((await door.counter.record())[1]?.body).toMatchObject({ who: approver.arn, from: '192.0.2.7' });
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['for another order', async () => ({ ...(await direct('resume', { ...ONE, why: 'y' })), input: ONE }), 'is for another order'],
    ['for another verb', async () => ({ ...(await direct('status', ONE)), verb: 'resume' }), 'is for another order'],
    ['of some minutes ago', () => direct('resume', ONE, ANN, new Date('2026-11-23T11:57:00Z')), 'not of this minute'],
    ['of the future', () => direct('resume', ONE, ANN, new Date('2026-11-23T12:03:00Z')), 'not of this minute'],
    [
      'of somebody else than who calls the URL',
      async () => byUrl(await direct('resume', ONE), 'AROAEVE:approver'),
      'of somebody else than who calls',
    ],
    ['with a key that STS does not know', () => direct('resume', ONE, { ...ANN, accessKeyId: 'ASIANOBODY' }), 'STS does not confirm'],
    ['with a wrong secret', () => direct('resume', ONE, { ...ANN, secretAccessKey: 'guessed' }), 'STS does not confirm'],
    ['of a role that policy does not name, in a session called approver', () => direct('resume', ONE, EVE), 'role/eve is none'],
    ['with nothing in it', async () => ({ verb: 'resume', input: ONE, proof: {} }), 'does not sign host'],
    [
      'that leaves the order unsigned',
      async () => {
        const order = await direct('resume', ONE);
        const authorization = (order.proof.authorization ?? '').replace(';x-mlwarden-order', '');
        return { ...order, proof: { ...order.proof, authorization } };
      },
      'does not sign x-mlwarden-order',
    ],
  ])('%s proves nothing', async (_, event, says) => {
    expect(JSON.stringify(await (await paused()).opened(await event()))).toContain(says);
  });

  test('of a role that was made anew under its name since proves nothing: its id is another', async () => {
    const door = await paused();
    door.over = { role: async () => ({ arn: APPROVER, id: 'AROAANOTHER', made }) };
    expect(await door.refused(await direct('resume', ONE))).toBe('IAM knows no role approver whose session this is.');
    door.over = { role: async () => undefined };
    expect(await door.refused(await direct('resume', ONE))).toContain('IAM knows no role approver');
  });

  test('of a role that has moved to another path since is of another role', async () => {
    const door = await paused();
    door.over = { role: async () => ({ arn: 'arn:aws:iam::111122223333:role/approver', id: 'AROAAPPROVER', made }) };
    expect(await door.refused(await direct('resume', ONE))).toContain('role/approver is none');
  });

  test.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    ['demands the user’s own name, and he is a person', { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } }, 's1'],
    ['does not, and all its sessions are one', {}, APPROVER],
  ])('of a role whose trust policy %s', async (_, Condition, who) => {
    const door = await paused();
    const Principal = { AWS: 'arn:aws:iam::111122223333:root' };
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }] };
    const trust = encodeURIComponent(JSON.stringify(policy));
    door.over = { role: async () => ({ arn: APPROVER, id: 'AROAAPPROVER', made, trust }) };
    await door.opened(await direct('resume', ONE));
    expect((await door.counter.record())[1]?.body).toMatchObject({ person: who, role: APPROVER });
  });

  test('of a user or of another account gives no role', async () => {
    const door = await paused();
    for (const arn of ['arn:aws:iam::111122223333:user/ann', approver.arn.replace('111122223333', '444455556666')]) {
      const result = { Arn: arn, UserId: 'x', Account: arn.split(':')[4] };
      door.over = {
        sts: async () => ({ status: 200, text: JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: result } }) }),
      };
      expect(await door.refused(await direct('resume', ONE))).toContain(`Nobody can tell by which role you are here (${arn})`);
    }
  });

  test('that cannot be confirmed stops nobody who wants to stop everything', async () => {
    const unreachable = async () => {
      throw new Error('fetch failed');
    };
    for (const over of [{ sts: unreachable }, { role: unreachable }, { now: () => new Date('2026-11-23T13:00:00Z') }]) {
      const door = new Door();
      door.over = over;
      expect(await door.opened(await direct('pause', EVERYTHING))).toMatchObject({ data: { pause: 'pause#global' } });
      expect((await door.counter.record())[0]?.body).toMatchObject({ who: 'somebody who invoked the function' });
      expect(await door.refused(await direct('resume', EVERYTHING))).toMatch(
        /^Who you are cannot be found out now: fetch failed$|not of this minute/,
      );
    }
  });

  test.each(['', 'null', '<xml/>', '{}'])('that STS answers with %j says nobody’s name', async (text) => {
    const door = await paused();
    door.over = { sts: async () => ({ status: 200, text }) };
    expect(await door.refused(await direct('resume', ONE))).toContain('says nobody’s name');
  });
});

describe('an order', () => {
  test.each<[unknown, string]>([
    [undefined, 'Cannot read the event'],
    [null, 'Cannot read the event'],
    ['x', 'Cannot read the event'],
    [{}, 'Cannot read verb'],
    [{ verb: 'pause' }, 'Cannot read input'],
    [{ verb: 'sudo', input: {} }, 'There is no verb "sudo"; there are status, list'],
    ...READS.map((verb): [unknown, string] => [{ verb, input: {} }, `${verb} only reads: mlwarden-reader has it`]),
    [{ verb: 'pause', input: 3 }, 'pause: cannot read the event: expected object'],
    [{ verb: 'pause', input: EVERYTHING, proof: 'x' }, 'Cannot read proof'],
  ])('%j is refused in one sentence', async (event, says) => {
    expect(await new Door().refused(event)).toContain(says);
  });
  test.each<[unknown, string]>([
    [{ requestContext: {} }, 'Cannot read body'],
    [byUrl({}, undefined, { body: 'x' }), 'Cannot read body: expected JSON'],
    [byUrl({}, undefined, { requestContext: { http: {} } }), 'Cannot read requestContext.authorizer'],
  ])('by URL, %j is refused with 400', async (event, says) => {
    expect(await new Door().opened(event)).toMatchObject({ statusCode: 400, body: expect.stringContaining(says) });
  });
  test('to a ledger that does not answer has failed, and is 503 by URL', async () => {
    const door = new Door();
    const down = async () => {
      throw new LedgerUnavailable('The ledger could not be written.');
    };
    door.over = { office: (caller) => ({ ...door.counter.office(caller), desk: { ...door.counter.office().desk, write: down } }) };
    const order = { verb: 'pause', input: EVERYTHING };
    expect(await door.opened(order)).toEqual({ failed: 'The ledger could not be written.' });
    expect(await door.opened(byUrl(order))).toMatchObject({ statusCode: 503 });
    door.over = { office: () => expect.fail('a fault of ours') };
    await expect(door.opened(order)).rejects.toThrow('a fault of ours');
  });
});
