/** A desk over any rows. */
import type * as z from 'zod/mini';
import type { Desk } from './desk.ts';
import { headSchema, type Pause, pauseFrom, type Word, wordSchema } from './desk-items.ts';
import { EXEMPT, HEAD, PAUSE, wordId, written } from './desk-order.ts';
import { type Budget, budgetSchema, type Case, caseSchema, freshBudget, type Outcome } from './items.ts';
import { type ItemId, one, parsed, pauseId } from './layout.ts';
import { type Ledger, LedgerUnavailable } from './port.ts';
import type { Row, Rows } from './rows.ts';
import { type Ruling, rulingSchema } from './rulings.ts';

const TRIES = 5;
/** As many keys as one read takes. */
const CHUNK = 100;
const NAMED = /^control#(pause#.+)$/s;

export function deskOver(rows: Rows, ledger: Pick<Ledger, 'open' | 'entries' | 'lastSweep'>): Desk {
  const read = async <T>(schema: z.ZodMiniType<T>, id: ItemId): Promise<T | undefined> => {
    const [row] = await rows.get([id]);
    return row && parsed(schema, id.pk, row.doc);
  };
  async function* all<T>(schema: z.ZodMiniType<T>, ids: AsyncIterable<ItemId>): AsyncGenerator<T> {
    for await (const some of chunks(ids)) {
      const found = new Map((await rows.get(some)).map((row) => [row.pk, row]));
      for (const { pk } of some) {
        const row = found.get(pk);
        if (row) yield parsed(schema, pk, row.doc);
      }
    }
  }
  const head = async () => (await read(headSchema, HEAD)) ?? { v: 1 as const, seq: 0, hash: '' };

  return {
    open: (subject) => ledger.open(subject),
    entries: (violation, key) => ledger.entries(violation, key),
    lastSweep: (kind) => ledger.lastSweep(kind),
    head,
    cases: (standing) => cases(standing, rows, (ids) => all(caseSchema as z.ZodMiniType<Case>, ids)),
    pauses: async (names) => await pauses(names, rows),
    word: async (matter) => await read(wordSchema as z.ZodMiniType<Word>, wordId(matter)),

    async *exemptions() {
      for await (const ruling of all(rulingSchema as z.ZodMiniType<Ruling>, rows.listed('by-wake', EXEMPT)))
        if (ruling.exemption) yield ruling;
    },

    async budgets(ids) {
      const found: Budget[] = [];
      for await (const budget of all(budgetSchema as z.ZodMiniType<Budget>, each(ids.map(one)))) found.push(budget);
      return ids.map((id) => found.find((b) => b.id === id) ?? freshBudget(id));
    },

    async write(order) {
      for (let round = 0; round < TRIES; round++) {
        const { entry, ops } = written(await head(), order);
        const failed = await rows.transact(ops);
        if (failed.length === 0) return entry;
        // The first two are the chain's own: somebody else's record came first, which says nothing about what is to be changed.
        if (failed.some((place) => place > 1)) return 'moved';
      }
      throw new LedgerUnavailable('Too many are at the desk at once; nothing was changed.');
    },
  };
}

async function* cases(
  standing: Outcome | 'open',
  rows: Rows,
  read: (ids: AsyncIterable<ItemId>) => AsyncIterable<Case>,
): AsyncGenerator<Case> {
  const list = standing === 'open' ? rows.listed('by-wake', 'due') : rows.listed('by-outcome', standing);
  for await (const kase of read(only(list, (id) => id.pk.startsWith('case#'))))
    if (standing === 'open' ? kase.open : kase.outcome === standing) yield kase;
}

async function pauses(names: readonly string[], rows: Rows): Promise<readonly Pause[]> {
  const ids = new Map(names.map((name) => [pauseId(name).pk, pauseId(name)]));
  for await (const id of rows.listed('by-wake', PAUSE)) ids.set(id.pk, id);
  const found: Pause[] = [];
  for await (const some of chunks(each([...ids.values()]))) {
    for (const row of await rows.get(some)) {
      const [, name] = NAMED.exec(row.pk) ?? [];
      if (name) found.push(pauseOf(name, row));
    }
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function pauseOf(name: string, { rev, doc, until, reason, by }: Row): Pause {
  const end = until === undefined ? undefined : new Date(until * 1000);
  return {
    name,
    rev,
    ...(reason !== undefined && { reason }),
    ...(by !== undefined && { by }),
    ...pauseFrom(doc),
    ...(end && !Number.isNaN(end.getTime()) && { until: end.toISOString() }),
  };
}

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}
async function* only<T>(list: AsyncIterable<T>, passes: (one: T) => boolean): AsyncGenerator<T> {
  for await (const one of list) if (passes(one)) yield one;
}
async function* chunks<T>(list: AsyncIterable<T>): AsyncGenerator<T[]> {
  let some: T[] = [];
  for await (const one of list) {
    some.push(one);
    if (some.length < CHUNK) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
