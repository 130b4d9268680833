/** The ledger in memory: for replay against live reads, simulation and tests. It can fail in every way the real one can: refused, in conflict, taken without an answer, listed by an index that trails. */
import type * as z from 'zod/mini';
import { type Entry, recordSchema } from './items.ts';
import { dueSchema, entriesOf, type ItemId, opened, openIds, ops, parsed, pauseId, sweepsOf } from './layout.ts';
import { type Ledger, LedgerUnavailable, type SweepNote } from './port.ts';
import { sweepSchema } from './sweep-note.ts';

/** What befalls one request: refused before it took effect, taken but its answer lost, or in conflict with another writer. */
export type Mishap = 'unavailable' | 'lost' | 'conflict' | undefined;
export interface MemoryOptions {
  readonly now?: () => Date;
  readonly mishap?: (request: string) => Mishap;
  /** Where the items are; shared with whoever else writes there. */
  readonly items?: MemoryItems;
  /** What the index shows where it trails the items; asked at each read of it. */
  readonly index?: () => MemoryItems;
}
export interface MemoryLedger extends Ledger {
  /** What an operator's one-line command puts or takes away. */
  control(name: string, item: { until?: number; reason?: string; by?: string } | undefined): void;
  resetBudget(id: string): void;
  /** Puts anything at all where an item should be. */
  spoil(id: ItemId, doc: string, rev?: number): void;
}

/** `rev` 0 = written by hand. `due` stands only where something else than a look is due then. */
export interface MemoryItem {
  readonly rev: number;
  readonly doc: string;
  readonly outcome?: string;
  readonly since?: string;
  readonly due?: string;
  readonly wakeAt?: string;
  readonly until?: number;
  readonly reason?: string;
  readonly by?: string;
}
export type MemoryItems = Map<string, MemoryItem>;
const TRIES = 5;
export const nameOf = ({ pk, sk }: ItemId): string => `${pk}\u0000${sk}`;

export function memoryLedger(options: MemoryOptions = {}): MemoryLedger {
  const { now = () => new Date(), mishap = () => undefined, items = new Map(), index = () => items } = options;
  function befall(request: string): void {
    if (mishap(request) === 'unavailable') throw new LedgerUnavailable(`The ledger could not be read (${request}).`);
  }
  const pausedNow = (id: ItemId): boolean => {
    const item = items.get(nameOf(id));
    return item !== undefined && !(item.until !== undefined && item.until < Math.floor(now().getTime() / 1000));
  };
  const under = (pk: string): MemoryItem[] =>
    [...items.entries()]
      .filter(([id]) => id.startsWith(`${pk}\u0000`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item);

  return {
    async open(subject) {
      befall('open');
      const snapshot = new Map(openIds(subject).map((id) => [nameOf(id), items.get(nameOf(id))?.doc]));
      return opened(subject, (id) => snapshot.get(nameOf(id)), pausedNow);
    },

    async write(subject, change) {
      const list = ops(subject, change);
      for (let round = 1; ; round++) {
        const fate = mishap('write');
        if (fate === 'conflict' && round < TRIES) continue;
        if (fate === 'unavailable' || fate === 'conflict') throw new LedgerUnavailable('The ledger did not take the change.');
        const failed = list.filter((op) => (op.about === 'pause' ? pausedNow(op) : (items.get(nameOf(op))?.rev ?? 0) !== op.was));
        if (failed.length > 0) return failed.every((op) => op.about === 'pause') ? 'paused' : 'moved';
        for (const op of list) if (op.put) items.set(nameOf(op), op.put);
        if (fate === 'lost') throw new LedgerUnavailable('The ledger did not answer.');
        return 'written';
      }
    },

    async *entries(violation, key) {
      befall('entries');
      const id = entriesOf(violation, key);
      for (const item of under(id)) yield parsed(recordSchema as z.ZodMiniType<Entry>, id, item.doc);
    },

    async *due(at) {
      befall('due');
      for (const [id, item] of index()) {
        if (item.wakeAt === undefined || item.due !== undefined || item.wakeAt > at.toISOString()) continue;
        yield parsed(dueSchema, id, item.doc);
      }
    },

    async lastSweep(kind) {
      const latest = under(sweepsOf(kind)).at(-1);
      return latest && parsed(sweepSchema, kind, latest.doc);
    },

    async noteSweep(note: SweepNote) {
      befall('noteSweep');
      items.set(nameOf({ pk: sweepsOf(note.kind), sk: note.at }), { rev: 1, doc: JSON.stringify(note) });
    },

    control(control, item) {
      const id = nameOf(pauseId(control));
      if (item) items.set(id, { rev: 0, doc: '{}', ...item });
      else items.delete(id);
    },

    resetBudget(id) {
      items.delete(nameOf({ pk: id, sk: '-' }));
    },

    spoil(id, doc, rev = 1) {
      items.set(nameOf(id), { rev, doc });
    },
  };
}
