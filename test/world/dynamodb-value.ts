/** Attribute values as DynamoDB's JSON carries them. */
export interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: true;
  readonly M?: { readonly [name: string]: Value };
  readonly L?: readonly Value[];
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
}
export type Item = Readonly<Record<string, Value>>;

export const typeOf = (value: Value): string => Object.keys(value)[0] ?? '';

const bytes = (text: string): number => Buffer.byteLength(text);

/** Order of two values of one type: numbers by value, strings by their UTF-8 bytes. Undefined = they have no order. */
export function order(a: Value, b: Value): number | undefined {
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  return undefined;
}

/** Equal in type and value, at any depth; the order of a map's names does not matter. */
export function same(a: Value, b: Value): boolean {
  if (a.S !== undefined || b.S !== undefined) return a.S === b.S;
  if (typeOf(a) !== typeOf(b)) return false;
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) === Number(b.N);
  if (a.L && b.L) return a.L.length === b.L.length && a.L.every((item, i) => same(item, b.L?.[i] ?? {}));
  if (a.M && b.M) {
    const names = Object.keys(a.M);
    return names.length === Object.keys(b.M).length && names.every((name) => same(a.M?.[name] ?? {}, b.M?.[name] ?? {}));
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Bytes as DynamoDB counts them, roughly: names and values in UTF-8, three bytes and one an element for maps and lists. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + bytes(name) + valueSize(value), 0);
}
function valueSize(value: Value): number {
  if (value.M) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  if (value.L) return 3 + value.L.reduce((sum, item) => sum + 1 + valueSize(item), 0);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  return [value.S, value.B, ...(value.SS ?? []), ...(value.NS ?? [])].reduce(
    (sum, text) => sum + (text === undefined ? 0 : bytes(text)),
    1,
  );
}
