/** How a ledger's items stand in one table, and what a change means item by item: shared by both implementations. */
import * as z from 'zod/mini';
// Not as z.core.$ZodError: esbuild would take all of zod and its forty languages along, 390 KB.
import { $ZodError } from 'zod/v4/core';
import { type Budget, budgetSchema, type Case, caseSchema, freshBudget, freshCase, freshLock, lockSchema, resource } from './items.ts';
import { budgetsOf, type Change, type Due, LedgerUnreadable, type Opened, pausesOf, type Subject } from './port.ts';
import { type Ruling, rulingSchema } from './rulings.ts';

export interface ItemId {
  readonly pk: string;
  readonly sk: string;
}
/** `rev` is compared and counted, `doc` is the item as JSON, the rest feeds the indexes. */
export interface Stored {
  readonly rev: number;
  readonly doc: string;
  readonly outcome?: string;
  readonly since?: string;
  readonly wakeAt?: string;
}
/** One item of a transaction. `was` is the rev it must still have; 0 = it must not exist. Without `put` it is only checked. */
export interface Op extends ItemId {
  readonly about: 'lock' | 'case' | 'budget' | 'entry' | 'pause' | 'ruling';
  readonly was: number;
  readonly put?: Stored;
}

export const one = (pk: string): ItemId => ({ pk, sk: '-' });
export const lockId = (key: string): ItemId => one(`lock#${key}`);
export const caseId = (violation: string, key: string): ItemId => one(`case#${violation}#${key}`);
export const controlId = (name: string): ItemId => one(`control#${name}`);
export const pauseId = (name: string): ItemId => controlId(name);
export const rulingId = (violation: string, key: string): ItemId => controlId(`ruling#${violation}#${key}`);
export const entriesOf = (violation: string, key: string): string => `rec#${violation}#${key}`;
export const entryId = (violation: string, key: string, seq: number): ItemId => ({
  pk: entriesOf(violation, key),
  sk: String(seq).padStart(9, '0'),
});
export const sweepsOf = (kind: string): string => `sweep#${kind}`;

/** A case names its violation itself; a lock that owes something, the violation whose step brought it about. */
export const dueSchema = z.union([
  z.object({ resource, violation: z.string() }),
  z.pipe(
    z.object({ resource, owed: z.object({ violation: z.string() }) }),
    z.transform(({ resource, owed }): Due => ({ resource, violation: owed.violation })),
  ),
]) as z.ZodMiniType<Due>;

/** All that `opened` reads. */
export const openIds = (s: Subject): readonly ItemId[] => [
  lockId(s.key),
  caseId(s.violation, s.key),
  ...budgetsOf(s).map(one),
  ...pausesOf(s).map(pauseId),
  rulingId(s.violation, s.key),
];

/** Reads a stored document; what does not fit its schema throws `LedgerUnreadable`. */
export function parsed<T>(schema: z.ZodMiniType<T>, id: string, doc: string): T {
  try {
    return z.parse(schema, JSON.parse(doc));
  } catch (cause) {
    const issue = cause instanceof $ZodError ? cause.issues[0] : undefined;
    const where = issue ? `cannot be read at ${issue.path.join('.') || '(root)'}: ${issue.message}` : 'is not JSON';
    throw new LedgerUnreadable(`The ledger's item ${id} ${where}.`, { cause });
  }
}

/** Puts together what a subject's items say. A pause counts by its existence, whatever it says; only a past `until` ends it. */
export function opened(s: Subject, get: (id: ItemId) => string | undefined, pausedNow: (id: ItemId) => boolean): Opened {
  const read = <T>(schema: z.ZodMiniType<T>, id: ItemId, fresh: T): T => {
    const doc = get(id);
    return doc === undefined ? fresh : parsed(schema, id.pk, doc);
  };
  const [account, violation] = budgetsOf(s);
  const ruling = read(z.optional(rulingSchema) as z.ZodMiniType<Ruling | undefined>, rulingId(s.violation, s.key), undefined);
  const budget = (id: string): Budget => read(budgetSchema as z.ZodMiniType<Budget>, one(id), freshBudget(id));
  return {
    lock: read(lockSchema, lockId(s.key), freshLock(s.key)),
    case: read(caseSchema as z.ZodMiniType<Case>, caseId(s.violation, s.key), freshCase(s.violation, s.key)),
    budgets: [budget(account), budget(violation)],
    paused: pausesOf(s).filter((name) => pausedNow(pauseId(name))),
    ...(ruling && { ruling }),
  };
}

/** A change as the items of one transaction. */
export function ops(s: Subject, change: Change): readonly Op[] {
  const { lock, case: kase } = change;
  const list: Op[] = [
    {
      about: 'lock',
      ...lockId(s.key),
      was: lock.was.token,
      ...(lock.now && { put: { rev: lock.now.token, doc: JSON.stringify(lock.now), ...owes(lock.now) } }),
    },
    {
      about: 'case',
      ...caseId(s.violation, s.key),
      was: kase.was.rev,
      put: { rev: kase.now.rev, doc: JSON.stringify(kase.now), ...indexed(kase.now) },
    },
  ];
  for (const { was, now } of change.budgets ?? []) {
    list.push({ about: 'budget', ...one(now.id), was: was.rev, put: { rev: now.rev, doc: JSON.stringify(now) } });
  }
  for (const entry of change.entries) {
    list.push({ about: 'entry', ...entryId(s.violation, s.key, entry.seq), was: 0, put: { rev: 1, doc: JSON.stringify(entry) } });
  }
  if (change.gate) {
    for (const name of pausesOf(s)) list.push({ about: 'pause', ...pauseId(name), was: 0 });
    list.push({ about: 'ruling', ...rulingId(s.violation, s.key), was: change.gate.ruling });
  }
  return list;
}

const owes = (lock: { owed?: { since: string } | undefined; holds: object }): Partial<Stored> =>
  lock.owed && Object.keys(lock.holds).length === 0 ? { wakeAt: lock.owed.since } : {};
const indexed = (kase: Case): Partial<Stored> => ({
  ...(kase.outcome && { outcome: kase.outcome, since: kase.since }),
  ...((kase.open || kase.outcome === 'failed') && kase.wakeAt && { wakeAt: kase.wakeAt }),
});
