/** The desk in memory, over the items of a ledger in memory: for trying everything out, and for tests. */
import type { Desk } from './desk.ts';
import { deskOver } from './desk-over.ts';
import { type MemoryItem, type MemoryItems, memoryLedger, nameOf } from './memory.ts';
import type { Rows } from './rows.ts';

const idOf = (name: string) => {
  const [pk = '', sk = ''] = name.split('\u0000');
  return { pk, sk };
};

function memoryRows(items: MemoryItems, shown: () => MemoryItems): Rows {
  return {
    async get(ids) {
      return ids.flatMap((id) => {
        const item = items.get(nameOf(id));
        return item ? [{ ...id, ...item }] : [];
      });
    },

    async *listed(index, of) {
      const entries = [...shown().entries()];
      const place = ([, item]: (typeof entries)[number]): string => String(index === 'by-wake' ? item.wakeAt : item.since);
      const within = ({ outcome, wakeAt, due = 'due' }: MemoryItem): boolean =>
        index === 'by-wake' ? wakeAt !== undefined && due === of : outcome === of;
      const sign = index === 'by-wake' ? 1 : -1;
      const sorted = entries.filter(([, item]) => within(item)).sort((a, b) => (place(a) < place(b) ? -sign : sign));
      for (const [name] of sorted) yield idOf(name);
    },

    async transact(ops) {
      const failed = [...ops.keys()].filter((place) => {
        const op = ops[place];
        return op !== undefined && items.get(nameOf(op))?.rev !== op.was;
      });
      if (failed.length > 0) return failed;
      for (const op of ops) items.set(nameOf(op), op.put);
      return [];
    },
  };
}

/** `shown`: what the indexes show where they trail the items. */
export const memoryDesk = (items: MemoryItems, now: () => Date, shown = (): MemoryItems => items): Desk =>
  deskOver(memoryRows(items, shown), memoryLedger({ items, now }));
