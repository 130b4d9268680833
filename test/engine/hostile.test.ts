/** What a hostile reader of the engine tried, and what must come of it. */
import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { awsError, LAG, type Lamp, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const opened = async (street: Street, violation: string, name = 'a') =>
  await street.ledger.open({ key: resourceOf(name).key, violation, account: '111122223333' });
const outcomes = (street: Street): unknown[] => street.entries.filter((e) => e.type === 'outcome').map((e) => e.body.outcome);
const calls = (street: Street): string[] => street.sent.map((s) => s.api);

/** A lamp of the wrong paint, switched off by us, with the lamp owed to its owner. */
async function contained(over: Parameters<typeof policy>[0] = {}): Promise<{ street: Street; lamp: Lamp }> {
  const street = new Street(policy(over));
  const lamp = street.place('a', { paint: 'red' });
  await street.look('lamp-off', 'a');
  await street.rest();
  street.now += HOUR;
  return { street, lamp };
}

describe('what is owed', () => {
  test('is settled when the owner takes the lamp back: what he then switches off himself stays off', async () => {
    const { street, lamp } = await contained();
    street.ledger.control('pause#global', {});
    lamp.power = 'on';
    await street.look('lamp-off', 'a');
    Object.assign(lamp, { power: 'off', paint: 'grey' });
    street.ledger.control('pause#global', undefined);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(calls(street)).toEqual(['SwitchOff']);
  });

  test('is owed anew when we switch off again what the owner had taken back', async () => {
    const { street, lamp } = await contained();
    lamp.power = 'on';
    await street.look('lamp-off', 'a');
    await street.rest();
    lamp.paint = 'grey';
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('on');
    expect(calls(street)).toEqual(['SwitchOff', 'SwitchOff', 'SwitchOn']);
  });

  test('for a lamp that was built anew under its name is void, and the sweep is not woken by it for ever', async () => {
    const { street, lamp } = await contained();
    street.ledger.control('pause#global', {});
    lamp.paint = 'grey';
    await street.look('lamp-off', 'a');
    expect((await opened(street, 'lamp-off')).lock.owed).toBeDefined();
    street.place('a', { born: '2026-11-23T13:30:00.000Z' });
    await street.look('lamp-off', 'a');
    street.now += DAY;
    expect(await Array.fromAsync(street.ledger.due(new Date(street.now)))).toEqual([]);
  });
});

test('a change of ours on a lamp that was built anew meanwhile is settled once, and stands in nobody’s way', async () => {
  const street = new Street(policy());
  street.place('a', { paint: 'red' });
  await street.look('lamp-off', 'a');
  const another = street.place('a', { born: '2026-11-23T12:00:01.000Z', door: 'open' });
  await street.look('lamp-shut', 'a');
  await street.rest();
  expect(street.trail('lamp-off', 'a').filter((t) => t.startsWith('void'))).toHaveLength(1);
  expect(another).toMatchObject({ power: 'on', door: 'shut' });
});

test('attempts on a lamp count on in the next case of the same lamp: whoever breaks it anew each time is not fought for ever', async () => {
  const street = new Street(policy());
  const lamp = street.place('a');
  for (let i = 0; i < 4; i++) {
    Object.assign(lamp, { power: 'on', paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    Object.assign(lamp, { power: 'on', paint: 'grey' });
    street.now += HOUR;
    await street.look('lamp-off', 'a');
    await street.rest();
  }
  expect(calls(street)).toEqual(['SwitchOff', 'SwitchOff', 'SwitchOff']);
  expect(outcomes(street).slice(-2)).toEqual(['stuck', 'fixed']);
});

test('attempts on a lamp do not count for another that was built under its name', async () => {
  const street = new Street(policy());
  for (let i = 0; i < 4; i++) {
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    street.now += HOUR;
  }
  expect(outcomes(street).at(-1)).toBe('stuck');
  const another = street.place('a', { paint: 'red', born: '2026-11-23T17:00:00.000Z' });
  await street.look('lamp-off', 'a');
  await street.rest();
  expect(another.power).toBe('off');
});

describe('a hand-back', () => {
  test('that AWS did not take is not believed from a read older than the switching off', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    const before = { ...lamp, door: 'shut' as const };
    street.trouble = (api) => (api === 'SwitchOn' ? { error: awsError('InternalFailure', 'oops', 500) } : undefined);
    await street.look('lamp-shut', 'a');
    while (!calls(street).includes('ShutDoor') || lamp.door === 'open' || !street.entries.some((e) => e.body.purpose === 'hand-back')) {
      await street.step();
    }
    street.trouble = () => undefined;
    const until = street.now + LAG * 1000;
    street.stale = () => (street.now < until ? before : undefined);
    await street.rest();
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
  });
});

describe('a read that trails a write', () => {
  const event = (street: Street, ago = 1_000) => ({
    ...street.visit('a'),
    cause: { ...street.visit('a').cause, time: new Date(street.now - ago).toISOString() },
  });

  test('and shows nothing there does not end a case as gone, nor forget what is owed', async () => {
    const { street } = await contained();
    street.stale = () => 'nothing';
    const report = await street.take('lamp-off', event(street));
    expect(report.outcome).toBe('absent');
    street.stale = () => undefined;
    await street.rest();
    expect(outcomes(street)).toEqual(['contained']);
    expect((await opened(street, 'lamp-off')).lock).toMatchObject({ owed: { what: 'off' }, holds: { 'lamp-off': {} } });
  });

  test('but is still so a lag later, ends the case as gone', async () => {
    const { street } = await contained();
    street.lamps.delete('a');
    await street.take('lamp-off', event(street));
    await street.rest();
    expect(outcomes(street)).toEqual(['contained', 'gone']);
  });

  test('and shows nothing wrong does not end a case that we have not touched as fixed', async () => {
    const street = new Street(policy({ defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } }));
    const lamp = street.place('a', { paint: 'red' });
    await street.take('lamp-off', event(street));
    street.stale = () => ({ ...lamp, paint: 'grey' });
    await street.take('lamp-off', event(street, 2_000));
    street.stale = () => undefined;
    await street.rest();
    expect(outcomes(street)).toEqual(['withheld']);
  });

  test('and shows the lamp that stood there before does not end the case of the new one', async () => {
    const street = new Street(policy({ defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } }));
    const lamp = street.place('a', { paint: 'red', born: '2026-11-23T11:59:58.000Z' });
    await street.take('lamp-off', event(street));
    street.stale = () => ({ ...lamp, born: '2026-11-01T00:00:00.000Z' });
    await street.take('lamp-off', event(street));
    street.stale = () => undefined;
    await street.rest();
    expect(outcomes(street)).toEqual(['withheld']);
  });

  test('and shows the lamp that stood there before, right after our change, begins nothing on it', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', born: '2026-11-23T11:59:58.000Z' });
    await street.look('lamp-off', 'a');
    while (lamp.power === 'on' || !street.trail('lamp-off', 'a').includes('applied SwitchOff')) await street.step();
    street.stale = () => ({ ...lamp, power: 'on', born: '2026-11-01T00:00:00.000Z' });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('busy');
    street.stale = () => undefined;
    await street.rest();
    expect(calls(street)).toEqual(['SwitchOff']);
    expect(outcomes(street)).toEqual(['contained']);
  });

  test('is not waited for where the read shows our own change of this case: a repair is not slowed down', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', power: 'off' });
    await street.take('lamp-shut', event(street, 0));
    const again = street.queue.shift();
    if (!again) throw new Error('no look was queued');
    street.now = again.at;
    const report = await street.take('lamp-shut', again.visit);
    expect(report.outcome).toBe('fixed');
    expect(lamp).toMatchObject({ door: 'shut', power: 'off' });
  });
});

describe('a day of waiting', () => {
  test('is counted from when the waiting began, not from an older wait that is long over', async () => {
    const street = new Street(policy({ defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } }));
    const lamp = street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    lamp.busy = false;
    await street.rest();
    expect(outcomes(street)).toEqual(['waiting', 'withheld']);
    street.now += 3 * DAY;
    lamp.busy = true;
    expect((await street.look('lamp-off', 'a')).outcome).toBe('waiting');
  });

  test('that ended in a call AWS took does not count against the waiting that the call itself brings', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(outcomes(street)).toEqual(['waiting', 'stuck']);
    lamp.busy = false;
    street.trouble = () => undefined;
    await street.look('lamp-off', 'a');
    Object.assign(lamp, { power: 'on', busy: true });
    const next = street.queue.shift();
    if (!next) throw new Error('no look was queued');
    street.now = next.at;
    expect((await street.take('lamp-off', next.visit)).outcome).toBe('waiting');
  });

  test('for a refusal that never passes ends the sending, too: afterwards it counts like any other refusal', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ValidationException', 'Could not find the wire.') });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(outcomes(street).at(-1)).toBe('stuck');
    const tried = () => street.entries.filter((e) => e.type === 'intent').length;
    const before = tried();
    for (let i = 0; i < 40; i++) {
      street.now += 15 * MINUTE;
      await street.look('lamp-off', 'a');
      await street.rest();
    }
    expect(tried() - before).toBe(2); // the one that made it stuck was the first of three
    expect(outcomes(street).at(-1)).toBe('stuck');
  });

  test('grows from look to look although AWS words its refusal differently each time', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    let n = 0;
    street.trouble = () => ({ error: awsError('ThrottlingException', `Rate exceeded (request ${n++})`) });
    await street.look('lamp-off', 'a');
    const delays: number[] = [];
    for (let i = 0; i < 5; i++) {
      const next = street.queue.shift();
      if (!next) throw new Error('no look was queued');
      delays.push((next.at - street.now) / 1000);
      street.now = next.at;
      await street.take(next.violation, next.visit);
    }
    expect(delays).toEqual([5, 10, 20, 40, 80]);
  });
});

describe('the budget', () => {
  const tight = { budget: { account: { repairs: 2, per: '10m' }, violation: { repairs: 20, per: '10m' } } };

  test.each([
    ['whose next step is withheld', 'red'],
    ['for which no step is left', 'enamel'],
  ])('is charged anew when lamps contained long ago, %s, are all switched on again', async (_, paint) => {
    const street = new Street(policy(tight));
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) {
      street.place(name, { paint });
      await street.look('lamp-off', name);
      await street.rest();
      street.now += HOUR;
    }
    expect(calls(street)).toHaveLength(4);
    for (const lamp of street.lamps.values()) lamp.power = 'on';
    for (const name of names) await street.look('lamp-off', name);
    await street.rest();
    expect(calls(street)).toHaveLength(6);
    expect(street.entries.filter((e) => e.type === 'tripped')).toHaveLength(1);
  });

  test('is not spent by a hand-back, and a flaw that follows one is a repair begun', async () => {
    const { street, lamp } = await contained();
    lamp.paint = 'grey';
    await street.look('lamp-off', 'a');
    lamp.paint = 'red';
    await street.rest();
    const [account] = (await opened(street, 'lamp-off')).budgets;
    expect(calls(street)).toEqual(['SwitchOff', 'SwitchOn', 'SwitchOff']);
    expect(account.rev).toBe(2);
  });
});

describe('no case is lost', () => {
  test('one found while another change was under way is due, although its own message was lost', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', paint: 'red' });
    await street.look('lamp-shut', 'a');
    await street.look('lamp-off', 'a');
    expect((await opened(street, 'lamp-off')).lock.holds).toHaveProperty('lamp-off');
    street.queue.splice(0);
    Object.assign(lamp, { paint: 'grey' });
    const due = await Array.fromAsync(street.ledger.due(new Date(START + HOUR)));
    expect(due.map((d) => d.violation).toSorted()).toEqual(['lamp-off', 'lamp-shut']);
  });

  test('one that could not be looked at is due, although nothing is wrong with the lamp', async () => {
    const street = new Street(policy());
    street.place('a');
    street.blindness = () => awsError('AccessDeniedException', 'no');
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('cannot be looked at');
    expect(await Array.fromAsync(street.ledger.due(new Date(START + HOUR)))).toHaveLength(1);
    street.blindness = () => undefined;
    await street.look('lamp-off', 'a');
    expect(outcomes(street)).toEqual(['failed', 'fixed']);
    expect(await Array.fromAsync(street.ledger.due(new Date(START + HOUR)))).toEqual([]);
  });

  test('one that cannot be looked at any more is due in its own time, not in that of a case long over', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    lamp.paint = 'grey';
    await street.rest();
    expect(outcomes(street).at(-1)).toBe('fixed');
    street.now += HOUR;
    street.blindness = () => awsError('AccessDeniedException', 'no');
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('cannot be looked at');
    const due = async (minutes: number) => await Array.fromAsync(street.ledger.due(new Date(street.now + minutes * 60_000)));
    expect([await due(19), await due(20)]).toMatchObject([[], [{ violation: 'lamp-off' }]]);
  });

  test('messages of the sweep do not gather behind a change that never ends', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', paint: 'red' });
    await street.look('lamp-off', 'a');
    Object.assign(lamp, { power: 'on', busy: true });
    street.queue.splice(0);
    for (let i = 0; i < 4; i++) {
      street.now += 15 * MINUTE;
      const { cause, ...visit } = street.visit('a');
      await street.take('lamp-shut', { ...visit, cause: { ...cause, source: 'mlwarden.sweep', id: `sweep ${i}` } });
      const until = street.now + 15 * MINUTE;
      while (street.queue.some((m) => m.at <= until)) await street.step();
    }
    expect(street.queue.map((m) => m.violation).toSorted()).toEqual(['lamp-off', 'lamp-shut']);
  });
});

test('a name made of JavaScript is a name like any other: its change is done when it is seen, and its chain holds', async () => {
  const street = new Street(policy());
  street.place('__proto__', { paint: 'red' });
  const remediation = street.remediations.get('lamp-off');
  if (!remediation) throw new Error('no violation');
  const seen = { off: false };
  const notes = (): { readonly [k: string]: string } => JSON.parse(`{"__proto__": "${seen.off ? 'shut' : 'open'}"}`);
  Object.assign(remediation.kind, { inspect: async () => ({ born: 'b', state: { notes: notes() } }) });
  Object.assign(remediation, {
    flaw: () => (seen.off ? undefined : { says: 'a bad note', contained: false }),
    repair: () => ({
      do: 'step',
      call: { api: 'SwitchOff', input: { LampName: '__proto__' } },
      effect: 'reversible',
      expect: { notes: JSON.parse('{"__proto__": "shut"}') },
    }),
  });
  await street.look('lamp-off', '__proto__');
  const next = street.queue.shift();
  if (!next) throw new Error('no look was queued');
  street.now = next.at;
  expect((await street.take(next.violation, next.visit)).outcome).toBe('sent');
  seen.off = true;
  await street.look('lamp-off', '__proto__');
  const entries: Entry[] = await Array.fromAsync(street.ledger.entries('lamp-off', resourceOf('__proto__').key));
  expect(broken(entries, (await opened(street, 'lamp-off', '__proto__')).case.head)).toBeUndefined();
  expect(outcomes(street)).toEqual(['fixed']);
});
