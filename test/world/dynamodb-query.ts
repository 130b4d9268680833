/** Query: one partition of the table or of an index, in order, page by page. */
import { copy } from './copy.ts';
import { condition } from './dynamodb-expression.ts';
import type { Index, Table } from './dynamodb-table.ts';
import { invalid, Placeholders } from './dynamodb-tokens.ts';
import { type Item, order, sizeOf, type Value } from './dynamodb-value.ts';
import { rule } from './habitat.ts';

rule(
  'dynamodb-query-pages',
  'documented',
  'A page ends at Limit items or 1 MB, with LastEvaluatedKey even if nothing follows.',
  'DynamoDB API Reference: Query',
);

export interface QueryInput {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
  readonly ExclusiveStartKey?: Item;
  readonly ConsistentRead?: boolean;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
}
const PAGE_BYTES = 1024 * 1024;

/** `asOf`: how old the table is that this read sees. */
export function query(
  table: Table,
  input: QueryInput,
  asOf: number,
): { Items: Item[]; Count: number; ScannedCount: number; LastEvaluatedKey?: Item } {
  const index: Index | undefined = input.IndexName === undefined ? table.shape : table.shape.indexes[input.IndexName];
  if (!index) throw invalid(`The table does not have the specified index: ${input.IndexName}`);
  if (input.IndexName !== undefined && input.ConsistentRead)
    throw invalid('Consistent reads are not supported on global secondary indexes');
  const given = new Placeholders(input);
  if (input.KeyConditionExpression === undefined)
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const wanted = condition('KeyConditionExpression', input.KeyConditionExpression, given);
  const passes = condition('FilterExpression', input.FilterExpression, given);
  given.allUsed();

  const names = [...new Set([index.hash, index.range, table.shape.hash, table.shape.range])].filter((name) => name !== undefined);
  const sign = input.ScanIndexForward === false ? -1 : 1;
  const compare = (a: Item, b: Item): number => sign * (names.map((name) => place(a[name], b[name])).find((n) => n !== 0) ?? 0);
  const indexed = (item: Item): boolean => item[index.hash] !== undefined && (index.range === undefined || item[index.range] !== undefined);
  const start = input.ExclusiveStartKey;
  const rest = table
    .all(asOf)
    .filter((item) => indexed(item) && wanted(item))
    .sort(compare)
    .filter((item) => !start || compare(item, start) > 0);
  const page = take(rest, input.Limit ?? Number.POSITIVE_INFINITY);
  const items = page.items.filter(passes);
  const last = page.more ? page.items.at(-1) : undefined;
  return {
    Items: copy(items),
    Count: items.length,
    ScannedCount: page.items.length,
    ...(last && { LastEvaluatedKey: Object.fromEntries(names.map((name) => [name, last[name] ?? {}])) }),
  };
}

const place = (a: Value | undefined, b: Value | undefined): number => (a && b && order(a, b)) ?? 0;

function take(rest: readonly Item[], limit: number): { items: Item[]; more: boolean } {
  const items: Item[] = [];
  let bytes = 0;
  for (const item of rest) {
    items.push(item);
    bytes += sizeOf(item);
    if (items.length >= limit || bytes >= PAGE_BYTES) return { items, more: true };
  }
  return { items, more: false };
}
