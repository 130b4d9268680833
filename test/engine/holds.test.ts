/** What keeps a lamp as it is, and what is owed for it. */
import { describe, expect, test } from 'vitest';
import { mayHold } from '../../src/engine/holds.ts';
import { blank, type Standing } from '../../src/engine/plan.ts';
import type { AnyRemediation } from '../../src/engine/remediation.ts';
import type { Opened } from '../../src/ledger/port.ts';
import { LAG, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const MINUTE = 60_000;
const opened = async (street: Street, violation = 'lamp-off'): Promise<Opened> =>
  await street.ledger.open({ key: resourceOf('a').key, violation, account: '111122223333' });
const calls = (street: Street): string[] => street.sent.map((s) => s.api);
function violation(street: Street, id: string, over: Partial<AnyRemediation>): void {
  const remediation = street.remediations.get(id);
  if (!remediation) throw new Error('no violation');
  Object.assign(remediation, over);
}
/** A red lamp, switched off by us and shown so. */
async function contained(over: Parameters<typeof policy>[0] = {}): Promise<Street> {
  const street = new Street(policy(over));
  street.place('a', { paint: 'red' });
  await street.look('lamp-off', 'a');
  await street.rest();
  return street;
}

describe('to keep a lamp off', () => {
  async function view(over: Partial<Standing> = {}, paused: readonly string[] = []): Promise<Standing> {
    const street = new Street(policy());
    const remediation = street.remediations.get('lamp-off');
    if (!remediation) throw new Error('no violation');
    const visit = street.visit('a');
    const { resource } = visit;
    const now = new Date(START);
    const seen = { born: 'b', state: {} };
    return { remediation, resource, visit, seen, now, house: street.house(), opened: { ...(await opened(street)), paused }, ...over };
  }
  const shared = { ...resourceOf('a'), type: 'AWS::Street::Lamp' };

  test.each<[string, Partial<Standing>, readonly string[], string]>([
    ['is allowed where policy enforces that effect', {}, [], 'yes'],
    ['is not for now, while it is paused', {}, ['pause#global'], 'not-now'],
    ["is not allowed for mlwarden's own", { resource: resourceOf('mlwarden-lamp') }, [], 'no'],
    ['is not allowed out of scope', { resource: shared }, [], 'no'],
    ['is allowed where it is linked to what is in scope', { resource: shared, seen: { born: 'b', state: {}, linked: ['x'] } }, [], 'yes'],
    ['is not allowed for what is protected', { house: { policy: policy({ protected: ['*'] }), cap: 'policy', release: 'r' } }, [], 'no'],
    ['is not allowed in a deployment that observes', { house: { policy: policy(), cap: 'observe', release: 'r' } }, [], 'no'],
  ])('%s', async (_, over, paused, may) => {
    const asked = await view(over, paused);
    expect(mayHold(asked, blank(asked), 'disruptive')).toBe(may);
  });

  test('is not allowed where policy observes that effect', async () => {
    const asked = await view();
    expect(mayHold(asked, blank(asked), 'destructive')).toBe('no');
  });
});

describe('a lamp of a kind that others share', () => {
  test('is changed only where it is linked to what is in scope', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    const visit = { ...street.visit('a'), resource: { ...resourceOf('a'), type: 'AWS::Street::Lamp' } };
    expect((await street.take('lamp-off', visit)).says).toContain('out-of-scope');
    const kind = street.remediations.get('lamp-off')?.kind;
    const { born, ...state } = lamp;
    if (kind) Object.assign(kind, { inspect: async () => ({ born, state, linked: ['a hall of ours'] }) });
    expect((await street.take('lamp-off', visit)).outcome).toBe('sent');
  });
});

describe('a hold', () => {
  test('is not taken by a step whose effect policy allows, where it does not allow that of the hold', async () => {
    const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive: 'observe', destructive: 'observe' } }));
    street.place('a', { door: 'open', power: 'off' });
    expect((await street.look('lamp-shut', 'a')).outcome).toBe('sent');
    expect((await opened(street)).lock.holds).toEqual({});
  });

  test('is taken with a step that is milder than it, where policy allows both: what the step brings stays so from the first', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    const repair = street.remediations.get('lamp-off')?.repair;
    violation(street, 'lamp-off', { repair: (s, r, c) => ({ ...repair?.(s, r, c), effect: 'reversible' }) as never });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('sent');
    expect((await opened(street)).lock.holds).toMatchObject({ 'lamp-off': { what: 'off', effect: 'disruptive' } });
  });

  test('is not taken while it is paused, and the look goes on', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', power: 'off' });
    street.ledger.control('pause#global', {});
    expect((await street.look('lamp-off', 'a')).outcome).toBe('contained');
    expect((await opened(street)).lock.holds).toEqual({});
  });

  test('is not taken under a pause that comes between look and record', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', power: 'off' });
    street.mishap = (request) => {
      if (request === 'write') street.ledger.control('pause#global', {});
      return undefined;
    };
    await street.look('lamp-off', 'a');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome contained']);
  });

  test('outlives one answer that the lamp is not there, and what was switched off is handed back once it is right', async () => {
    const street = await contained();
    street.now += 60 * MINUTE;
    street.stale = () => 'nothing';
    expect((await street.look('lamp-off', 'a')).outcome).toBe('absent');
    expect((await opened(street)).lock.holds).toHaveProperty('lamp-off');
    street.stale = () => undefined;
    Object.assign(street.lamps.get('a') ?? {}, { paint: 'grey' });
    await street.rest();
    expect(street.lamps.get('a')).toMatchObject({ power: 'on' });
    expect(street.trail('lamp-off', 'a')).not.toContain('outcome gone');
  });

  test('is void on another lamp that takes its name before it was seen gone twice, and nothing is handed back to that one', async () => {
    const street = await contained();
    street.now += 60 * MINUTE;
    street.lamps.delete('a');
    expect((await street.look('lamp-off', 'a')).outcome).toBe('absent');
    street.place('a', { power: 'off', born: '2026-11-23T13:30:00.000Z' });
    await street.rest();
    expect((await opened(street)).lock).toMatchObject({ holds: {} });
    expect(street.trail('lamp-off', 'a')).toContain('outcome gone');
    expect(calls(street)).toEqual(['SwitchOff']);
    expect(street.lamps.get('a')).toMatchObject({ power: 'off' });
  });

  test('is void on a lamp that is gone, and so is all that was owed', async () => {
    const street = await contained();
    street.now += 60 * MINUTE;
    street.lamps.delete('a');
    await street.look('lamp-off', 'a');
    await street.rest();
    const { lock } = await opened(street);
    expect(lock).toMatchObject({ born: '', holds: {} });
    expect(lock.owed).toBeUndefined();
  });

  test('is not on record any more once another lamp of its name is there', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', power: 'off' });
    await street.look('lamp-off', 'a');
    expect((await opened(street)).lock.holds).toHaveProperty('lamp-off');
    street.now += 60 * MINUTE;
    street.place('a', { born: '2026-11-23T12:30:00.000Z' });
    await street.look('lamp-off', 'a');
    expect((await opened(street)).lock).toMatchObject({ born: '2026-11-23T12:30:00.000Z', holds: {} });
  });
});

describe('while another change is under way', () => {
  /** The other violation has switched the lamp off, and nobody has seen it yet. */
  async function between(): Promise<Street> {
    const street = new Street(policy());
    street.place('a', { paint: 'red', door: 'open' });
    await street.look('lamp-shut', 'a');
    return street;
  }
  test('a flaw claims that the lamp stays off, and is found once', async () => {
    const street = await between();
    for (let i = 0; i < 2; i++) expect((await street.look('lamp-off', 'a')).outcome).toBe('busy');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'held']);
  });

  test('a flaw of a lamp built anew under its name claims nothing', async () => {
    const street = await between();
    street.place('a', { paint: 'red', power: 'off', born: '2026-11-23T12:00:01.000Z' });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('busy');
    expect(street.trail('lamp-off', 'a')).toEqual([]);
  });

  test('a flaw that comes back and goes again is told of anew, although nothing was done and it ends as before', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', door: 'open', power: 'off' });
    await street.look('lamp-off', 'a');
    lamp.paint = 'grey';
    await street.look('lamp-off', 'a');
    await street.look('lamp-shut', 'a');
    lamp.paint = 'red';
    expect((await street.look('lamp-off', 'a')).outcome).toBe('busy');
    expect((await opened(street)).case.outcome).toBeUndefined();
    lamp.paint = 'grey';
    await street.rest();
    const ended = ['found', 'held', 'outcome contained', 'released', 'outcome fixed'];
    expect(street.trail('lamp-off', 'a')).toEqual([...ended, ...ended.filter((line) => line !== 'outcome contained')]);
    const { case: kase } = await opened(street);
    expect(kase).toMatchObject({ open: false, outcome: 'fixed', since: street.entries.findLast((e) => e.violation === 'lamp-off')?.at });
  });

  test('which is its own hand-back, a flaw claims nothing: its turn comes when that is settled', async () => {
    const street = await contained();
    const lamp = street.lamps.get('a');
    street.now += 60 * MINUTE;
    Object.assign(lamp ?? {}, { paint: 'grey' });
    await street.look('lamp-off', 'a');
    street.stale = () => (lamp ? { ...lamp, power: 'off', paint: 'red' } : undefined);
    await street.look('lamp-off', 'a');
    expect((await opened(street)).lock.holds).toEqual({});
  });
});

describe('what is owed', () => {
  test.each([
    ['is still owed where a read shows the lamp as it was, within a quarter of an hour', 0, true],
    ['is not owed any more where the lamp is seen to be as it was after that', 1, false],
  ])('%s', async (_, more, still) => {
    const street = await contained();
    const lamp = street.lamps.get('a');
    const { token, owed } = (await opened(street)).lock;
    street.stale = () => (lamp ? { ...lamp, power: 'on' } : undefined);
    street.now = Date.parse(owed?.since ?? '') + 15 * MINUTE + more;
    // Under a pause it is not switched off again: what is owed now is what was owed before.
    street.ledger.control('pause#global', {});
    await street.take('lamp-off', { ...street.visit('a'), saw: { token, waited: LAG } });
    expect((await opened(street)).lock.owed !== undefined).toBe(still);
  });

  test('is not owed any more where its owner has taken the lamp back, however soon', async () => {
    const street = await contained();
    Object.assign(street.lamps.get('a') ?? {}, { power: 'on', paint: 'grey' });
    const { token } = (await opened(street)).lock;
    await street.take('lamp-off', { ...street.visit('a'), saw: { token, waited: LAG } });
    expect((await opened(street)).lock.owed).toBeUndefined();
    expect(calls(street)).toEqual(['SwitchOff']);
  });

  test('is handed back in a case of its own where there is none any more', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', door: 'open' });
    await street.look('lamp-shut', 'a');
    await street.look('lamp-off', 'a');
    await street.rest();
    street.ledger.control('pause#global', {});
    lamp.paint = 'grey';
    await street.look('lamp-off', 'a');
    street.ledger.control('pause#global', undefined);
    street.now += 60 * MINUTE;
    expect((await opened(street, 'lamp-shut')).case.open).toBe(false);
    expect((await street.look('lamp-shut', 'a')).outcome).toBe('sent');
    expect((await opened(street, 'lamp-shut')).case.open).toBe(true);
    await street.rest();
    expect(street.trail('lamp-shut', 'a').slice(-2)).toEqual(['applied SwitchOn', 'outcome fixed']);
  });

  test('is nothing, where the lamp was off already when the step was taken', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', power: 'off' });
    const repair = street.remediations.get('lamp-shut')?.repair;
    violation(street, 'lamp-shut', { repair: (s, r, c) => ({ ...repair?.(s, r, c), undo: { api: 'SwitchOn', input: {} } }) as never });
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect([lamp.door, calls(street)]).toEqual(['shut', ['ShutDoor']]);
  });

  test('is nothing, where the flaw holds nothing', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    const flaw = street.remediations.get('lamp-off')?.flaw;
    violation(street, 'lamp-off', {
      flaw: (s, c) => {
        const { holds: _, ...rest } = flaw?.(s, c) ?? { says: '', contained: true };
        return rest;
      },
    });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect((await opened(street)).lock.owed).toBeUndefined();
    expect(calls(street)).toEqual(['SwitchOff']);
  });
});

describe('a repair begun', () => {
  const one = { budget: { account: { repairs: 1, per: '10m' }, violation: { repairs: 9, per: '10m' } } };
  test('is not begun anew where a pause has held it up: it is charged once', async () => {
    const street = new Street(policy(one));
    street.place('a', { door: 'open' });
    await street.look('lamp-shut', 'a');
    street.ledger.control('pause#global', {});
    await street.rest();
    expect(street.reports.at(-1)).toMatchObject({ outcome: 'contained' });
    street.ledger.control('pause#global', undefined);
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect(calls(street)).toEqual(['SwitchOff', 'ShutDoor', 'SwitchOn']);
  });

  test('is begun anew, and charged anew, where policy has observed for a while', async () => {
    const street = new Street(policy(one));
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }) });
    await street.look('lamp-off', 'a');
    street.trouble = () => undefined;
    street.policy = policy({ ...one, violations: { 'lamp-off': { disruptive: 'observe' } } });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('withheld');
    street.policy = policy(one);
    expect((await street.look('lamp-off', 'a')).says).toContain('over-budget');
  });
});

describe('an open case', () => {
  test('is due twenty minutes after it was found, and not before', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    expect(await Array.fromAsync(street.ledger.due(new Date(START + 20 * MINUTE - 1)))).toEqual([]);
    expect(await Array.fromAsync(street.ledger.due(new Date(START + 20 * MINUTE)))).toHaveLength(1);
  });
});
