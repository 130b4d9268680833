import { describe, expect, test } from 'vitest';
import { memoryDesk } from '../../src/ledger/desk-memory.ts';
import { type MemoryItems, type MemoryOptions, type Mishap, memoryLedger } from '../../src/ledger/memory.ts';
import { resourceOf } from '../engine/lamp.ts';
import { AT, admission, type Bench, ledgerContract, pausedToTheSecond, subject } from './contract.ts';
import { deskContract } from './desk-contract.ts';

function bench(options: MemoryOptions = {}): Bench {
  const now = () => new Date(AT);
  const { items = new Map() } = options;
  const ledger = memoryLedger({ now, ...options, items });
  return {
    ledger,
    desk: memoryDesk(items, now, options.index),
    now,
    pause: async (name, item) => ledger.control(name, item),
    spoil: async (id, doc) => ledger.spoil(id, doc),
  };
}
ledgerContract('in memory', bench);
deskContract('in memory', bench);

/** These befall the writes one after the other. */
function troubled(...fates: Mishap[]): Bench {
  return bench({ mishap: (request) => (request === 'write' ? fates.shift() : undefined) });
}

describe('a ledger in trouble', () => {
  test('tries again after a conflict, which says nothing about the items', async () => {
    const { ledger } = troubled('conflict', 'conflict');
    expect(await ledger.write(subject, admission(await ledger.open(subject)))).toBe('written');
  });
  test('gives up after five conflicts', async () => {
    const { ledger } = troubled(...Array<Mishap>(5).fill('conflict'));
    await expect(ledger.write(subject, admission(await ledger.open(subject)))).rejects.toThrow('did not take');
    expect((await ledger.open(subject)).case.rev).toBe(0);
  });
  test('may have taken what it did not answer', async () => {
    const { ledger } = troubled('lost');
    await expect(ledger.write(subject, admission(await ledger.open(subject)))).rejects.toThrow('did not answer');
    expect((await ledger.open(subject)).case.rev).toBe(1);
  });
  test('that is unavailable says so to every question', async () => {
    const { ledger } = bench({ mishap: () => 'unavailable' });
    await expect(ledger.open(subject)).rejects.toThrow('could not be read (open)');
    await expect(Array.fromAsync(ledger.due(new Date(AT)))).rejects.toThrow('could not be read');
    await expect(Array.fromAsync(ledger.entries('v', 'k'))).rejects.toThrow('could not be read (entries)');
    await expect(ledger.noteSweep({ kind: 'k', at: AT, looked: 0, flawed: 0, sent: 0, policy: '' })).rejects.toThrow('could not be read');
  });
  test('forgets a budget that a person resets', async () => {
    const b = memoryLedger();
    await b.write(subject, admission(await b.open(subject)));
    b.resetBudget('budget#111122223333');
    expect((await b.open(subject)).budgets.map((x) => x.rev)).toEqual([0, 1]);
  });
});

describe('indexes that trail the items', () => {
  const shown = async ({ ledger, desk }: Bench) => ({
    due: await Array.fromAsync(ledger.due(new Date(AT))),
    waiting: await Array.fromAsync(desk.cases('waiting')),
    fixed: await Array.fromAsync(desk.cases('fixed')),
    open: await Array.fromAsync(desk.cases('open')),
  });
  test('still show what is over, and not yet what has come about; the items themselves are read as they are', async () => {
    const items: MemoryItems = new Map();
    let index = items;
    const b = bench({ items, index: () => index });
    await b.ledger.write(subject, admission(await b.ledger.open(subject), { outcome: 'waiting', since: AT, wakeAt: AT }));
    index = new Map(items);
    await b.ledger.write(subject, admission(await b.ledger.open(subject), { outcome: 'fixed', since: AT, open: false }));
    expect((await b.ledger.open(subject)).case.outcome).toBe('fixed');
    expect(await shown(b)).toEqual({
      due: [{ violation: subject.violation, resource: resourceOf('a') }],
      waiting: [],
      fixed: [],
      open: [],
    });
    index = items;
    expect(await shown(b)).toMatchObject({ due: [], waiting: [], fixed: [{ outcome: 'fixed' }] });
    index = new Map(items);
    await b.ledger.write(subject, admission(await b.ledger.open(subject), { outcome: 'waiting', since: AT, wakeAt: AT }));
    expect(await shown(b)).toEqual({ due: [], waiting: [], fixed: [], open: [] });
    index = items;
    expect(await shown(b)).toMatchObject({ waiting: [{ open: true }], open: [{ outcome: 'waiting' }] });
  });
});

test('a pause lasts through the second in which it ends', async () => {
  expect(await pausedToTheSecond(bench())).toEqual([['pause#global'], 'paused']);
});

test('a ledger without a clock of its own goes by the hour of the day', async () => {
  const ledger = memoryLedger();
  const now = Math.floor(Date.now() / 1000);
  ledger.control('pause#global', { until: now + 3600 });
  expect((await ledger.open(subject)).paused).toEqual(['pause#global']);
  ledger.control('pause#global', { until: now - 3600 });
  expect((await ledger.open(subject)).paused).toEqual([]);
});
