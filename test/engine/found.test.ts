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
    const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'enforce' } }));
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    const until = street.now + LAG * 1000;
    street.stale = () => (street.now < until ? { ...lamp, power: 'on' } : undefined);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(calls(street)).toEqual(['SwitchOff', 'Smash']);
  });
});
