/** What those who are asked are told of a lamp's use. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Kind } from '../../src/engine/remediation.ts';
import { awsError, type State, Street } from './lamp.ts';
import { policy } from './policies.ts';

const HOUR = 3_600_000;
const LIT = 'lit for 40 minutes of the last hour';
type Read = NonNullable<Kind<State, never>['inUse']>['read'];

/** A red lamp under a policy that asks, of a kind that can tell its use. `depends`: what a look shows anyway. */
function used(read: Read = async () => [LIT], { disruptive = 'ask', depends }: { disruptive?: string; depends?: readonly string[] } = {}) {
  const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive, destructive: 'observe' } }));
  const lamp = street.place('a', { paint: 'red' });
  const asked: Parameters<Read>[] = [];
  for (const { kind } of street.remediations.values()) {
    const { inspect } = kind;
    Object.assign(kind, {
      inspect: async (r: never) => {
        const seen = await inspect(r);
        return seen && depends ? { ...seen, depends } : seen;
      },
      inUse: {
        reads: ['lamps:GetHours'],
        arns: ['*'],
        read: async (...args: Parameters<Read>) => {
          asked.push(args);
          return await read(...args);
        },
      },
    });
  }
  return { street, lamp, asked };
}
const requests = (street: Street) => street.entries.filter((e) => e.type === 'asked').map((e) => e.body.depends);

afterEach(() => vi.restoreAllMocks());

describe('the use of a lamp', () => {
  test('is read when a request is opened, and not at the looks after it', async () => {
    const { street, asked } = used();
    await street.look('lamp-off', 'a');
    await street.look('lamp-off', 'a');
    await street.rest();
    expect([requests(street), asked.length]).toEqual([[[LIT]], 1]);
    expect(asked[0]?.slice(0, 2)).toMatchObject([{ name: 'a' }, { power: 'on', paint: 'red' }]);
  });

  test('is read anew for the next request', async () => {
    let hours = 0;
    const { street } = used(async () => [`lit for ${++hours} hours`]);
    await street.look('lamp-off', 'a');
    street.now += 8 * 24 * HOUR + HOUR;
    await street.look('lamp-off', 'a');
    expect(requests(street)).toEqual([['lit for 1 hours'], ['lit for 2 hours']]);
  });

  test('is not told of a lamp whose kind can tell nothing of it', async () => {
    const { street } = used();
    for (const { kind } of street.remediations.values()) delete (kind as { inUse?: unknown }).inUse;
    await street.look('lamp-off', 'a');
    expect(requests(street)).toEqual([undefined]);
  });

  test('is told before what the look shows', async () => {
    const { street } = used(async () => [LIT], { depends: ['it lights the stairs'] });
    await street.look('lamp-off', 'a');
    expect(requests(street)).toEqual([[LIT, 'it lights the stairs']]);
  });

  test('is not read where nobody is asked: of a lamp in order, of one that is gone, nor where policy enforces or observes', async () => {
    for (const disruptive of ['enforce', 'observe']) {
      const { street, lamp, asked } = used(undefined, { disruptive });
      await street.look('lamp-off', 'a');
      lamp.paint = 'grey';
      await street.look('lamp-off', 'a');
      street.lamps.delete('a');
      await street.look('lamp-off', 'a');
      expect(asked).toEqual([]);
    }
  });

  test('is not read by the look that carries out what was approved', async () => {
    const { street, lamp, asked } = used();
    await street.look('lamp-off', 'a');
    await street.answer('lamp-off', 'a');
    await street.look('lamp-off', 'a');
    await street.rest();
    expect([lamp.power, asked.length]).toEqual(['off', 1]);
  });

  test('is on record next to whose the lamp is', async () => {
    const { street } = used();
    street.policy = policy({ ownerTag: 'Owner', defaults: { reversible: 'enforce', disruptive: 'ask', destructive: 'observe' } });
    for (const { kind } of street.remediations.values()) Object.assign(kind, { tags: async () => ({ Owner: 'team-vision' }) });
    await street.look('lamp-off', 'a');
    expect(street.entries.find((e) => e.type === 'asked')?.body).toMatchObject({ depends: [LIT], owner: 'team-vision' });
  });
});

describe('a request is opened all the same, and says why the use is not told, where', () => {
  test('AWS refuses the read', async () => {
    const { street } = used(async () => {
      throw awsError('AccessDenied', 'not authorized to perform: lamps:GetHours', 403);
    });
    const { outcome } = await street.look('lamp-off', 'a');
    expect(outcome).toBe('asking');
    expect(requests(street)).toEqual([['its use could not be read: AccessDenied: not authorized to perform: lamps:GetHours']]);
  });

  test.each<[string, Read]>([
    ['never answers', () => new Promise(() => {})],
    [
      'gives up when nobody waits any longer',
      (_, __, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(awsError('AbortError', 'Request aborted')))),
    ],
  ])('the read %s', async (_, read) => {
    const bell = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(bell.signal);
    const { street } = used(async (...args) => {
      setImmediate(() => bell.abort(new Error('time is over')));
      return await read(...args);
    });
    const { outcome } = await street.look('lamp-off', 'a');
    expect([outcome, timeout.mock.calls]).toEqual(['asking', [[3_000]]]);
    expect(requests(street)).toEqual([['its use could not be read: no answer within 3 s']]);
  });
});
