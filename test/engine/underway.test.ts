/** What a look does while a change is under way on the lamp, to the second. */
import { describe, expect, test } from 'vitest';
import type { House, Visit } from '../../src/engine/house.ts';
import { look } from '../../src/engine/look.ts';
import { awsError, LAG, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const MINUTE = 60_000;
const opened = async (street: Street, violation = 'lamp-off') =>
  await street.ledger.open({ key: resourceOf('a').key, violation, account: '111122223333' });
/** A look that has waited for the lock's token, as it stands, for so many seconds. */
async function waited(street: Street, violation: string, seconds: number, source = 'aws.test'): Promise<string[]> {
  const { token } = (await opened(street)).lock;
  const { cause, resource } = street.visit('a');
  street.queue.splice(0);
  const { outcome, says } = await street.take(violation, { resource, cause: { ...cause, source }, saw: { token, waited: seconds } });
  return [outcome, says];
}
const queued = (street: Street): string[] => street.queue.map((m) => m.violation);
/** The lamp was switched off by us, and is shown as it was before. */
async function switchedOff(over: Parameters<Street['place']>[1] = {}): Promise<Street> {
  const street = new Street(policy());
  const lamp = street.place('a', { paint: 'red', ...over });
  const before = { ...lamp };
  await street.look('lamp-off', 'a');
  street.stale = () => before;
  return street;
}
/** The sender of that change died. */
async function orphaned(): Promise<Street> {
  const street = new Street(policy());
  street.place('a', { paint: 'red', door: 'open' });
  let writes = 0;
  street.mishap = (request) => (request === 'write' && ++writes === 2 ? 'unavailable' : undefined);
  await expect(street.look('lamp-off', 'a')).rejects.toThrow();
  return street;
}

describe('a change that is not seen yet', () => {
  test('is waited for through the lag and ten seconds more, then it is void and the step is proposed anew', async () => {
    const street = await switchedOff();
    expect(await waited(street, 'lamp-off', LAG + 9)).toEqual(['sent', 'waiting for change 1 to be seen']);
    expect(queued(street)).toEqual(['lamp-off']);
    await waited(street, 'lamp-off', LAG + 10);
    expect(street.trail('lamp-off', 'a').slice(-3)).toEqual(['void SwitchOff', 'intent SwitchOff', 'sent SwitchOff']);
  });

  test('is void once, also where the step may not be proposed anew', async () => {
    const street = await switchedOff();
    street.ledger.control('pause#global', {});
    for (let i = 0; i < 2; i++) expect((await waited(street, 'lamp-off', LAG + 10))[0]).toBe('withheld');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'intent SwitchOff', 'sent SwitchOff', 'void SwitchOff', 'outcome withheld']);
  });

  test('is waited for by another violation, which wakes the owner of the change when that is overdue', async () => {
    const street = await switchedOff({ door: 'open' });
    const says = ['busy', 'waiting for change 1 of lamp-off'];
    expect(await waited(street, 'lamp-shut', LAG + 9)).toEqual(says);
    expect(queued(street)).toEqual(['lamp-shut']);
    expect(await waited(street, 'lamp-shut', LAG + 10)).toEqual(says);
    expect(queued(street)).toEqual(['lamp-off', 'lamp-shut']);
  });

  test('is nobody else’s to settle where the lamp is gone', async () => {
    const street = await switchedOff({ door: 'open' });
    street.stale = () => 'nothing';
    expect(await waited(street, 'lamp-shut', 0)).toEqual(['busy', 'waiting for change 1 of lamp-off']);
  });
});

describe('a change whose sender has not reported', () => {
  test('stands in everybody’s way until its sender is surely dead', async () => {
    const street = await orphaned();
    const says = ['busy', 'waiting for whoever made change 1'];
    expect(await waited(street, 'lamp-off', 149)).toEqual(says);
    expect(await waited(street, 'lamp-shut', 149)).toEqual(says);
    expect(queued(street)).toEqual(['lamp-shut']);
  });

  test('is then settled by its owner, whom any other violation wakes', async () => {
    const street = await orphaned();
    expect(await waited(street, 'lamp-shut', 150)).toEqual(['busy', 'waiting for change 1 of lamp-off']);
    expect(queued(street)).toEqual(['lamp-off', 'lamp-shut']);
    await waited(street, 'lamp-off', 150);
    expect(street.trail('lamp-off', 'a')).toContain('applied SwitchOff');
  });
});

describe('a change that was seen', () => {
  /** It is shown once, and then a state from before it. */
  async function seenOnce(): Promise<Street> {
    const street = await switchedOff();
    const { stale } = street;
    street.stale = () => undefined;
    await street.look('lamp-off', 'a');
    street.stale = stale;
    return street;
  }
  test('is not taken for undone by a read within the lag', async () => {
    const street = await seenOnce();
    expect(await waited(street, 'lamp-off', LAG - 1)).toEqual(['busy', 'waiting for reads to show change 1']);
    expect(queued(street)).toEqual(['lamp-off']);
    expect(await waited(street, 'lamp-off', LAG)).toEqual(['sent', 'SwitchOff sent']);
  });

  test('is not taken for undone by a single read within a quarter of an hour, and is afterwards', async () => {
    const street = await seenOnce();
    street.now = START + 15 * MINUTE;
    expect(await waited(street, 'lamp-off', 0)).toEqual(['busy', 'waiting for reads to show change 1']);
    street.now += 1;
    expect(await waited(street, 'lamp-off', 0)).toEqual(['sent', 'SwitchOff sent']);
  });

  test('shows, too, whether the one before it is seen: else the read is of two moments', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    await street.look('lamp-shut', 'a');
    await waited(street, 'lamp-shut', 0);
    street.stale = () => ({ ...lamp, power: 'on' });
    expect(await waited(street, 'lamp-shut', 0)).toEqual([
      'busy',
      expect.stringMatching(/^waiting for reads to show what was before change \d+$/),
    ]);
    expect(queued(street)).toEqual(['lamp-shut']);
  });
});

describe('whoever made a change', () => {
  /** A look of a neighbour's chain: how long it has waited in all, and since its last look. */
  async function woken(street: Street, seconds: number, last: number): Promise<string[]> {
    const { token } = (await opened(street)).lock;
    street.queue.splice(0);
    await street.take('lamp-shut', {
      ...{ ...street.visit('a'), saw: { token, waited: seconds } },
      delay: { for: `change ${token} of lamp-off`, seconds: last },
    });
    return queued(street);
  }
  test.each([
    ['not seen', LAG + 10, () => switchedOff({ door: 'open' })],
    ['left open by a sender that died', 150, orphaned],
  ] as const)('that is %s is woken once by whoever waits for it, and then every quarter of an hour', async (_, due, make) => {
    const street = await make();
    expect(await woken(street, due - 1, 5)).toEqual(['lamp-shut']);
    expect(await woken(street, due, 5)).toEqual(['lamp-off', 'lamp-shut']);
    expect(await woken(street, due + 4, 5)).toEqual(['lamp-off', 'lamp-shut']);
    expect(await woken(street, due + 10, 10)).toEqual(['lamp-shut']);
    expect(await woken(street, due + 14, 10)).toEqual(['lamp-shut']);
    expect(await woken(street, due + 900, 890)).toEqual(['lamp-shut']);
    expect(await woken(street, due + 1790, 900)).toEqual(['lamp-off', 'lamp-shut']);
  });
});

describe('a hand-back', () => {
  test('counts as seen once the lag is over: a read from before the switching off would show the same', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    lamp.paint = 'grey';
    await street.look('lamp-off', 'a');
    const { token } = (await opened(street)).lock.last ?? {};
    expect(await waited(street, 'lamp-off', LAG - 1)).toEqual(['sent', `waiting for change ${token} to be seen`]);
    expect((await waited(street, 'lamp-off', LAG))[0]).toBe('fixed');
  });
});

describe('a wait', () => {
  test('for AWS is over when the change is seen: whatever is waited for after that has a day of its own', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    const before = { ...lamp, busy: true };
    await street.look('lamp-shut', 'a');
    street.stale = () => before;
    expect((await street.look('lamp-shut', 'a')).outcome).toBe('waiting');
    street.now += 23 * 60 * MINUTE;
    street.stale = () => undefined;
    lamp.busy = true;
    for (let i = 0; i < 2; i++) {
      expect((await street.look('lamp-shut', 'a')).outcome).toBe('waiting');
      street.now += 2 * 60 * MINUTE;
    }
    expect(street.trail('lamp-shut', 'a')).toContain('applied SwitchOff');
  });

  test('adds up the delays of its messages as long as nothing is written', async () => {
    const street = await switchedOff();
    const saw: (Visit['saw'] | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      const next = street.queue.shift();
      if (!next) throw new Error('no look was queued');
      saw.push(next.visit.saw);
      street.now = next.at;
      await street.take(next.violation, next.visit);
    }
    expect(saw.map((s) => s?.waited)).toEqual([5, 15, 35]);
  });
});

describe('where there is no queue', () => {
  const alone = async (street: Street, violation: string, saw: Visit['saw'] | undefined, over: Partial<House> = {}) => {
    const { again: _, ...house } = street.house();
    const remediation = street.remediations.get(violation);
    if (!remediation) throw new Error('no violation');
    return await look({ remediation, visit: { ...street.visit('a'), ...(saw && { saw }) }, house: { ...house, ...over } });
  };
  test('an overdue change of another violation is reported, and nobody is woken', async () => {
    const street = await switchedOff({ door: 'open' });
    const { token } = (await opened(street)).lock;
    expect((await alone(street, 'lamp-shut', { token, waited: 60 })).outcome).toBe('busy');
  });

  test('a look that others cross three times over is reported', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.ledger.write = async () => 'moved';
    expect((await alone(street, 'lamp-off', undefined)).outcome).toBe('busy');
  });
});

describe('a look soon after its event', () => {
  const at = (street: Street, secondsAgo: number, over: Partial<Visit['cause']> = {}): Visit => {
    const { resource, cause } = street.visit('a');
    return { resource, cause: { ...cause, time: new Date(street.now - secondsAgo * 1000).toISOString(), ...over } };
  };
  test.each<[string, number, Partial<Visit['cause']>, string[]]>([
    ['within the lag looks once more', LAG - 1, {}, ['lamp-off']],
    ['when the lag is over does not', LAG, {}, []],
    ['that the sweep asked for does not: the sweep comes again', 0, { source: 'mlwarden.sweep' }, []],
  ])('at a lamp with which nothing is wrong, %s', async (_, seconds, over, again) => {
    const street = new Street(policy());
    street.place('a');
    expect((await street.take('lamp-off', at(street, seconds, over))).outcome).toBe('compliant');
    expect(queued(street)).toEqual(again);
  });

  test('looks once more and no oftener, whatever the clock of the event said', async () => {
    const street = new Street(policy());
    street.place('a');
    await street.take('lamp-off', at(street, -3600));
    expect(street.queue.map((m) => m.visit.delay)).toEqual([{ for: 'reads to catch up', seconds: LAG }]);
    await street.rest();
    expect(street.reports.map((r) => r.outcome)).toEqual(['compliant', 'compliant']);
  });

  test('acts at once on a flaw that it sees, be it new or known', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ThrottlingException', 'Rate exceeded') });
    expect((await street.take('lamp-off', at(street, 0))).outcome).toBe('waiting');
    street.trouble = () => undefined;
    street.now += 5000;
    expect((await street.take('lamp-off', at(street, 0))).outcome).toBe('sent');
  });

  test('looks once more at what was a case, too, before that ends as fixed', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ValidationException', 'the moon is full') });
    await street.look('lamp-off', 'a');
    lamp.paint = 'grey';
    expect((await street.take('lamp-off', at(street, 0))).outcome).toBe('compliant');
    expect((await opened(street)).case.open).toBe(true);
    street.now += LAG * 1000;
    await street.rest();
    expect((await opened(street)).case).toMatchObject({ open: false, charged: false, outcome: 'fixed' });
  });

  test('looks once more at what was fixed a moment ago', async () => {
    const street = new Street(policy());
    street.place('a', { door: 'open' });
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect((await street.take('lamp-shut', at(street, 0))).outcome).toBe('compliant');
    expect(queued(street)).toEqual(['lamp-shut']);
  });
});
