import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { resourceOf } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { Counter } from './desk.ts';

const CASE = `lamp-off/${resourceOf('a').key}`;
async function repaired(p = policy()): Promise<Counter> {
  const counter = new Counter(p);
  counter.street.lamps.set('a', { power: 'on', door: 'open', busy: false, paint: 'red', born: 'first' });
  await counter.looked();
  return counter;
}
const entriesOf = ({ data }: { data: object }) => (data as { entries: Entry[] }).entries;

describe('export', () => {
  test('lists every chain, the desk’s own among them, also of cases that are closed', async () => {
    const counter = await repaired();
    expect((await counter.ask('export')).data).toEqual({ chains: ['operator/desk', CASE] });
  });
  test('gives a chain whole, with where the ledger says it ends', async () => {
    const counter = await repaired();
    for (const name of [CASE, 'lamp-off a']) {
      const { data } = await counter.ask('export', { case: name });
      expect(broken(entriesOf({ data }), data.head as { seq: number; hash: string })).toBeUndefined();
      expect(data).toMatchObject({ violation: 'lamp-off', more: false });
    }
    await counter.ask('pause', { level: 'global', why: 'x' });
    expect(entriesOf(await counter.ask('export', { case: 'operator/desk' }))).toHaveLength(1);
  });
  test('gives what is behind a number, and what happened within a time', async () => {
    const counter = await repaired();
    const all = entriesOf(await counter.ask('export', { case: CASE }));
    expect(all.length).toBeGreaterThan(3);
    expect(entriesOf(await counter.ask('export', { case: CASE, after: '2' }))).toEqual(all.slice(2));
    const { at } = all[2] as Entry;
    expect(entriesOf(await counter.ask('export', { case: CASE, since: at }))).toEqual(all.filter((e) => e.at >= at));
    expect(entriesOf(await counter.ask('export', { case: CASE, until: at }))).toEqual(all.filter((e) => e.at <= at));
  });
  test('turns a page before an answer gets too long', async () => {
    const counter = await repaired();
    const [first] = entriesOf(await counter.ask('export', { case: CASE }));
    const long = { ...(first as Entry), body: { says: 'x'.repeat(2_000_001) } };
    const { desk } = counter.office();
    const entries = async function* () {
      yield long;
      yield { ...long, seq: 2 };
    };
    const over = { desk: { ...desk, entries } };
    expect((await counter.ask('export', { case: CASE }, undefined, over)).data).toMatchObject({ entries: [{ seq: 1 }], more: true });
    const { data } = await counter.ask('export', { case: CASE, after: '1' }, undefined, over);
    expect(data).toMatchObject({ entries: [{ seq: 2 }], more: false });
  });
  test.each([
    [{ case: 'lamp-off nobody' }, 'There is no case'],
    [{ case: CASE, since: 'yesterday' }, 'is no time'],
    [{ case: CASE, after: 'x' }, 'the number of an entry'],
  ])('%j is refused in a sentence', async (input, says) => {
    expect(await (await repaired()).refusal('export', input)).toContain(says);
  });
});

describe('uninstall --plan', () => {
  test('finds nothing where nothing was done', async () => {
    expect(await new Counter().ask('uninstall', { plan: true })).toEqual({
      says: ['Nothing is held, owed or under way.'],
      data: { left: [] },
    });
  });
  test('lists what is held and what is owed, with what puts it back', async () => {
    const counter = new Counter(policy({ defaults: { reversible: 'observe', disruptive: 'enforce', destructive: 'observe' } }));
    counter.street.lamps.set('a', { power: 'on', door: 'open', busy: false, paint: 'red', born: 'first' });
    await counter.looked('lamp-shut');
    const { data, says, wrong } = await counter.ask('uninstall', { plan: true });
    const left = data.left as { is: string; what: string; undo: string }[];
    expect(left.map((l) => [l.is, l.what])).toEqual([
      ['held', 'off'],
      ['owed', 'SwitchOn'],
    ]);
    const undo = `npx mlwarden undo 'lamp-shut/${resourceOf('a').key}' --exempt-until 7d --why uninstall`;
    expect(new Set(left.map((l) => l.undo))).toEqual(new Set([undo]));
    expect([says.length, says[1], wrong]).toEqual([4, undo, true]);
  });
  test('lists what was sent and is not seen yet, once for a resource', async () => {
    const counter = new Counter(policy());
    counter.street.lamps.set('a', { power: 'on', door: 'open', busy: false, paint: 'red', born: 'first' });
    await counter.street.look('lamp-off', 'a');
    await counter.street.look('lamp-shut', 'a');
    const { left } = (await counter.ask('uninstall', { plan: true })).data as { left: { is: string; what: string }[] };
    expect(left.filter((l) => l.is === 'under way').map((l) => l.what)).toEqual(['SwitchOff']);
  });
  test('is refused without --plan', async () => {
    expect(await new Counter().refusal('uninstall', {})).toContain('cannot read plan');
  });
});
