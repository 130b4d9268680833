/** One table: what it holds now, and what it held a few seconds ago for reads that are not consistent. */
import { copy } from './copy.ts';
import { invalid } from './dynamodb-tokens.ts';
import { type Item, sizeOf, typeOf, type Value } from './dynamodb-value.ts';
import { rule } from './habitat.ts';

rule('dynamodb-item-400-kb', 'documented', 'An item is at most 400 KB.', 'DynamoDB Developer Guide: Constraints');
rule(
  'dynamodb-stale-reads',
  'assumed',
  'A read that is not consistent, and every read of an index, shows the table as it was up to 3 s ago.',
  'DynamoDB Developer Guide: ReadConsistency gives no bound',
);

export interface Index {
  readonly hash: string;
  readonly range?: string;
}
export interface TableShape extends Index {
  readonly indexes: Readonly<Record<string, Index>>;
}
/** Our ledger. */
export const LEDGER: TableShape = {
  hash: 'pk',
  range: 'sk',
  indexes: { 'by-outcome': { hash: 'outcome', range: 'since' }, 'by-wake': { hash: 'due', range: 'wakeAt' } },
};

export const STALE_MS = 3_000;
const MAX_BYTES = 400 * 1024;

export class Table {
  readonly shape: TableShape;
  readonly #versions = new Map<string, { at: number; item: Item | undefined }[]>();

  constructor(shape: TableShape) {
    this.shape = shape;
  }

  /** The key's attributes alone. Refused if one is missing, empty or not a string. */
  keyOf(item: Item): Item {
    const { hash, range } = this.shape;
    const key = { [hash]: { S: keyText(hash, item[hash]) } };
    return range ? { ...key, [range]: { S: keyText(range, item[range]) } } : key;
  }

  id(key: Item): string {
    const { hash, range } = this.shape;
    const first = keyText(hash, key[hash]);
    return range ? JSON.stringify([first, keyText(range, key[range])]) : first;
  }

  /** The item as it stands, or as it stood at an earlier time. */
  get(key: Item, asOf = Number.POSITIVE_INFINITY): Item | undefined {
    return this.#versions.get(this.id(key))?.findLast((version) => version.at <= asOf)?.item;
  }

  /** Every item as it stood then, in order of first writing. */
  all(asOf: number): readonly Item[] {
    return [...this.#versions.values()]
      .map((list) => list.findLast((version) => version.at <= asOf)?.item)
      .filter((item) => item !== undefined);
  }

  /** Throws what DynamoDB would say of an item it cannot take. */
  check(item: Item): void {
    this.keyOf(item);
    for (const [index, { hash, range }] of Object.entries(this.shape.indexes)) {
      for (const name of [hash, ...(range ? [range] : [])]) {
        const type = item[name] && typeOf(item[name]);
        if (type !== undefined && type !== 'S') {
          throw invalid(
            `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: S Actual: ${type} IndexName: ${index}`,
          );
        }
      }
    }
    if (sizeOf(item) > MAX_BYTES) throw invalid('Item size has exceeded the maximum allowed size');
  }

  /** `undefined` deletes. */
  put(key: Item, item: Item | undefined, now: number): void {
    const id = this.id(key);
    const versions = this.#versions.get(id) ?? [];
    while ((versions[1]?.at ?? now) < now - STALE_MS) versions.shift();
    versions.push({ at: now, item: item && copy(item) });
    this.#versions.set(id, versions);
  }
}

function keyText(name: string, value: Value | undefined): string {
  if (value === undefined) throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
  if (value.S === undefined)
    throw invalid(`One or more parameter values were invalid: Type mismatch for key ${name} expected: S actual: ${typeOf(value)}`);
  if (value.S === '') {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  return value.S;
}
