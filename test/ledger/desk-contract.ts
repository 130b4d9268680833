/** What every desk must do, whatever it is made of. */
import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import { DESK, type Order, type Setting } from '../../src/ledger/desk.ts';
import { lasts, type Pause } from '../../src/ledger/desk-items.ts';
import { freshBudget } from '../../src/ledger/items.ts';
import type { Ruling } from '../../src/ledger/rulings.ts';
import { resourceOf } from '../engine/lamp.ts';
import { AT, admission, type Bench, subject } from './contract.ts';

const hours = (n: number): string => new Date(Date.parse(AT) + n * 3_600_000).toISOString();
export const order = (...sets: Setting[]): Order => ({ at: AT, release: 'r', policy: 'p', body: { verb: 'test', who: 'ann' }, sets });
const paused = (name: string, was: Pause | undefined, now: Omit<Pause, 'rev' | 'name'> | undefined) =>
  order({ about: 'pause', name, was, now });
export const pausing = (was?: Pause, over: Partial<Pause> = {}): Order =>
  paused('pause#global', was, { reason: 'incident 42', by: 'ann', at: AT, ...over });

type Says = Pick<Ruling, 'exemption' | 'answer'>;
export const ruling = (says: Says, name = 'a'): Omit<Ruling, 'rev'> => ({
  v: 1,
  violation: subject.violation,
  key: resourceOf(name).key,
  resource: resourceOf(name),
  ...says,
});
export const exempt = (until: string): Says => ({ exemption: { born: '*', until, owner: 'ann', reason: 'a trial', by: 'bob' } });

async function trail({ desk }: Bench): Promise<number> {
  const entries = await Array.fromAsync(desk.entries(DESK.violation, DESK.key));
  expect(broken(entries, await desk.head())).toBeUndefined();
  return entries.length;
}

export function deskContract(name: string, bench: () => Bench): void {
  describe(`${name}: an order`, () => {
    test('leaves one record, chained to the one before it, and provable', async () => {
      const b = bench();
      for (let i = 0; i < 12; i++) expect(await b.desk.write(order())).toMatchObject({ seq: i + 1, type: 'ruled', body: { who: 'ann' } });
      expect(await trail(b)).toBe(12);
    });

    test('is taken from two who are at the desk at once, one after the other', async () => {
      const b = bench();
      await Promise.all([b.desk.write(order()), b.desk.write(order())]);
      expect(await trail(b)).toBe(2);
    });

    test('whose matter has moved changes nothing and leaves no record', async () => {
      const b = bench();
      await b.desk.write(pausing());
      expect(await b.desk.write(pausing())).toBe('moved');
      const [was] = await b.desk.pauses([]);
      const other: Setting = { about: 'ruling', was: { ...ruling({}), rev: 7 }, now: ruling({}) };
      expect(await b.desk.write(order({ about: 'pause', name: 'pause#global', was, now: undefined }, other))).toBe('moved');
      expect(await b.desk.pauses([])).toEqual([was]);
      expect(await trail(b)).toBe(1);
    });

    test('is not taken where the chain has no end that could be read', async () => {
      const b = bench();
      await b.spoil({ pk: 'control#desk', sk: '-' }, 'rubbish');
      await expect(b.desk.write(pausing())).rejects.toThrow('control#desk is not JSON');
      expect(await b.desk.pauses(['pause#global'])).toEqual([]);
    });

    test('is not taken where the chain is not where its end says it is', async () => {
      const b = bench();
      await b.desk.write(order());
      await b.spoil({ pk: 'control#desk', sk: '-' }, JSON.stringify({ v: 1, seq: 0, hash: '' }));
      await expect(b.desk.write(pausing())).rejects.toThrow('nothing was changed');
    });
  });

  describe(`${name}: a pause from the desk`, () => {
    test('stops what is admitted, is listed with who and why, and is over when it is ended', async () => {
      const b = bench();
      const before = await b.ledger.open(subject);
      await b.desk.write(pausing());
      expect(await b.ledger.write(subject, admission(before))).toBe('paused');
      const [was, ...more] = await b.desk.pauses([]);
      expect([was, more]).toEqual([{ name: 'pause#global', rev: 1, reason: 'incident 42', by: 'ann', at: AT }, []]);
      await b.desk.write(paused('pause#global', was, undefined));
      expect(await b.ledger.write(subject, admission(before))).toBe('written');
      expect(await b.desk.pauses([])).toEqual([]);
      const [over] = await b.desk.pauses(['pause#global']);
      expect(over && lasts(over, b.now())).toBe(false);
      expect(await b.desk.write(pausing(over))).toMatchObject({ seq: 3 });
      expect((await b.ledger.open(subject)).paused).toEqual(['pause#global']);
    });

    test('with an end is in force until then by the rule of the gate, and is listed before those that have none', async () => {
      const b = bench();
      const now = b.now().getTime();
      const until = new Date(Math.ceil(now / 1000) * 1000 + 60_000).toISOString();
      await b.desk.write(pausing(undefined, { until }));
      await b.desk.write(paused('pause#account#111122223333', undefined, { reason: 'x', by: 'ann', at: AT }));
      expect((await b.ledger.open(subject)).paused).toEqual(['pause#global', 'pause#account#111122223333']);
      const [, pause] = await b.desk.pauses([]);
      expect(pause).toMatchObject({ name: 'pause#global', until });
      expect(lasts({ until }, b.now())).toBe(true);
      expect(lasts({ until }, new Date(Date.parse(until) + 999))).toBe(true);
      expect(lasts({ until }, new Date(Date.parse(until) + 1_000))).toBe(false);
      expect(lasts({}, b.now())).toBe(true);
    });

    test('written by hand is listed by its name, says what it says, and is ended or replaced all the same', async () => {
      const b = bench();
      await b.pause('pause#global', { reason: 'fire', by: 'on call' });
      await b.pause('pause#violation#lamp-off', { until: 4_000_000_000 });
      const names = ['pause#global', 'pause#violation#lamp-off', 'pause#violation#lamp-shut'];
      const [global, violation] = await b.desk.pauses(names);
      expect(global).toEqual({ name: 'pause#global', rev: 0, reason: 'fire', by: 'on call' });
      expect(violation).toEqual({ name: 'pause#violation#lamp-off', rev: 0, until: '2096-10-02T07:06:40.000Z' });
      expect(await b.desk.write(paused('pause#violation#lamp-off', violation, undefined))).toMatchObject({ seq: 1 });
      expect(await b.desk.write(pausing(global))).toMatchObject({ seq: 2 });
      expect(await b.desk.write(pausing(global))).toBe('moved');
      expect((await b.desk.pauses(names)).filter((p) => lasts(p, b.now()))).toMatchObject([{ rev: 1, reason: 'incident 42' }]);
    });

    test('whose end is beyond all time is listed without one', async () => {
      const b = bench();
      await b.pause('pause#global', { until: 1e15 });
      expect(await b.desk.pauses(['pause#global'])).toEqual([{ name: 'pause#global', rev: 0 }]);
    });
  });

  describe(`${name}: a ruling`, () => {
    test('is what the next look decides under, and stops what was decided before it', async () => {
      const b = bench();
      const before = await b.ledger.open(subject);
      await b.desk.write(order({ about: 'ruling', was: undefined, now: ruling(exempt(hours(24))) }));
      expect(await b.ledger.write(subject, admission(before))).toBe('moved');
      const { ruling: was } = await b.desk.open(subject);
      expect(was).toMatchObject({ rev: 1, exemption: { until: hours(24), owner: 'ann' } });
      expect(await b.ledger.write(subject, admission(await b.ledger.open(subject)))).toBe('written');
      await b.desk.write(order({ about: 'ruling', was, now: ruling({}) }));
      expect((await b.desk.open(subject)).ruling).toEqual({ ...ruling({}), rev: 2 });
    });

    test('that exempts is listed by when it ends, until it is ended', async () => {
      const b = bench();
      const write = async (name: string, until: string) =>
        await b.desk.write(order({ about: 'ruling', was: undefined, now: ruling(exempt(until), name) }));
      await write('a', hours(48));
      await write('b', hours(24));
      const listed = await Array.fromAsync(b.desk.exemptions());
      expect(listed.map((r) => r.resource.name)).toEqual(['b', 'a']);
      await b.desk.write(order({ about: 'ruling', was: listed[0], now: ruling({}, 'b') }));
      expect((await Array.fromAsync(b.desk.exemptions())).map((r) => r.resource.name)).toEqual(['a']);
    });

    test('that exempts is listed apart from pauses and cases, and like a pause is nothing for the sweep when its end has come', async () => {
      const b = bench();
      await b.desk.write(order({ about: 'ruling', was: undefined, now: ruling(exempt(hours(1)), 'b') }));
      await b.desk.write(pausing(undefined, { until: hours(1) }));
      const { gate: _, ...change } = admission(await b.ledger.open(subject), { wakeAt: hours(1) });
      await b.ledger.write(subject, change);
      expect((await Array.fromAsync(b.desk.exemptions())).map((r) => r.resource.name)).toEqual(['b']);
      expect((await b.desk.pauses([])).map((p) => p.name)).toEqual(['pause#global']);
      expect(await Array.fromAsync(b.ledger.due(new Date(hours(2))))).toEqual([
        { violation: subject.violation, resource: resourceOf('a') },
      ]);
    });
  });

  describe(`${name}: a budget`, () => {
    test('is read fresh where nothing was begun, and reset counts on, so that nobody writes over it by an old number', async () => {
      const b = bench();
      const before = await b.ledger.open(subject);
      await b.ledger.write(subject, admission(before));
      const [account, violation] = before.budgets.map(({ id }) => id) as [string, string];
      const [was, other] = await b.desk.budgets([account, 'budget#444455556666']);
      expect(was).toEqual({ v: 1, id: account, rev: 1, begun: [AT] });
      expect(other).toEqual(freshBudget('budget#444455556666'));
      if (!was) throw new Error('no budget was read');
      await b.desk.write(order({ about: 'budget', was, now: { v: 1, id: account, begun: [] } }));
      expect(await b.desk.budgets([account, violation])).toMatchObject([
        { rev: 2, begun: [] },
        { rev: 1, begun: [AT] },
      ]);
      expect(await b.desk.write(order({ about: 'budget', was, now: was }))).toBe('moved');
    });

    test('of which nothing was ever begun can be reset as well', async () => {
      const b = bench();
      const was = freshBudget('budget#444455556666');
      expect(await b.desk.write(order({ about: 'budget', was, now: was }))).toMatchObject({ seq: 1 });
      expect(await b.desk.budgets([was.id])).toEqual([{ ...was, rev: 1 }]);
    });
  });

  describe(`${name}: the first word of two`, () => {
    test('waits for the second on the same matter, and is over once it was said', async () => {
      const b = bench();
      expect(await b.desk.word('resume global')).toBeUndefined();
      const matter = 'resume global';
      const word = { hash: 'h', person: 'ann', arn: 'arn', why: 'calm', until: hours(24) };
      await b.desk.write(order({ about: 'word', matter, was: undefined, now: word }));
      const was = await b.desk.word('resume global');
      expect(was).toEqual({ v: 1, matter, ...word, rev: 1 });
      expect(await b.desk.word('reset budget#111122223333')).toBeUndefined();
      await b.desk.write(order({ about: 'word', matter, was, now: { ...word, person: 'bob' } }));
      expect(await b.desk.write(order({ about: 'word', matter, was, now: undefined }))).toBe('moved');
      await b.desk.write(order({ about: 'word', matter, was: await b.desk.word('resume global'), now: undefined }));
      const nobody = { hash: '', person: '', arn: '', why: '', until: '1970-01-01T00:00:00.000Z' };
      expect(await b.desk.word('resume global')).toEqual({ v: 1, matter, ...nobody, rev: 3 });
    });
  });

  describe(`${name}: the cases`, () => {
    test('are listed by how they stand and by whether they are open, with more of them than one read takes', async () => {
      const { ledger, desk } = bench();
      const names = Array.from({ length: 103 }, (_, i) => String(i).padStart(3, '0'));
      for (const [i, name] of names.entries()) {
        const { key } = resourceOf(name);
        const one = { ...subject, key };
        const {
          gate: _,
          budgets: __,
          ...change
        } = admission(await ledger.open(one), {
          key,
          resource: resourceOf(name),
          outcome: i < 101 ? 'asking' : 'fixed',
          open: i < 101,
          since: hours(-i),
          wakeAt: hours(i),
        });
        await ledger.write(one, { ...change, lock: { was: change.lock.was }, entries: [] });
      }
      const asking = await Array.fromAsync(desk.cases('asking'));
      expect(asking.map((c) => c.resource?.name)).toEqual(names.slice(0, 101));
      const [, fixed] = await Array.fromAsync(desk.cases('fixed'));
      expect(fixed?.resource?.name).toBe('102');
      expect(await Array.fromAsync(desk.cases('stuck'))).toEqual([]);
      expect((await Array.fromAsync(desk.cases('open'))).map((c) => c.resource?.name)).toEqual(names.slice(0, 101));
    });
  });

  test(`${name}: a resource for which something is owed is no open case`, async () => {
    const { ledger, desk } = bench();
    const { budgets: _, ...change } = admission(await ledger.open(subject), { open: false });
    const owed = { what: 'off', violation: 'lamp-shut', call: { api: 'SwitchOn', input: {} }, expect: {}, since: AT };
    const { was, now } = change.lock;
    if (now) await ledger.write(subject, { ...change, lock: { was, now: { ...now, owed } } });
    expect(await Array.fromAsync(ledger.due(new Date(AT)))).toHaveLength(1);
    expect(await Array.fromAsync(desk.cases('open'))).toEqual([]);
  });

  test(`${name}: the trail of a case and what the sweep did are read at the desk as well`, async () => {
    const { ledger, desk } = bench();
    await ledger.write(subject, admission(await ledger.open(subject)));
    expect(await Array.fromAsync(desk.entries(subject.violation, subject.key))).toHaveLength(1);
    await ledger.noteSweep({ kind: 'k', at: AT, looked: 1, flawed: 0, sent: 0, policy: 'p' });
    expect(await desk.lastSweep('k')).toMatchObject({ looked: 1 });
  });
}
