import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../src/aws.ts';
import type { Again, Visit } from '../src/engine/house.ts';
import type { AnyRemediation } from '../src/engine/remediation.ts';
import { house, lambda } from '../src/house.ts';
import { memoryLedger } from '../src/ledger/memory.ts';
import { furnish, NotFurnished } from '../src/site.ts';
import { resourceOf, Street } from './engine/lamp.ts';
import { policy } from './engine/policies.ts';
import { World } from './world/world.ts';

const TABLE = 'mlwarden-ledger';
const LAMBDA = {
  AWS_REGION: 'eu-west-1',
  HOME_ACCOUNT: '111122223333',
  TABLE,
  MODE: 'policy',
  QUEUE_URL_PREFIX: 'https://sqs.eu-west-1.amazonaws.com/111122223333/mlwarden-',
};
const subject = { key: resourceOf('a').key, violation: 'lamp-off', account: '111122223333' };
const visit: Visit = { resource: resourceOf('a'), cause: { source: 's', detailType: 'd', id: 'i', time: '2026-11-23T12:00:00Z' } };

beforeEach(() => {
  vi.stubEnv('AWS_SAM_LOCAL', undefined);
  for (const [name, value] of Object.entries(LAMBDA)) vi.stubEnv(name, value);
  furnish({ policy: policy() });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  furnish({});
  connect({});
});

describe('the house in Lambda', () => {
  test('stands where the template says, under the policy that was compiled in, and is built once', () => {
    furnish({});
    vi.stubGlobal('MLWARDEN_POLICY', policy());
    vi.stubGlobal('MLWARDEN_RELEASE', '1.2.3');
    expect(house()).toMatchObject({
      home: { account: '111122223333', region: 'eu-west-1' },
      cap: 'policy',
      release: '1.2.3',
      policy: { hash: 'policy-of-the-test' },
    });
    expect(house()).toBe(house());
  });

  test.each([undefined, 'observe', 'Policy', 'enforce'])(
    'only observes unless the template says policy, and says just that: %s',
    (mode) => {
      vi.stubEnv('MODE', mode);
      expect(house().cap).toBe('observe');
    },
  );

  test.each(['AWS_REGION', 'HOME_ACCOUNT', 'TABLE'])('is not built without %s', (name) => {
    vi.stubEnv(name, '');
    expect(() => house()).toThrow(new NotFurnished(`The environment variable ${name} is not set.`));
  });

  test('is not built without a policy', () => {
    furnish({});
    expect(() => house()).toThrow(new NotFurnished('No policy is compiled in: run `npm run build`.'));
  });

  test('says of a build nobody named that it is one', () => {
    expect(house().release).toBe('unbuilt');
  });

  test('has a clock that tells the time and one that only grows', () => {
    const { clock } = house();
    const before = clock.monotonic();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(5_000);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
  });

  test("keeps its ledger in the template's table, by the clock it was given", async () => {
    const world = new World({ seed: 1, start: new Date('2026-11-23T12:00:00Z'), stale: false, ledgerTable: TABLE });
    world.faults.plan({ on: 'dynamodb:TransactWriteItems', what: 'conflict', times: 1 });
    connect(world.connection());
    furnish({ policy: policy(), clock: { now: () => new Date(world.clock.now()), monotonic: () => 0 } });
    const { ledger } = house();
    const { lock, case: kase } = await ledger.open(subject);
    const now = { ...kase, rev: 1, resource: resourceOf('a') };
    expect(await ledger.write(subject, { lock: { was: lock }, case: { was: kase, now }, entries: [] })).toBe('written');
    expect((await ledger.open(subject)).case.rev).toBe(1);
  });

  test('queues the next look where its violation has its queue', async () => {
    const sent: unknown[] = [];
    connect({
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: {
        handle: async ({ body }: { body: Uint8Array }) => {
          sent.push(JSON.parse(Buffer.from(body).toString()));
          throw new Error('nobody is there');
        },
      },
    });
    await expect((house().again as Again)('lamp-off', visit, 30)).rejects.toThrow('nobody is there');
    expect(sent[0]).toEqual({
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/mlwarden-lamp-off',
      MessageBody: JSON.stringify({ look: visit }),
      DelaySeconds: 30,
    });
  });

  test('queues nothing when the template names no queues', async () => {
    vi.stubEnv('QUEUE_URL_PREFIX', undefined);
    await expect((house().again as Again)('lamp-off', visit, 0)).rejects.toThrow('QUEUE_URL_PREFIX is not set');
  });
});

describe("the house on one's own machine", () => {
  test('has neither table nor queue and can only observe, whatever the environment says', async () => {
    vi.stubEnv('AWS_SAM_LOCAL', 'true');
    vi.stubEnv('TABLE', undefined);
    const { cap, again, ledger } = house();
    expect([cap, again]).toEqual(['observe', undefined]);
    expect((await ledger.open(subject)).case.rev).toBe(0);
  });

  test('remembers nothing of what it was told', async () => {
    vi.stubEnv('AWS_SAM_LOCAL', 'true');
    const { ledger } = house();
    const before = await ledger.open(subject);
    const { lock, case: was } = before;
    expect(await ledger.write(subject, { lock: { was: lock }, case: { was, now: { ...was, rev: 1 } }, entries: [] })).toBe('written');
    await ledger.noteSweep({ kind: 'k', at: '2026-11-23T12:00:00Z', looked: 1, flawed: 0, sent: 0, policy: 'p' });
    expect(await ledger.open(subject)).toEqual({ ...before, paused: [] });
    const kept = [Array.fromAsync(ledger.entries('lamp-off', subject.key)), Array.fromAsync(ledger.due(new Date())), ledger.lastSweep('k')];
    expect(await Promise.all(kept)).toEqual([[], [], undefined]);
  });

  test('is at home where the event is, for the account its template is given is made up', () => {
    vi.stubEnv('AWS_SAM_LOCAL', 'true');
    expect(house({ account: '444455556666', region: 'us-east-1' }).home).toEqual({ account: '444455556666', region: 'us-east-1' });
  });

  test.each([undefined, null, {}, { account: 1, region: 'eu-west-1' }])('is where the template says for %j', (event) => {
    vi.stubEnv('AWS_SAM_LOCAL', 'true');
    expect(house(event).home).toEqual({ account: '111122223333', region: 'eu-west-1' });
  });
});

test('in Lambda an event does not move the house', () => {
  expect(house({ account: '444455556666', region: 'us-east-1' }).home).toEqual({ account: '111122223333', region: 'eu-west-1' });
});

test('a handler opens its door in the house that stands at the time', async () => {
  const street = new Street(policy());
  street.place('a', { paint: 'red' });
  const remediation = street.remediations.get('lamp-off') as AnyRemediation;
  const handler = lambda(remediation);
  furnish({ ...street.house(), ledger: memoryLedger(), policy: policy({ protected: ['*:lamp/a'] }) });
  expect(await handler({ look: visit })).toMatchObject([{ outcome: 'withheld' }]);
});
