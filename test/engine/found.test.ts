import { describe, expect, test } from 'vitest';
import { awsError, LAG, Street } from './lamp.ts';
import { policy } from './policies.ts';

const calls = (street: Street): string[] => street.sent.map((s) => s.api);

describe('whoever puts back what we repaired', () => {
  test('is named, even where the look that repairs it was asked for by an event that names nobody', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    for (let round = 0; round < 4; round++) {
      Object.assign(lamp, { power: 'on', busy: true });
      await street.look('lamp-off', 'a', 'user/ana'); // while the lamp is busy: nothing can be done yet
      lamp.busy = false;
      await street.look('lamp-off', 'a');
      await street.rest();
      street.now += 60 * 60_000;
    }
    expect(calls(street)).toEqual(['SwitchOff', 'SwitchOff', 'SwitchOff']);
    expect(street.entries.at(-1)?.body).toMatchObject({ outcome: 'stuck', by: ['user/ana'] });
  });
});

describe('a read from before our last change', () => {
  test('leads to no call, although AWS has refused the step that came after that change', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    let refusals = 1;
    street.trouble = (api) => {
      if (api !== 'ShutDoor' || refusals-- <= 0) return undefined;
      const before = { ...lamp, power: 'on' as const };
      const until = street.now + LAG * 1000;
      street.stale = () => (street.now < until ? before : undefined);
      return { error: awsError('ThrottlingException', 'Rate exceeded') };
    };
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect(calls(street)).toEqual(['SwitchOff', 'ShutDoor', 'SwitchOn']);
  });

  test('leads to no call, although that change has deleted the lamp', async () => {
    const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' } }));
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    await street.answer('lamp-off', 'a');
    await street.look('lamp-off', 'a');
    await street.rest();
    const until = street.now + LAG * 1000;
    street.stale = () => (street.now < until ? { ...lamp, power: 'on' } : undefined);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(calls(street)).toEqual(['SwitchOff', 'Smash']);
  });
});

describe('what takes long', () => {
  test('is more than ten seconds between the two reads: in just that time they belong together', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    let ticks = 0;
    street.monotonic = () => (ticks++ === 0 ? 0 : 10_000);
    const reads: string[] = [];
    street.stale = (name) => void reads.push(name);
    expect((await street.look('lamp-off', 'a')).outcome).toBe('sent');
    expect(reads).toEqual(['a']);
  });

  test('a state that was read ten seconds before the ledger leads to nothing: both are read again', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    const before = { ...lamp };
    let ticks = 0;
    street.monotonic = () => (ticks++ === 0 ? 0 : 10_001);
    street.stale = () => (ticks < 2 ? before : undefined);
    Object.assign(lamp, { paint: 'grey' });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('compliant');
    expect(calls(street)).toEqual([]);
  });

  test('a call that nobody answered is waited for as long as its request may be on the way', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    const begun = street.now;
    street.trouble = () => ({ error: new Error('aborted'), after: true });
    street.moved = () => {
      lamp.power = 'on';
    };
    await street.look('lamp-off', 'a');
    street.trouble = () => undefined;
    street.moved = () => undefined;
    await street.rest();
    const voided = street.entries.find((e) => e.type === 'void');
    expect(Date.parse(voided?.at ?? '') - begun).toBeGreaterThanOrEqual(150_000);
    expect(lamp.power).toBe('off');
  });

  test('of two changes the earlier has to be seen, too: a state is read in parts', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', door: 'open' });
    let until = 0;
    street.moved = () => {
      if (until === 0 && lamp.door === 'shut') until = street.now + LAG * 1000;
    };
    street.stale = () => (street.now < until ? { ...lamp, power: 'on' } : undefined);
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect(calls(street)).toEqual(['SwitchOff', 'ShutDoor', 'SwitchOn']);
  });
});
