/** What every ledger must do, whatever it is made of. */
import { describe, expect, test } from 'vitest';
import { broken, link } from '../../src/ledger/chain.ts';
import type { Desk } from '../../src/ledger/desk.ts';
import { type Case, type Entry, freshLock, type Lock, OUTCOMES } from '../../src/ledger/items.ts';
import type { Change, Ledger, Opened, Subject } from '../../src/ledger/port.ts';
import { resourceOf } from '../engine/lamp.ts';

/** What people write without us: less than we would. */
export interface ByHand {
  readonly until?: number;
  readonly reason?: string;
  readonly by?: string;
}
export const attributes = ({ until, reason, by }: ByHand): Record<string, { S: string } | { N: string }> => ({
  ...(until !== undefined && { until: { N: String(until) } }),
  ...(reason !== undefined && { reason: { S: reason } }),
  ...(by !== undefined && { by: { S: by } }),
});
export interface Bench {
  readonly ledger: Ledger;
  readonly desk: Desk;
  /** What an operator's command puts (`until` in epoch seconds) or takes away. */
  pause(name: string, item: ByHand | undefined): Promise<void>;
  /** Puts rubbish where an item should be. */
  spoil(id: { pk: string; sk: string }, doc: string): Promise<void>;
  now(): Date;
}

export const subject: Subject = { key: resourceOf('a').key, violation: 'lamp-off', account: '111122223333' };
export const AT = '2026-11-23T12:00:00.000Z';

/** A change of which nobody wrote down what it was to bring about. */
const CHANGE = {
  violation: 'lamp-off',
  token: 1,
  born: 'b',
  at: AT,
  hash: 'h',
  purpose: 'repair',
  call: { api: 'SwitchOff', input: {} },
  effect: 'disruptive',
  status: 'open',
};
/** As they stand in trails that were written long ago: none may ever be called otherwise. */
const TYPES = Object.keys({
  found: true,
  warned: true,
  asked: true,
  intent: true,
  sent: true,
  refused: true,
  applied: true,
  void: true,
  held: true,
  released: true,
  tripped: true,
  undone: true,
  outcome: true,
  ruled: true,
} satisfies Record<Entry['type'], true>) as Entry['type'][];
export function entryAfter(head: { seq: number; hash: string }, type: Entry['type'] = 'found') {
  return link(head, { violation: subject.violation, key: subject.key, at: AT, type, release: 'r', policy: 'p', body: { says: 'x' } });
}
/** A change like an admission: lock, case, one entry, both budgets, through the gate. */
export function admission(was: Opened, over: Partial<Case> = {}): Change {
  const entry = entryAfter(was.case.head);
  const head = { seq: entry.seq, hash: entry.hash };
  const now: Case = {
    ...was.case,
    violation: subject.violation,
    key: subject.key,
    resource: resourceOf('a'),
    rev: was.case.rev + 1,
    open: true,
    head,
    ...over,
  };
  const lock: Lock = { ...was.lock, resource: resourceOf('a'), token: was.lock.token + 1, born: 'b' };
  const budgets = was.budgets.map((b) => ({ was: b, now: { ...b, rev: b.rev + 1, begun: [...b.begun, AT] } }));
  return {
    lock: { was: was.lock, now: lock },
    case: { was: was.case, now },
    entries: [entry],
    budgets,
    gate: { ruling: was.ruling?.rev ?? 0 },
  };
}

/** For clocks that stand still: on a real one that second is over too soon. */
export async function pausedToTheSecond(b: Bench): Promise<unknown[]> {
  const until = Math.floor(b.now().getTime() / 1000);
  await b.pause('pause#global', { until });
  const { paused } = await b.ledger.open(subject);
  return [paused, await b.ledger.write(subject, admission(await b.ledger.open(subject)))];
}

export function ledgerContract(name: string, bench: () => Bench): void {
  describe(`${name}: a change`, () => {
    test('is read back whole by whoever looks next', async () => {
      const { ledger } = bench();
      const before = await ledger.open(subject);
      expect(before).toEqual({
        lock: { v: 1, key: subject.key, token: 0, born: '', holds: {} },
        case: {
          v: 1,
          violation: subject.violation,
          key: subject.key,
          rev: 0,
          born: '',
          open: false,
          since: '',
          charged: false,
          attempts: [],
          head: { seq: 0, hash: '' },
        },
        budgets: ['budget#111122223333', 'budget#111122223333#lamp-off'].map((id) => ({ v: 1, id, rev: 0, begun: [] })),
        paused: [],
      });
      expect(await ledger.write(subject, admission(before))).toBe('written');
      const after = await ledger.open(subject);
      expect(after.lock).toMatchObject({ token: 1, born: 'b' });
      expect(after.case).toMatchObject({ rev: 1, open: true, head: { seq: 1 } });
      expect(after.budgets.map((b) => [b.rev, b.begun])).toEqual([
        [1, [AT]],
        [1, [AT]],
      ]);
    });

    test('is not written when anything it was based on has moved, and then nothing of it is', async () => {
      const { ledger } = bench();
      const before = await ledger.open(subject);
      await ledger.write(subject, admission(before));
      const { lock, budgets, ...rest } = admission(before);
      expect(await ledger.write(subject, { ...rest, lock: { was: lock.was } })).toBe('moved');
      const fresh = await ledger.open(subject);
      expect(await ledger.write(subject, { ...admission(fresh), budgets: budgets ?? [] })).toBe('moved');
      expect(await ledger.open(subject)).toEqual(fresh);
    });

    test('by one of two who saw the same is written, the other is not', async () => {
      const { ledger } = bench();
      const before = await ledger.open(subject);
      const both = await Promise.all([ledger.write(subject, admission(before)), ledger.write(subject, admission(before))]);
      expect(both.toSorted()).toEqual(['moved', 'written']);
    });

    test('may leave the lock as it is, and is still refused once the lock has moved', async () => {
      const { ledger } = bench();
      const before = await ledger.open(subject);
      const { lock, budgets: _, ...rest } = admission(before);
      expect(await ledger.write(subject, { ...rest, lock: { was: lock.was } })).toBe('written');
      expect((await ledger.open(subject)).lock.token).toBe(0);
    });

    test('of a second violation is refused once the lock has moved, whether it moves the lock itself or not', async () => {
      const { ledger } = bench();
      const other: Subject = { ...subject, violation: 'lamp-shut' };
      const before = await ledger.open(other);
      await ledger.write(subject, admission(await ledger.open(subject)));
      const now: Case = { ...before.case, violation: 'lamp-shut', resource: resourceOf('a'), rev: 1 };
      const only = { case: { was: before.case, now }, entries: [] };
      expect(await ledger.write(other, { ...only, lock: { was: before.lock, now: { ...before.lock, token: 1 } } })).toBe('moved');
      expect(await ledger.write(other, { ...only, lock: { was: before.lock } })).toBe('moved');
      expect((await ledger.open(other)).case.rev).toBe(0);
    });

    test('is refused once anything has moved from where it stood, the first time or a later one', async () => {
      const { ledger } = bench();
      await ledger.write(subject, admission(await ledger.open(subject)));
      const second = await ledger.open(subject);
      await ledger.write(subject, admission(second));
      const third = await ledger.open(subject);
      const { budgets: stale, ...change } = admission(second);
      const { budgets: _, ...fresh } = admission(third);
      expect(await ledger.write(subject, { ...fresh, lock: change.lock })).toBe('moved');
      expect(await ledger.write(subject, { ...fresh, lock: { was: change.lock.was } })).toBe('moved');
      expect(await ledger.write(subject, { ...fresh, case: change.case })).toBe('moved');
      expect(await ledger.write(subject, { ...fresh, budgets: stale ?? [] })).toBe('moved');
      expect(await ledger.open(subject)).toEqual(third);
      expect(await ledger.write(subject, fresh)).toBe('written');
    });

    test('that has lost its race is moved, not paused, although a pause has begun as well', async () => {
      const b = bench();
      const before = await b.ledger.open(subject);
      await b.ledger.write(subject, admission(before));
      await b.pause('pause#global', {});
      expect(await b.ledger.write(subject, admission(before))).toBe('moved');
    });

    test('of a case is refused once the case has moved, although the lock has not', async () => {
      const { ledger } = bench();
      const { lock, case: was } = await ledger.open(subject);
      const change = { lock: { was: lock }, case: { was, now: { ...was, rev: 1 } }, entries: [] };
      expect(await ledger.write(subject, change)).toBe('written');
      expect(await ledger.write(subject, change)).toBe('moved');
    });

    test('never overwrites an entry', async () => {
      const { ledger } = bench();
      await ledger.write(subject, admission(await ledger.open(subject)));
      const now = await ledger.open(subject);
      const { budgets: _, ...change } = admission(now);
      expect(await ledger.write(subject, { ...change, entries: [entryAfter({ seq: 0, hash: '' })] })).toBe('moved');
    });
  });

  describe(`${name}: a pause`, () => {
    test.each(['pause#global', 'pause#account#111122223333', 'pause#violation#lamp-off', `pause#resource#${subject.key}`])(
      '%s is seen and stops a change',
      async (pause) => {
        const b = bench();
        const before = await b.ledger.open(subject);
        await b.pause(pause, {});
        expect(await b.ledger.write(subject, admission(before))).toBe('paused');
        expect((await b.ledger.open(subject)).paused).toEqual([pause]);
        const { gate: _, ...ungated } = admission(before);
        expect(await b.ledger.write(subject, ungated)).toBe('written');
      },
    );

    test('of somebody else stops nothing', async () => {
      const b = bench();
      await b.pause('pause#violation#lamp-shut', {});
      await b.pause('pause#account#444455556666', {});
      const before = await b.ledger.open(subject);
      expect(before.paused).toEqual([]);
      expect(await b.ledger.write(subject, admission(before))).toBe('written');
    });

    test('ends by itself when its time is over, and not before', async () => {
      const b = bench();
      const now = Math.floor(b.now().getTime() / 1000);
      await b.pause('pause#global', { until: now + 60 });
      expect((await b.ledger.open(subject)).paused).toEqual(['pause#global']);
      expect(await b.ledger.write(subject, admission(await b.ledger.open(subject)))).toBe('paused');
      await b.pause('pause#global', { until: now - 60 });
      expect((await b.ledger.open(subject)).paused).toEqual([]);
      expect(await b.ledger.write(subject, admission(await b.ledger.open(subject)))).toBe('written');
    });

    test('is over once it is lifted', async () => {
      const b = bench();
      await b.pause('pause#global', {});
      await b.pause('pause#global', undefined);
      expect((await b.ledger.open(subject)).paused).toEqual([]);
    });
  });

  describe(`${name}: the trail`, () => {
    test('comes back in order, and proves itself', async () => {
      const { ledger } = bench();
      for (let i = 0; i < 12; i++) await ledger.write(subject, admission(await ledger.open(subject)));
      const entries = await Array.fromAsync(ledger.entries(subject.violation, subject.key));
      expect(entries.map((e) => e.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(broken(entries, (await ledger.open(subject)).case.head)).toBeUndefined();
    });
  });

  describe(`${name}: what is due`, () => {
    test('are open cases whose time has come, and resources for which something is owed and nothing is held', async () => {
      const { ledger } = bench();
      const at = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000);
      await ledger.write(subject, admission(await ledger.open(subject), { wakeAt: at(20).toISOString() }));
      expect(await Array.fromAsync(ledger.due(at(19)))).toEqual([]);
      const due = { violation: subject.violation, resource: resourceOf('a') };
      expect(await Array.fromAsync(ledger.due(at(20)))).toEqual([due]);
      expect(await Array.fromAsync(ledger.due(at(21)))).toEqual([due]);

      const owing = async (holds: Lock['holds']) => {
        const was = await ledger.open(subject);
        const { budgets: _, ...change } = admission(was, { open: false });
        const owed = { what: 'off', violation: 'lamp-shut', call: { api: 'SwitchOn', input: {} }, expect: {}, since: AT };
        const lock = { ...change.lock, now: { ...was.lock, resource: resourceOf('a'), token: was.lock.token + 1, holds, owed } };
        expect(await ledger.write(subject, { ...change, lock })).toBe('written');
      };
      await owing({ 'lamp-off': { what: 'off', effect: 'disruptive', since: AT } });
      expect(await Array.fromAsync(ledger.due(at(21)))).toEqual([]);
      await owing({});
      expect(await Array.fromAsync(ledger.due(at(21)))).toEqual([{ ...due, violation: 'lamp-shut' }]);
    });
  });

  describe(`${name}: what the sweep did`, () => {
    test('is remembered, the latest first', async () => {
      const { ledger } = bench();
      expect(await ledger.lastSweep('k')).toBeUndefined();
      const note = { kind: 'k', looked: 3, flawed: 1, sent: 1, policy: 'p' };
      await ledger.noteSweep({ ...note, at: AT });
      const later = { ...note, at: '2026-11-23T12:15:00.000Z', gap: { after: 'x', why: 'out of time' } };
      await ledger.noteSweep(later);
      expect(await ledger.lastSweep('k')).toEqual(later);
      await ledger.noteSweep({ ...note, at: '2026-11-23T12:10:00.000Z' });
      expect(await ledger.lastSweep('k')).toEqual(later);
    });
  });

  describe(`${name}: what cannot be read`, () => {
    test.each([
      ['no JSON', 'rubbish', 'is not JSON'],
      ['another version', JSON.stringify({ v: 2 }), 'cannot be read at v'],
      ['no object', '3', 'cannot be read at (root)'],
      [
        'a hold of nothing',
        JSON.stringify({ ...freshLock('k'), holds: { 'lamp-off': { effect: 'disruptive', since: AT } } }),
        'at holds.lamp-off.what: ',
      ],
      ['a change that leads nowhere', JSON.stringify({ ...freshLock('k'), last: CHANGE }), 'cannot be read at last.expect: '],
      ['so much rubbish that it cannot be told', JSON.stringify({ ...freshLock('k'), last: Array(150_000).fill(0) }), 'cannot be read'],
    ])('%s is told, and nothing is known', async (_, doc, says) => {
      const b = bench();
      await b.spoil({ pk: `lock#${subject.key}`, sk: '-' }, doc);
      await expect(b.ledger.open(subject)).rejects.toThrow(says);
      await expect(b.ledger.open(subject)).rejects.toMatchObject({ name: 'LedgerUnreadable', cause: expect.any(Error) });
    });
  });

  test(`${name}: every type of entry can be stored and read back`, async () => {
    const { ledger } = bench();
    for (const type of TYPES) {
      const was = await ledger.open(subject);
      const entry = entryAfter(was.case.head, type);
      await ledger.write(subject, { ...admission(was, { head: { seq: entry.seq, hash: entry.hash } }), entries: [entry] });
    }
    const entries = await Array.fromAsync(ledger.entries(subject.violation, subject.key));
    expect(entries.map((e) => e.type)).toEqual(TYPES);
  });

  test(`${name}: every outcome can be stored`, async () => {
    const { ledger } = bench();
    for (const outcome of OUTCOMES) {
      await ledger.write(subject, admission(await ledger.open(subject), { outcome, since: AT }));
      expect((await ledger.open(subject)).case.outcome).toBe(outcome);
    }
  });
}
