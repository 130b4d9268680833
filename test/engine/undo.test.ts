/** Somebody asks for everything to be put back. */
import { describe, expect, test } from 'vitest';
import { stands } from '../../src/engine/undo.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { awsError, type Lamp, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const HOUR = 3_600_000;
const calls = (street: Street): string[] => street.sent.map((s) => s.api);
const whole = ({ power, door, busy, paint, born }: Lamp): Lamp => ({ power, door, busy, paint, born });

let asked = 0;
function askBack(street: Street, violation: string, over: { force?: true; born?: string } = {}): void {
  const { force, born = '2026-11-01T00:00:00.000Z' } = over;
  const until = new Date(street.now + 48 * HOUR).toISOString();
  street.rule(violation, 'a', {
    exemption: { born: '*', until, owner: 'ann', reason: 'wrong lamp', by: 'ann' },
    undo: { id: `u-${++asked}`, born, by: 'ann', why: 'wrong lamp', at: new Date(street.now).toISOString(), ...(force && { force }) },
  });
}
async function looked(street: Street, violation: string): Promise<void> {
  await street.look(violation, 'a');
  await street.rest();
}
async function repaired(violation: string, is: Partial<Lamp>): Promise<{ street: Street; lamp: Lamp; before: Lamp }> {
  const street = new Street(policy());
  const lamp = street.place('a', is);
  const before = whole(lamp);
  await looked(street, violation);
  street.now += HOUR;
  return { street, lamp, before };
}

describe('what was changed is put back', () => {
  test('newest first, through the same gate and trail, and is left alone as long as it is exempt', async () => {
    const { street, lamp, before } = await repaired('lamp-shut', { door: 'open' });
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
    askBack(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    expect(whole(lamp)).toEqual(before);
    expect(calls(street)).toEqual(['SwitchOff', 'ShutDoor', 'SwitchOn', 'SwitchOff', 'OpenDoor', 'SwitchOn']);
    expect(street.trail('lamp-shut', 'a').slice(-3)).toEqual(['applied SwitchOn', 'undone', 'outcome withheld']);
    expect(street.entries.findLast(({ type }) => type === 'undone')?.body).toMatchObject({ by: 'ann', why: 'wrong lamp' });
    expect(street.entries.filter(({ type }) => type === 'intent').map(({ body }) => body.says)).toContain('put back for ann: wrong lamp');
    await looked(street, 'lamp-shut');
    expect(calls(street)).toHaveLength(6);
  });

  test('to the last step of a lamp that is held: it burns again, and nothing is owed', async () => {
    const { street, lamp, before } = await repaired('lamp-off', { paint: 'red' });
    askBack(street, 'lamp-off');
    await looked(street, 'lamp-off');
    expect(whole(lamp)).toEqual(before);
    expect(calls(street)).toEqual(['SwitchOff', 'SwitchOn']);
    expect((await street.lock('a')).owed).toBeUndefined();
  });

  test('once for one request', async () => {
    const { street, lamp } = await repaired('lamp-off', { paint: 'red' });
    askBack(street, 'lamp-off');
    await looked(street, 'lamp-off');
    lamp.power = 'off';
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('off');
  });

  test('and repaired again when the exemption is over, and put back again when that is asked', async () => {
    const { street, lamp, before } = await repaired('lamp-shut', { door: 'open' });
    askBack(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    street.now += 49 * HOUR;
    await looked(street, 'lamp-shut');
    expect(lamp.door).toBe('shut');
    street.now += HOUR;
    askBack(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    expect(whole(lamp)).toEqual(before);
  });

  test.each([
    ['off', ['ShutDoor'], 'outcome contained'],
    ['on', ['SwitchOff', 'ShutDoor', 'SwitchOn'], 'outcome withheld'],
  ] as const)('except what its owner has put back himself: a lamp that was %s', async (power, sent, ends) => {
    const { street, lamp, before } = await repaired('lamp-shut', { door: 'open', power });
    lamp.door = 'open';
    askBack(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    expect(whole(lamp)).toEqual(before);
    expect(calls(street)).toEqual(sent);
    expect(street.trail('lamp-shut', 'a').slice(-2)).toEqual(['undone', ends]);
  });

  test('after its case has ended in a case of its own, which is no repair begun: what comes next waits and is charged as any other', async () => {
    const { street } = await repaired('lamp-shut', { door: 'open' });
    expect((await street.case('lamp-shut', 'a')).open).toBe(false);
    askBack(street, 'lamp-shut');
    await street.look('lamp-shut', 'a');
    expect(calls(street).at(-1)).toBe('SwitchOff');
    const { open, charged, worst } = await street.case('lamp-shut', 'a');
    expect({ open, charged, worst }).toEqual({ open: true, charged: false, worst: undefined });
  });

  test('of a lamp that its owner had switched off, although another flaw holds it so: nothing is owed for that', async () => {
    const { street, lamp, before } = await repaired('lamp-shut', { door: 'open', paint: 'red', power: 'off' });
    await looked(street, 'lamp-off');
    expect((await street.lock('a')).holds).toHaveProperty('lamp-off');
    askBack(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    expect(whole(lamp)).toEqual(before);
    expect(calls(street)).toEqual(['ShutDoor', 'OpenDoor']);
  });

  test('except a lamp that another flaw holds off: whoever lets go last hands it back', async () => {
    const { street, lamp } = await repaired('lamp-shut', { door: 'open', paint: 'red' });
    await looked(street, 'lamp-off');
    street.now += HOUR;
    askBack(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ door: 'open', power: 'off' });
    lamp.paint = 'grey';
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('on');
  });

  test('also where policy has begun to observe, but not while it is paused or in a deployment that observes', async () => {
    const { street, lamp } = await repaired('lamp-off', { paint: 'red' });
    askBack(street, 'lamp-off');
    street.ledger.control('pause#global', {});
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('off');
    street.ledger.control('pause#global', undefined);
    street.cap = 'observe';
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('off');
    street.cap = 'policy';
    street.policy = policy({ defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } });
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('on');
  });
});

describe('what is not put back', () => {
  test('is what somebody has moved since: it stops there, says so, and is stuck', async () => {
    const { street, lamp } = await repaired('lamp-shut', { door: 'open' });
    lamp.power = 'off';
    askBack(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    expect(street.trail('lamp-shut', 'a').slice(-2)).toEqual(['undone', 'outcome stuck']);
    expect(street.entries.at(-2)?.body).toMatchObject({
      says: expect.stringContaining('somebody has moved it'),
      left: [{ api: 'SwitchOff' }, { api: 'ShutDoor' }, { api: 'SwitchOn' }],
    });
  });

  test('unless that is asked for by force', async () => {
    const { street, lamp } = await repaired('lamp-shut', { door: 'open' });
    lamp.power = 'off';
    askBack(street, 'lamp-shut', { force: true });
    await looked(street, 'lamp-shut');
    expect(lamp).toMatchObject({ power: 'on', door: 'open' });
  });

  test('is the lamp that was built anew', async () => {
    const { street } = await repaired('lamp-off', { paint: 'red' });
    const anew = street.place('a', { paint: 'grey', power: 'off', born: '2026-11-23T12:30:00.000Z' });
    askBack(street, 'lamp-off');
    await looked(street, 'lamp-off');
    expect(street.trail('lamp-off', 'a')).not.toContain('undone');
    askBack(street, 'lamp-off', { born: anew.born });
    await looked(street, 'lamp-off');
    expect(anew.power).toBe('off');
    expect(calls(street)).toEqual(['SwitchOff']);
  });

  test('is a change that perhaps was not ours, unless by force', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: new Error('socket hang up'), after: true });
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('off');
    street.trouble = () => undefined;
    askBack(street, 'lamp-off');
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('off');
    expect(street.entries.findLast((e) => e.type === 'undone')?.body.says).toContain('nobody knows whether it was our SwitchOff');
    askBack(street, 'lamp-off', { force: true });
    await looked(street, 'lamp-off');
    expect(lamp.power).toBe('on');
  });

  test.each([
    ['thick', ['SwitchOff', 'ShutDoor'], 'outcome stuck'],
    ['thin', ['SwitchOff', 'ShutDoor', 'SwitchOn'], 'outcome fixed'],
  ])('is what cannot be, and only where something is lost by that it is stuck: %s', async (paint, sent, ends) => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', paint });
    while (!street.trail('lamp-shut', 'a').includes('sent ShutDoor'))
      await (street.queue.length > 0 ? street.step() : street.look('lamp-shut', 'a'));
    askBack(street, 'lamp-shut');
    await street.rest();
    expect(lamp.door).toBe('shut');
    expect(calls(street)).toEqual(sent);
    expect(street.trail('lamp-shut', 'a').at(-1)).toBe(ends);
    if (ends !== 'outcome stuck') return;
    const says = 'put back in part only: ShutDoor cannot be put back: the way the door stood';
    expect(street.reports.at(-1)).toMatchObject({ outcome: 'stuck', says });
    expect(street.entries.at(-1)?.body).toMatchObject({ says, next: { call: { api: 'ShutDoor', input: { LampName: 'a' } } } });
    expect(street.entries.findLast(({ type }) => type === 'undone')?.body).toMatchObject({ by: 'ann', says });
  });

  test('is nothing where somebody asks for what has been deleted since', async () => {
    const { street } = await repaired('lamp-off', { paint: 'red' });
    street.lamps.delete('a');
    askBack(street, 'lamp-off');
    await looked(street, 'lamp-off');
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome gone');
    expect(calls(street)).toEqual(['SwitchOff']);
  });

  test('is tried three times of its own, whatever calls the repair made before it', async () => {
    const { street, lamp, before } = await repaired('lamp-shut', { door: 'open' });
    askBack(street, 'lamp-shut');
    let refusals = 2;
    street.trouble = () => (refusals-- > 0 ? { error: awsError('ValidationException', 'not today') } : undefined);
    await looked(street, 'lamp-shut');
    await looked(street, 'lamp-shut');
    expect(lamp.door).toBe('shut');
    await looked(street, 'lamp-shut');
    expect(calls(street).slice(0, 4)).toEqual(['SwitchOff', 'ShutDoor', 'SwitchOn', 'SwitchOff']);
    expect(whole(lamp)).toEqual(before);
  });

  test('is what AWS refuses: it is failed, tried three times in a day, then stuck', async () => {
    const { street, lamp } = await repaired('lamp-off', { paint: 'red' });
    street.trouble = () => ({ error: awsError('AccessDeniedException', 'no') });
    askBack(street, 'lamp-off');
    for (let n = 0; n < 4; n++) await looked(street, 'lamp-off');
    expect(lamp.power).toBe('off');
    expect(street.entries.at(-1)?.body.outcome).toBe('stuck');
    expect(street.now).toBeLessThan(START + 24 * HOUR);
  });

  test('waits for a lamp that is being worked at', async () => {
    const { street, lamp } = await repaired('lamp-off', { paint: 'red' });
    lamp.busy = true;
    askBack(street, 'lamp-off');
    expect((await street.look('lamp-off', 'a')).outcome).toBe('waiting');
    lamp.busy = false;
    await street.rest();
    expect(lamp.power).toBe('on');
  });
});

describe('of all that was done there stands', () => {
  const call = (api: string) => ({ api, input: { LampName: 'a' } });
  const off = { purpose: 'repair', call: call('SwitchOff'), undo: call('SwitchOn'), expect: { power: 'off' } };
  const shut = { purpose: 'repair', call: call('ShutDoor'), undo: call('OpenDoor'), expect: { door: 'shut' } };
  const on = { purpose: 'hand-back', call: call('SwitchOn'), expect: { power: 'on' } };
  const trail = (done: readonly object[]): Entry[] =>
    done.flatMap((intent, i) => {
      const [admitted, seen] = [{ ...intent, born: 'b', token: i }, { token: i }];
      return [{ type: 'intent', body: admitted } as unknown as Entry, { type: 'applied', body: seen } as unknown as Entry];
    });
  test.each<[string, readonly object[], readonly [api: string, left: object][]]>([
    [
      'each repair, with what all until then had brought about',
      [off, shut, off],
      [
        ['SwitchOff', { power: 'off' }],
        ['ShutDoor', { power: 'off', door: 'shut' }],
        ['SwitchOff', { power: 'off', door: 'shut' }],
      ],
    ],
    [
      'also a repair that makes the very call by which the one before it would be put back',
      [off, { ...on, purpose: 'repair' }],
      [
        ['SwitchOff', { power: 'off' }],
        ['SwitchOn', { power: 'on' }],
      ],
    ],
    ['neither the latest change nor its hand-back', [shut, off, on], [['ShutDoor', { door: 'shut' }]]],
  ])('%s', (_, done, standing) => {
    expect(stands(trail(done), 'b').map(({ call: { api }, left }) => [api, left])).toEqual(standing);
  });
});
