import { describe, expect, test } from 'vitest';
import { freshCase } from '../../src/ledger/items.ts';
import { resourceOf } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { approver, asking, Counter, EVERYTHING, enforcing, reader, second, unknown } from './desk.ts';

const enforced = () => new Counter(enforcing());

describe('a pause', () => {
  test.each([
    ['of whom nobody knows the role', unknown],
    ['whom policy does not name', reader],
  ])('is set by anybody, also by somebody %s, and is on record with him', async (_, who) => {
    const counter = enforced();
    await counter.ask('pause', EVERYTHING, who);
    const [entry] = await counter.record();
    expect(entry?.body).toMatchObject({ verb: 'pause', pause: 'pause#global', who: who.arn, why: 'incident 42' });
  });

  test('says what is in flight: what may still leave, and what has left', async () => {
    const counter = enforced();
    counter.street.place('a', { paint: 'red' });
    expect((await counter.ask('pause', { ...EVERYTHING, until: '1m' })).says[2]).toBe(
      'Nothing is in flight in it. 0 open cases are in it.',
    );
    counter.street.now += 2 * 60_000;
    let writes = 0;
    counter.street.mishap = (request) => (request === 'write' && ++writes > 1 ? 'unavailable' : undefined);
    // The sender dies between its intent and its report.
    await expect(counter.street.look('lamp-off', 'a')).rejects.toThrow();
    expect((await counter.ask('pause', EVERYTHING)).says[2]).toBe(
      'SwitchOff on a was admitted at 2026-11-23T12:02:00.000Z and may still leave.',
    );
    counter.street.now += 11_000;
    expect((await counter.ask('pause', EVERYTHING)).says[2]).toBe(
      'SwitchOff on a, admitted at 2026-11-23T12:02:00.000Z, has left or never will; it is looked for.',
    );
  });

  test('finds what is in flight behind any number of open cases', async () => {
    const many = { repairs: 100, per: '10m' };
    const counter = new Counter(policy({ budget: { account: many, violation: many } }));
    for (let i = 0; i < 60; i++) {
      counter.street.place(`l${i}`, { paint: 'red' });
      if (i < 59) await counter.street.look('lamp-off', `l${i}`);
      await counter.street.rest();
    }
    let writes = 0;
    counter.street.mishap = (request) => (request === 'write' && ++writes > 1 ? 'unavailable' : undefined);
    await expect(counter.street.look('lamp-off', 'l59')).rejects.toThrow();
    const { says, data } = await counter.ask('pause', EVERYTHING);
    expect(says.slice(2)).toEqual(['SwitchOff on l59 was admitted at 2026-11-23T12:04:55.000Z and may still leave.']);
    expect(data.more).toBe(false);
  });

  test('says where it did not ask on: nobody is to take that for nothing', async () => {
    const counter = enforced();
    const kase = { ...freshCase('lamp-off', resourceOf('a').key), resource: resourceOf('a'), open: true };
    const { desk } = counter.office();
    const over = {
      desk: {
        ...desk,
        async *cases() {
          for (let i = 0; i <= 10_000; i++) yield kase;
        },
      },
    };
    const { says, data } = await counter.ask('pause', EVERYTHING, approver, over);
    expect(says[2]).toBe('Nothing is in flight in it. Only the first 10000 open cases in it were asked; there are more.');
    expect(data.more).toBe(true);
  });

  test('is made longer by anybody, and shorter by no other pause: that would be a way to resume', async () => {
    const counter = enforced();
    await counter.ask('pause', { ...EVERYTHING, until: '1h' }, reader);
    expect(await counter.refusal('pause', { ...EVERYTHING, until: '1m' })).toContain('only resume makes that shorter');
    expect((await counter.ask('pause', EVERYTHING, reader)).says[0]).toContain(
      'everything is paused until somebody resumes it (it was paused',
    );
    expect(await counter.refusal('pause', { ...EVERYTHING, until: '9d' })).toContain('is paused without an end');
  });

  test.each([
    [{ level: 'global', of: 'x', why: 'y' }, 'A global pause is of everything'],
    [{ level: 'account', why: 'y' }, 'Say which account'],
    [{ level: 'account', of: '12', why: 'y' }, '"12" is no account id'],
    [{ level: 'violation', of: 'lamp-of', why: 'y' }, 'There is no violation "lamp-of"; there are lamp-off, lamp-shut.'],
    [{ level: 'resource', of: 'arn:aws:s3:::bucket', why: 'y' }, 'is no resource of a type that mlwarden looks at'],
    [{ level: 'resource', of: 'arn:nonsense', why: 'y' }, 'Not an ARN that names a resource: arn:nonsense'],
    [{ level: 'galaxy', why: 'y' }, 'pause: cannot read level: expected global or account or violation or resource'],
    [{ level: 'global' }, 'pause: cannot read why: expected string'],
    [{ level: 'global', why: '' }, 'pause: cannot read why: expected 1 to 500 printable characters'],
    [{ level: 'global', why: 'x', until: 'soon' }, '"soon" is no time'],
    [{ level: 'global', why: 'x', until: '2026-11-22' }, 'is over already'],
    [{ level: 'global', why: 'x', until: '2026-13-45' }, 'is no time'],
    [{ level: 'global', why: 'x', sudo: true }, 'pause: cannot read the event'],
    ['pause', 'pause: cannot read the event: expected object'],
  ])('%j is refused in one sentence', async (input, says) => {
    expect(await enforced().refusal('pause', input as object)).toContain(says);
  });
});

describe('resuming', () => {
  const paused = async (input: object = EVERYTHING): Promise<Counter> => {
    const counter = enforced();
    await counter.ask('pause', input);
    return counter;
  };

  test('a pause that was set anew meanwhile takes two people anew', async () => {
    const counter = await paused();
    await counter.ask('resume', EVERYTHING);
    await counter.ask('pause', { level: 'global', why: 'it burns again' }, reader);
    expect((await counter.ask('resume', EVERYTHING, second)).data.ended).toBe(false);
  });

  test('one written by hand ends in the same way', async () => {
    const counter = enforced();
    counter.street.ledger.control('pause#global', { reason: 'fire' });
    expect((await counter.ask('status')).says[1]).toBe('PAUSED: everything without an end: fire (by hand)');
    await counter.ask('resume', EVERYTHING);
    await counter.ask('resume', EVERYTHING, second);
    expect((await counter.ask('status')).says[1]).toBe('Nothing is paused.');
  });

  test('what is not paused is refused', async () => {
    expect(await enforced().refusal('resume', EVERYTHING)).toBe('everything is not paused.');
  });
});

describe('a budget', () => {
  const tripped = async (): Promise<Counter> => {
    const p = { approvers: asking().approvers, budget: { account: { repairs: 50, per: '10m' }, violation: { repairs: 1, per: '10m' } } };
    const counter = new Counter(policy(p));
    for (const name of ['a', 'b']) {
      counter.street.place(name, { paint: 'red' });
      await counter.street.look('lamp-off', name);
      await counter.street.rest();
    }
    return counter;
  };
  const OF = { account: '111122223333', violation: 'lamp-off', why: 'read' };

  test('is shown: how much is used, of how much, in which time, and since when it has tripped', async () => {
    const counter = await tripped();
    const { says, data } = await counter.ask('budget show', { violation: 'lamp-off' }, unknown);
    expect(says).toEqual([
      'budget#111122223333: 1 of 50 repairs begun in 600 s',
      expect.stringMatching(/^budget#111122223333#lamp-off: TRIPPED at 2026-11-23T12:0.*, 1 of 1 repairs begun in 600 s$/),
    ]);
    expect(data.budgets).toMatchObject([
      { id: 'budget#111122223333', begun: 1, of: 50, per: 600 },
      { id: 'budget#111122223333#lamp-off', begun: 1, of: 1, per: 600, tripped: expect.stringContaining('2026-11-23T12:0') },
    ]);
  });
  test('is shown of every violation in use, where none is named, and of an account that has used nothing', async () => {
    const counter = await tripped();
    const { says } = await counter.ask('budget show');
    expect(says).toHaveLength(3);
    expect(says[2]).toBe('No repair of any other violation has begun; of each, 1 may begin in 600 s.');
    expect((await counter.ask('budget show', { account: '444455556666' })).says).toEqual([
      'budget#444455556666: 0 of 50 repairs begun in 600 s',
      'No repair of any violation has begun; of each, 1 may begin in 600 s.',
    ]);
    counter.street.now += 600_000;
    expect((await counter.ask('budget show')).says[0]).toBe('budget#111122223333: 0 of 50 repairs begun in 600 s');
    expect((await counter.ask('budget show')).says[1]).toContain('lamp-off: TRIPPED at');
    expect(await counter.refusal('budget show', { violation: 'x' })).toContain('There is no violation "x"');
  });
  test('of the account is reset by itself, and an empty one is refused', async () => {
    const counter = await tripped();
    expect((await counter.ask('budget reset', { account: '111122223333', why: 'x' })).says[0]).toContain(
      'had not tripped; 1 repairs begun',
    );
    expect(await counter.refusal('budget reset', { account: '111122223333', why: 'x' })).toBe('Nothing is charged to budget#111122223333.');
    expect(await counter.refusal('budget reset', { ...OF, violation: 'x' })).toContain('There is no violation "x"');
    expect(await counter.refusal('budget reset', { ...OF, account: 'x' })).toContain('an account id of 12 digits');
  });
});

test('a caller in the middle of others is told to try again', async () => {
  const { desk } = enforced().office();
  const busy = { ...desk, write: async () => 'moved' as const };
  await expect(enforced().ask('pause', EVERYTHING, approver, { desk: busy })).rejects.toThrow('nothing was changed. Try again.');
});
