/** What people say, and what comes of it: exemptions, approvals, time given to owners. */
import { describe, expect, test } from 'vitest';
import { rulingId } from '../../src/ledger/layout.ts';
import type { Ruling } from '../../src/ledger/rulings.ts';
import { awsError, type Lamp, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const calls = (street: Street): string[] => street.sent.map((s) => s.api);
const outcomes = (street: Street): unknown[] => street.entries.filter((e) => e.type === 'outcome').map((e) => e.body.outcome);
const at = (ms: number): string => new Date(ms).toISOString();
const defaults = (disruptive: unknown, destructive: unknown = 'observe') =>
  policy({ defaults: { reversible: 'enforce', disruptive, destructive } });

async function looked(street: Street, violation = 'lamp-off'): Promise<void> {
  await street.look(violation, 'a');
  await street.rest();
}

function exemption(street: Street, over: Partial<Ruling['exemption']> = {}): Ruling['exemption'] {
  const until = at(street.now + DAY);
  return { born: '2026-11-01T00:00:00.000Z', until, owner: 'ann', reason: 'a trial', by: 'ann', approver: 'bob', ...over };
}

describe('an exemption', () => {
  test('keeps a flawed lamp as it is, and its use is on record once', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.rule('lamp-off', 'a', { exemption: exemption(street) });
    await looked(street);
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome withheld']);
    expect(street.entries[1]?.body).toMatchObject({ why: 'exempt', line: `exemption of ann until ${at(START + DAY)}` });
  });

  test('is for one violation only', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', door: 'open' });
    street.rule('lamp-off', 'a', { exemption: exemption(street) });
    await looked(street);
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'on', door: 'shut', paint: 'red' });
  });

  test('of the lamp that stood there before is void, unless it says otherwise', async () => {
    for (const [born, power] of [
      ['2026-10-01T00:00:00.000Z', 'off'],
      ['*', 'on'],
    ] as const) {
      const street = new Street(policy());
      const lamp = street.place('a', { paint: 'red' });
      street.rule('lamp-off', 'a', { exemption: exemption(street, { born }) });
      await looked(street);
      expect(lamp.power).toBe(power);
    }
  });

  test('that comes between look and admission stops the call', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    let once = true;
    street.mishap = (request) => {
      if (request === 'write' && once) street.rule('lamp-off', 'a', { exemption: exemption(street) });
      if (request === 'write') once = false;
      return undefined;
    };
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome withheld']);
  });

  test('of a lamp that we hold lets go of it, and it is handed back burning', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    expect(lamp.power).toBe('off');
    street.rule('lamp-off', 'a', { exemption: exemption(street) });
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(calls(street)).toEqual(['SwitchOff', 'SwitchOn']);
    expect(outcomes(street).at(-1)).toBe('withheld');
  });

  test('in the middle of a repair ends it, and when the exemption ends the case wakes and is charged anew', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    await street.look('lamp-shut', 'a');
    expect(lamp.power).toBe('off');
    street.rule('lamp-shut', 'a', { exemption: exemption(street, { until: at(START + HOUR) }) });
    await street.rest();
    expect(lamp).toMatchObject({ power: 'on', door: 'open' });
    street.now = START + HOUR;
    expect(await Array.fromAsync(street.ledger.due(new Date(street.now)))).toMatchObject([{ violation: 'lamp-shut' }]);
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
    const { budgets } = await street.ledger.open({ key: resourceOf('a').key, violation: 'lamp-shut', account: '111122223333' });
    expect(budgets[0].rev).toBe(2);
  });

  test('that comes between an admission and the look after it stops every further step', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    street.moved = () => street.rule('lamp-shut', 'a', { exemption: exemption(street) });
    await street.look('lamp-shut', 'a');
    street.moved = () => undefined;
    await street.rest();
    expect(lamp).toMatchObject({ power: 'on', door: 'open' });
    expect(calls(street)).toEqual(['SwitchOff', 'SwitchOn']);
  });

  test.each([2, 6, 20, 40, 70, 200])(
    'that ends %i s into a repair leaves nothing half-way, and no repair that is not charged',
    async (seconds) => {
      const street = new Street(policy());
      const lamp = street.place('a', { door: 'open' });
      await street.look('lamp-shut', 'a');
      expect(lamp.power).toBe('off');
      const until = START + seconds * 1000;
      street.rule('lamp-shut', 'a', { exemption: exemption(street, { until: at(until) }) });
      await street.rest();
      // Where all rests before the exemption ends, the case wakes by itself.
      if (lamp.door === 'open') {
        street.now += 20 * 60_000;
        expect(await Array.fromAsync(street.ledger.due(new Date(street.now)))).toMatchObject([{ violation: 'lamp-shut' }]);
        await looked(street, 'lamp-shut');
      }
      expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
      expect(outcomes(street).at(-1)).toBe('fixed');
      const begun = calls(street).filter((api) => api === 'SwitchOff').length;
      const { budgets } = await street.ledger.open({ key: resourceOf('a').key, violation: 'lamp-shut', account: '111122223333' });
      // One that had not come to rest meanwhile is the same repair.
      expect([1, begun]).toContain(budgets[0].begun.length);
    },
  );

  test('that nobody can read stops everything that could change, and the message comes again', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.ledger.spoil(rulingId('lamp-off', resourceOf('a').key), '{"v":2}');
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('cannot be read');
    expect(lamp.power).toBe('on');
  });
});

/** It was switched off by an approval, which is spent, and somebody has switched it on again. */
async function spent() {
  const street = new Street(defaults('ask'));
  const lamp = street.place('a', { paint: 'red' });
  await looked(street);
  await street.answer('lamp-off', 'a');
  await looked(street);
  lamp.power = 'on';
  street.now += 20 * 60_000;
  return { street, lamp };
}

describe('a step that is asked for', () => {
  test('waits for an answer, with the exact call on record, and is done when somebody approves', async () => {
    const street = new Street(defaults('ask', 'ask'));
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'asked SwitchOff', 'outcome asking']);
    expect(street.entries[1]?.body).toMatchObject({
      call: { api: 'SwitchOff', input: { LampName: 'a' } },
      effect: 'disruptive',
      born: lamp.born,
      undo: { api: 'SwitchOn' },
      until: at(START + DAY),
      says: 'it is painted red',
    });
    await street.answer('lamp-off', 'a');
    await looked(street);
    expect(lamp.power).toBe('off');
    expect(street.entries.find((e) => e.type === 'intent')?.body).toMatchObject({ approved: { by: ['ann'], why: 'seen' } });
    expect(street.trail('lamp-off', 'a').slice(-2)).toEqual(['asked Smash', 'outcome contained']);
  });

  test('is kept so afterwards: what was approved is held against others', async () => {
    const street = new Street(policy({ violations: { 'lamp-off': { disruptive: 'ask', destructive: 'observe' } } }));
    const lamp = street.place('a', { paint: 'red', door: 'open' });
    await looked(street);
    await street.answer('lamp-off', 'a');
    await looked(street);
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    expect(calls(street)).toEqual(['SwitchOff', 'ShutDoor']);
  });

  test('is not done twice for one approval', async () => {
    const { street, lamp } = await spent();
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(calls(street)).toEqual(['SwitchOff']);
    expect(outcomes(street).at(-1)).toBe('asking');
  });

  test('is not done twice for one approval either, where AWS has meanwhile not taken a call that needed none', async () => {
    const { street, lamp } = await spent();
    street.policy = defaults('enforce');
    street.trouble = () => ({ error: awsError('ThrottlingException', 'Rate exceeded') });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('waiting');
    street.trouble = () => undefined;
    street.policy = defaults('ask');
    await street.rest();
    expect(lamp.power).toBe('on');
    expect(calls(street)).toEqual(['SwitchOff']);
    expect(outcomes(street).at(-1)).toBe('asking');
  });

  test('is not done for an approval of the same call that was given when it had a milder effect: that is asked anew', async () => {
    const street = new Street(policy({ defaults: { reversible: 'ask', disruptive: 'ask', destructive: 'ask' } }));
    const lamp = street.place('a', { door: 'open', power: 'off' });
    await looked(street, 'lamp-shut');
    await street.answer('lamp-shut', 'a');
    lamp.paint = 'thick';
    await looked(street, 'lamp-shut');
    expect(lamp.door).toBe('open');
    expect(street.entries.filter(({ type }) => type === 'asked').map(({ body }) => body.effect)).toEqual(['reversible', 'disruptive']);
    await street.answer('lamp-shut', 'a');
    await looked(street, 'lamp-shut');
    expect([lamp.door, calls(street)]).toEqual(['shut', ['ShutDoor']]);
  });

  test.each<[string, 'lamp-off' | 'lamp-shut', Partial<Lamp>, Partial<Lamp>]>([
    ['it is wrong for another reason', 'lamp-off', { paint: 'red' }, { paint: 'blue' }],
    ['it would overwrite something else', 'lamp-off', { paint: 'red' }, { power: 'dim' }],
    ['it could not be put back', 'lamp-shut', { door: 'open', power: 'off' }, { paint: 'thin' }],
    ['what it is to destroy is wrong for another reason', 'lamp-off', { paint: 'red', power: 'off' }, { paint: 'blue' }],
  ])('is asked anew once %s, though it is the same call', async (_, violation, before, after) => {
    const street = new Street(policy({ defaults: { reversible: 'ask', disruptive: 'ask', destructive: 'ask' } }));
    const lamp = street.place('a', before);
    await looked(street, violation);
    await street.answer(violation, 'a');
    Object.assign(lamp, after);
    await looked(street, violation);
    await looked(street, violation);
    expect(calls(street)).toEqual([]);
    const asked = street.entries.filter(({ type }) => type === 'asked').map(({ body }) => body);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.call).toEqual(asked[0]?.call);
    await street.answer(violation, 'a');
    await looked(street, violation);
    expect(calls(street)).toHaveLength(1);
  });

  test('is done for its approval, whatever moves that it neither touches nor is about', async () => {
    const street = new Street(policy({ defaults: { reversible: 'ask', disruptive: 'ask', destructive: 'ask' } }));
    const lamp = street.place('a', { door: 'open', power: 'off' });
    await looked(street, 'lamp-shut');
    await street.answer('lamp-shut', 'a');
    lamp.paint = 'red';
    await looked(street, 'lamp-shut');
    expect(calls(street)).toEqual(['ShutDoor']);
  });

  test('is not done by two looks for one approval', async () => {
    const street = new Street(defaults('ask'));
    street.place('a', { paint: 'red' });
    await looked(street);
    await street.answer('lamp-off', 'a');
    await Promise.all([street.look('lamp-off', 'a'), street.look('lamp-off', 'a')]);
    await street.rest();
    expect(calls(street)).toEqual(['SwitchOff']);
  });

  test.each<[string, Partial<Ruling['answer']>]>([
    ['another call', { hash: 'another' }],
    ['the lamp that stood there before', { born: '2026-10-01T00:00:00.000Z' }],
    ['an hour that is over', { until: at(START) }],
  ])('is not done for an approval of %s', async (_, over) => {
    const street = new Street(defaults('ask'));
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    await street.answer('lamp-off', 'a', 'yes', over);
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(outcomes(street)).toEqual(['asking']);
  });

  test('is not done while everything is paused, and its approval is not spent by that', async () => {
    const street = new Street(defaults('ask'));
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    await street.answer('lamp-off', 'a');
    street.ledger.control('pause#global', {});
    await looked(street);
    expect(lamp.power).toBe('on');
    street.ledger.control('pause#global', undefined);
    await looked(street);
    expect(lamp.power).toBe('off');
  });

  test('is done for its one approval when AWS takes it at the second try, and not once more', async () => {
    const street = new Street(defaults('ask'));
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    await street.answer('lamp-off', 'a');
    let tries = 0;
    street.trouble = () => (tries++ === 0 ? { error: awsError('ThrottlingException', 'Rate exceeded') } : undefined);
    await looked(street);
    expect(lamp.power).toBe('off');
    expect(street.trail('lamp-off', 'a').filter((line) => /asked|intent|refused/.test(line))).toEqual([
      'asked SwitchOff',
      'intent SwitchOff',
      'refused SwitchOff',
      'intent SwitchOff',
    ]);
    lamp.power = 'on';
    street.now += 20 * 60_000;
    await looked(street);
    expect(lamp.power).toBe('on');
  });

  test('is asked anew when AWS refuses it for good', async () => {
    const street = new Street(defaults('ask'));
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    await street.answer('lamp-off', 'a');
    street.trouble = () => ({ error: awsError('AccessDeniedException', 'not authorized') });
    await looked(street);
    street.trouble = () => undefined;
    street.now += 20 * 60_000;
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(outcomes(street)).toEqual(['asking', 'failed', 'asking']);
  });

  test('is not done when the approval is taken back between look and admission', async () => {
    const street = new Street(defaults('ask'));
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    await street.answer('lamp-off', 'a');
    street.mishap = (request) => {
      if (request === 'write') street.rule('lamp-off', 'a', {});
      return undefined;
    };
    await looked(street);
    expect(lamp.power).toBe('on');
  });

  test('is recorded as denied when somebody says no, or nobody says anything for a day; a week later it is asked anew', async () => {
    for (const says of ['no', undefined] as const) {
      const street = new Street(defaults('ask'));
      const lamp = street.place('a', { paint: 'red' });
      await looked(street);
      if (says) await street.answer('lamp-off', 'a', says);
      else street.now += DAY;
      await looked(street);
      expect(street.entries.at(-1)?.body).toMatchObject({ outcome: 'withheld', why: 'denied' });
      street.now += 7 * DAY + 1;
      await looked(street);
      expect(outcomes(street)).toEqual(['asking', 'withheld', 'asking']);
      expect(lamp.power).toBe('on');
    }
  });

  test('names who caused the flaw, so that he is not the one to approve it', async () => {
    const street = new Street(defaults('ask'));
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a', 'arn:aws:iam::111122223333:role/ml/painter');
    expect((await street.case('lamp-off', 'a')).asked).toMatchObject({ by: 'arn:aws:iam::111122223333:role/ml/painter' });
  });

  test('is asked for anew when the flaw was gone for a while, although nobody has answered yet', async () => {
    const street = new Street(defaults('ask'));
    const lamp = street.place('a', { paint: 'red' });
    for (const paint of ['red', 'grey', 'red']) {
      lamp.paint = paint;
      await looked(street);
    }
    const once = ['found', 'asked SwitchOff', 'outcome asking'];
    expect(street.trail('lamp-off', 'a')).toEqual([...once, 'outcome fixed', ...once]);
  });

  test('by itself is asked for whatever policy enforces, and a destructive one always', async () => {
    const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'enforce' } }));
    street.place('a', { paint: 'red' });
    await looked(street);
    expect(street.trail('lamp-off', 'a').slice(-2)).toEqual(['asked Smash', 'outcome contained']);
    expect(street.lamps.size).toBe(1);
  });
});

describe('time given to the owner', () => {
  const grace = defaults({ do: 'enforce', after: '24h' });

  test('begins with a warning, is half over with a reminder, and is over with the repair', async () => {
    const street = new Street(grace);
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    street.now = START + 11 * HOUR;
    await looked(street);
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'warned', 'outcome waiting']);
    expect(street.entries[1]?.body).toMatchObject({ until: at(START + DAY), remind: false, next: { call: { api: 'SwitchOff' } } });
    expect(await Array.fromAsync(street.ledger.due(new Date(START + DAY)))).toMatchObject([{ violation: 'lamp-off' }]);
    street.now = START + 12 * HOUR;
    await looked(street);
    await looked(street);
    expect(street.entries.filter((e) => e.type === 'warned').map((e) => e.body.remind)).toEqual([false, true]);
    expect(lamp.power).toBe('on');
    street.now = START + DAY;
    await looked(street);
    expect(lamp.power).toBe('off');
    expect(outcomes(street)).toEqual(['waiting', 'contained']);
  });

  test('in which he puts it right ends with nothing done', async () => {
    const street = new Street(grace);
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    lamp.paint = 'grey';
    await looked(street);
    expect(calls(street)).toEqual([]);
    expect(outcomes(street)).toEqual(['waiting', 'fixed']);
  });

  test('and in which he put it right is given anew when it goes wrong again, and blames nobody for what was put right', async () => {
    const street = new Street(grace);
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a', 'user/bob');
    lamp.paint = 'grey';
    await looked(street);
    street.now += HOUR;
    lamp.paint = 'red';
    await looked(street);
    const warned = street.entries.filter((e) => e.type === 'warned').map(({ body }) => [body.by, body.until]);
    expect(warned).toEqual([
      ['user/bob', at(START + DAY)],
      [undefined, at(START + HOUR + DAY)],
    ]);
  });

  test('is not given again to a lamp that was built anew, but begins anew', async () => {
    const street = new Street(grace);
    street.place('a', { paint: 'red' });
    await looked(street);
    street.now = START + 23 * HOUR;
    street.place('a', { paint: 'red', born: '2026-11-24T10:00:00.000Z' });
    await looked(street);
    street.now = START + 25 * HOUR;
    await looked(street);
    expect(calls(street)).toEqual([]);
    expect(street.entries.filter((e) => e.type === 'warned')).toHaveLength(2);
  });

  test('is given once for a repair: its later steps and the hand-back do not wait', async () => {
    const street = new Street(
      policy({
        defaults: { reversible: { do: 'enforce', after: '1h' }, disruptive: { do: 'enforce', after: '2h' }, destructive: 'observe' },
      }),
    );
    const lamp = street.place('a', { door: 'open' });
    await looked(street, 'lamp-shut');
    street.now = START + 2 * HOUR;
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
    expect(street.now - START).toBeLessThan(3 * HOUR);
  });

  test('is no hold: another violation hands the lamp back burning meanwhile', async () => {
    const street = new Street(policy({ violations: { 'lamp-off': { disruptive: { do: 'enforce', after: '24h' } } } }));
    const lamp = street.place('a', { paint: 'red', door: 'open' });
    await looked(street);
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
  });

  test('is longer by what an extension says', async () => {
    const street = new Street(grace);
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    street.rule('lamp-off', 'a', { exemption: exemption(street, { until: at(START + 28 * HOUR), extension: true }) });
    street.now = START + 27 * HOUR;
    await looked(street);
    expect(lamp.power).toBe('on');
    street.now = START + 28 * HOUR;
    await looked(street);
    expect(lamp.power).toBe('off');
  });

  test('that is over at a weekend waits for the hours policy says', async () => {
    const street = new Street(defaults({ do: 'enforce', after: '2d', hours: 'Mon-Fri 08:00-18:00 Europe/Berlin' }));
    street.now = Date.parse('2026-11-26T12:00:00Z'); // A Thursday.
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    street.now = Date.parse('2026-11-28T12:00:00Z');
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(street.entries.at(-1)?.body).toMatchObject({ outcome: 'waiting', why: 'hours', until: '2026-11-30T07:00:00.000Z' });
    street.now = Date.parse('2026-11-30T07:00:00Z');
    await looked(street);
    expect(lamp.power).toBe('off');
  });

  test('that have ended do not leave a repair half-way', async () => {
    const street = new Street(defaults({ do: 'enforce', hours: 'Mon-Fri 08:00-18:00 Europe/Berlin' }));
    street.now = Date.parse('2026-11-26T16:59:59Z'); // A second before they end.
    const lamp = street.place('a', { door: 'open', paint: 'thick' });
    await street.look('lamp-shut', 'a');
    expect(street.sent.map(({ api }) => api)).toEqual(['SwitchOff']);
    street.now = Date.parse('2026-11-26T17:01:00Z');
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ door: 'shut' });
  });

  test('are those of the worst step so far, and not of the last: what is as bad as an earlier one does not wait', async () => {
    const street = new Street(defaults({ do: 'enforce', hours: 'Mon-Fri 08:00-18:00 Europe/Berlin' }));
    street.now = Date.parse('2026-11-26T16:59:59Z'); // A second before they end.
    const lamp = street.place('a', { door: 'open' });
    street.trouble = (api) => (api === 'ShutDoor' ? { error: awsError('ValidationException', 'it is jammed') } : undefined);
    await looked(street, 'lamp-shut');
    expect(outcomes(street)).toEqual(['failed']);
    lamp.power = 'on';
    street.now = Date.parse('2026-11-26T17:10:00Z');
    street.trouble = () => undefined;
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
    expect(outcomes(street)).toEqual(['failed', 'fixed']);
  });

  test('are those of this repair alone: a worse step waits, although the repair before it had made one', async () => {
    const street = new Street(defaults({ do: 'enforce', hours: 'Mon-Fri 08:00-18:00 Europe/Berlin' }));
    const lamp = street.place('a', { door: 'open' });
    await looked(street, 'lamp-shut');
    expect(outcomes(street)).toEqual(['fixed']);
    street.now = Date.parse('2026-11-23T17:01:00Z'); // They are over.
    Object.assign(lamp, { door: 'open', power: 'off' });
    street.trouble = () => ({ error: awsError('ValidationException', 'it is jammed') });
    await looked(street, 'lamp-shut');
    lamp.power = 'on';
    street.trouble = () => undefined;
    await looked(street, 'lamp-shut');
    expect(lamp.door).toBe('open');
    expect(street.entries.at(-1)?.body).toMatchObject({ outcome: 'waiting', why: 'hours', until: '2026-11-24T07:00:00.000Z' });
  });

  test('are those of the worst step so far: a worse one waits, although its repair has begun', async () => {
    const street = new Street(defaults({ do: 'enforce', hours: 'Mon-Fri 08:00-18:00 Europe/Berlin' }));
    street.now = Date.parse('2026-11-26T17:01:00Z'); // They are over, and what is reversible has none.
    const lamp = street.place('a', { door: 'open', power: 'off', paint: 'thin' });
    street.trouble = () => ({ error: awsError('ValidationException', 'it is jammed') });
    await street.look('lamp-shut', 'a');
    expect((await street.case('lamp-shut', 'a')).charged).toBe(true);
    lamp.power = 'on';
    street.trouble = () => undefined;
    await street.look('lamp-shut', 'a');
    expect(street.entries.at(-1)?.body).toMatchObject({ outcome: 'waiting', why: 'hours', until: '2026-11-27T07:00:00.000Z' });
  });
});

describe('what comes back within its case', () => {
  test('is asked about anew, although it is the same call', async () => {
    const street = new Street(defaults('ask'));
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    await street.answer('lamp-off', 'a');
    await looked(street);
    expect(lamp.power).toBe('off');
    lamp.power = 'on';
    await looked(street);
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a').filter((line) => line === 'asked SwitchOff')).toHaveLength(2);
  });

  test('is told anew, although it ends as before', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    await looked(street);
    lamp.power = 'on';
    await looked(street);
    expect(street.trail('lamp-off', 'a').filter((line) => line === 'outcome contained')).toHaveLength(2);
  });
});

describe('a repair that rests', () => {
  /** Its door could not be shut, which is charged; then somebody lit it, so that it has to be switched off first. */
  async function begun(disruptive: unknown): Promise<Street> {
    const street = new Street(defaults(disruptive));
    const lamp = street.place('a', { door: 'open', power: 'off', paint: 'thin' });
    street.trouble = () => ({ error: awsError('ValidationException', 'it is jammed') });
    await street.look('lamp-shut', 'a');
    street.trouble = () => undefined;
    lamp.power = 'on';
    return street;
  }
  const charge = async (street: Street, violation: string) => {
    const { charged, worst } = await street.case(violation, 'a');
    return { charged, worst };
  };

  test('asks, and says what for', async () => {
    const street = new Street(defaults('ask'));
    street.place('a', { paint: 'red' });
    const report = await street.look('lamp-off', 'a');
    expect(report).toMatchObject({ outcome: 'asking', says: 'SwitchOff waits for approval (defaults.disruptive)' });
    expect(street.entries.at(-1)?.body).toMatchObject({
      outcome: 'asking',
      why: 'asking',
      flaw: 'it is painted red',
      line: 'defaults.disruptive',
      next: { call: { api: 'SwitchOff' }, effect: 'disruptive' },
    });
  });

  test('is still the one that was charged, while it is asked about half-way', async () => {
    const street = await begun('ask');
    expect(await street.look('lamp-shut', 'a')).toMatchObject({ outcome: 'asking' });
    expect(await charge(street, 'lamp-shut')).toEqual({ charged: true, worst: 'reversible' });
  });

  test('is over where it was denied, and what comes next is charged', async () => {
    const street = await begun('ask');
    await street.look('lamp-shut', 'a');
    await street.answer('lamp-shut', 'a', 'no');
    expect(await street.look('lamp-shut', 'a')).toMatchObject({ outcome: 'withheld' });
    expect(await charge(street, 'lamp-shut')).toEqual({ charged: false, worst: undefined });
  });

  test('is still the one that was charged, where people have to go on half-way', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ValidationException', 'it is jammed') });
    await street.look('lamp-off', 'a');
    lamp.paint = 'unknown';
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'told' });
    expect(await charge(street, 'lamp-off')).toEqual({ charged: true, worst: 'disruptive' });
  });

  test.each([
    ['red', 'ask'],
    ['enamel', 'ask'],
  ])('is over once nothing can happen: painted %s, the rest is for people', async (paint, destructive) => {
    const street = new Street(defaults('enforce', destructive));
    street.place('a', { paint });
    await looked(street);
    expect(street.entries.at(-1)?.body.outcome).toBe('contained');
    expect(await charge(street, 'lamp-off')).toEqual({ charged: false, worst: undefined });
  });

  test('says until when it waits for its owner, and has waited for nothing else', async () => {
    const street = new Street(defaults({ do: 'enforce', after: '24h' }));
    const lamp = street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    expect((await street.case('lamp-off', 'a')).waitingSince).toBeDefined();
    lamp.busy = false;
    expect(await street.look('lamp-off', 'a')).toMatchObject({
      outcome: 'waiting',
      says: `SwitchOff waits until ${at(street.now + 24 * HOUR)}: grace (defaults.disruptive)`,
    });
    expect((await street.case('lamp-off', 'a')).waitingSince).toBeUndefined();
  });

  test('warns nobody where it waits for its hours alone', async () => {
    const street = new Street(defaults({ do: 'enforce', hours: 'Mon-Fri 20:00-21:00 Europe/Berlin' }));
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome waiting']);
  });
});
