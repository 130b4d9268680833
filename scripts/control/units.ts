/**
 * What a request to the ledger's table is billed as, on demand. Sources, DynamoDB Developer Guide: "DynamoDB Item sizes and formats" (size of an
 * item), "DynamoDB read and write operations" (4 KB a read unit, 1 KB a write unit, rounded up for each item; what is not there is read as
 * well), "Amazon DynamoDB Transactions: How it works" (each item of a transaction is written twice, to prepare and to commit), "Using Global
 * Secondary Indexes" (an entry that changes is a write; one whose key changes is two). Assumed, for no page says it: a mere check in a
 * transaction is billed as a write of what it checks, of 1 KB at least, and a write to an index is not doubled.
 */
import type { Request } from './watched.ts';

interface Value {
  readonly S?: string;
  readonly N?: string;
}
type Item = Readonly<Record<string, Value>>;

export interface Units {
  readonly reads: number;
  readonly writes: number;
  readonly indexes: number;
  /** Items that the request names. */
  readonly items: number;
}
const NOTHING: Units = { reads: 0, writes: 0, indexes: 0, items: 0 };
export const sum = (all: readonly Units[]): Units =>
  all.reduce(
    (a, b) => ({ reads: a.reads + b.reads, writes: a.writes + b.writes, indexes: a.indexes + b.indexes, items: a.items + b.items }),
    NOTHING,
  );

const bytes = ({ S, N }: Value): number => (N === undefined ? Buffer.byteLength(S ?? '') : Math.ceil(N.length / 2) + 1);
export const sizeOf = (item: Item | undefined): number =>
  Object.entries(item ?? {}).reduce((size, [name, value]) => size + Buffer.byteLength(name) + bytes(value), 0);
const blocks = (size: number, block: number): number => Math.max(1, Math.ceil(size / block));

/** The two indexes of template.yaml: their keys, and what else they hold. */
const INDEXES = [
  { keys: ['outcome', 'since'], more: [] },
  { keys: ['due', 'wakeAt'], more: ['doc'] },
];
function entry(item: Item | undefined, { keys, more }: (typeof INDEXES)[number]): Item | undefined {
  if (!item || keys.some((key) => item[key] === undefined)) return undefined;
  return Object.fromEntries(['pk', 'sk', ...keys, ...more].flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}
function indexed(before: Item | undefined, after: Item): number {
  return INDEXES.reduce((units, index) => {
    const [was, is] = [entry(before, index), entry(after, index)];
    if (JSON.stringify(was) === JSON.stringify(is)) return units;
    const kept = was && is && index.keys.every((key) => was[key]?.S === is[key]?.S);
    const written = [kept ? undefined : was, is].flatMap((one) => (one ? [blocks(sizeOf(one), 1024)] : []));
    return units + written.reduce((a, b) => a + b, 0);
  }, 0);
}

export function unitsOf({ operation, input, before }: Request): Units {
  if (operation === 'BatchGetItem') {
    const reads = [...before.values()].reduce<number>((units, item) => units + blocks(sizeOf(item as Item), 4096), 0);
    return { ...NOTHING, reads, items: before.size };
  }
  if (operation !== 'TransactWriteItems') return NOTHING;
  const items: { Put?: { Item: Item }; ConditionCheck?: { Key: Item } }[] = input.TransactItems;
  return sum(
    items.map(({ Put, ConditionCheck }): Units => {
      const { pk, sk } = Put?.Item ?? ConditionCheck?.Key ?? {};
      const was = before.get(`${pk?.S} ${sk?.S}`) as Item | undefined;
      const size = Math.max(sizeOf(was), sizeOf(Put?.Item));
      return { reads: 0, writes: 2 * blocks(size, 1024), indexes: Put ? indexed(was, Put.Item) : 0, items: 1 };
    }),
  );
}
