/** A desk over any rows. */
import type * as z from 'zod/mini';
import { link } from './chain.ts';
import { DESK, type Desk, type Order, type Setting } from './desk.ts';
import { headSchema, type Pause, pauseFrom, type Word, wordSchema } from './desk-items.ts';
import { type Budget, budgetSchema, type Case, caseSchema, freshBudget, type Outcome, type Ruling, rulingSchema } from './items.ts';
import { controlId, entryId, type ItemId, one, parsed, pauseId, rulingId } from './layout.ts';
import { type Ledger, LedgerUnavailable } from './port.ts';
import type { Put, Row, RowOp, Rows } from './rows.ts';

const HEAD = controlId('desk');
const EXEMPT = 'exempt';
const PAUSE = 'pause';
/** The word of nobody. */
const UNSAID = { hash: '', person: '', arn: '', why: '', until: new Date(0).toISOString() };
/** After every time that will ever come. */
const NEVER = '9999';
const TRIES = 5;
/** As many keys as one read takes. */
const CHUNK = 100;
const wordId = (matter: string): ItemId => controlId(`word#${matter}`);
const NAMED = /^control#(pause#.+)$/s;

export function deskOver(rows: Rows, ledger: Ledger): Desk {
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

function pauseOf(name: string, { rev, doc, until, reason, by }: Row): Pause {
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

/** The order as the rows of one transaction: head and record of the chain first. */
function written(head: { seq: number; hash: string }, { at, release, policy, body, sets }: Order) {
  const plain = JSON.parse(JSON.stringify(body)) as Order['body'];
  const entry = link(head, { ...DESK, at, release, policy, type: 'ruled', body: plain });
  const { seq, hash } = entry;
  const chain: RowOp[] = [
    { ...HEAD, was: head.seq || undefined, put: { rev: seq, doc: JSON.stringify({ v: 1, seq, hash }) } },
    { ...entryId(DESK.violation, DESK.key, seq), was: undefined, put: { rev: 1, doc: JSON.stringify(entry) } },
  ];
  return { entry, ops: [...chain, ...sets.map(rowOf)] };
}

function rowOf(set: Setting): RowOp {
  const rev = (set.was?.rev ?? 0) + 1;
  // What was read fresh is not there.
  const was = set.about === 'pause' ? set.was?.rev : set.was?.rev || undefined;
  switch (set.about) {
    case 'pause':
      return { ...pauseId(set.name), was, put: pausePut(set.now, rev) };
    case 'word': {
      const { matter, now = UNSAID } = set;
      return { ...wordId(matter), was, put: { rev, doc: JSON.stringify({ v: 1, matter, ...now, rev }) } };
    }
    case 'budget':
      return { ...one(set.now.id), was, put: { rev, doc: JSON.stringify({ ...set.now, rev }) } };
    case 'ruling': {
      const { violation, key, exemption } = set.now;
      const listed = exemption && { due: EXEMPT, wakeAt: exemption.until };
      return { ...rulingId(violation, key), was, put: { rev, doc: JSON.stringify({ ...set.now, rev }), ...listed } };
    }
  }
}

/** Nothing is ever taken out of the ledger: what is over has an end before all time. */
function pausePut(pause: Omit<Pause, 'rev' | 'name'> | undefined, rev: number): Put {
  if (!pause) return { rev, doc: '{}', until: 0 };
  const { until, ...says } = pause;
  const seconds = until === undefined ? {} : { until: Math.ceil(Date.parse(until) / 1000) };
  return { rev, doc: JSON.stringify({ v: 1, ...says }), due: PAUSE, wakeAt: until ?? NEVER, ...seconds };
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
