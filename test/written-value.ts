/** A value as the AWS CLI reads it, as JSON or in shorthand (AWS CLI user guide, "Using shorthand syntax"). */

/** Smithy's runtime schemas: a number says what a simple type is; an array begins with 1 for a list, 2 for a map, 3 for a structure. */
export type Schema = readonly unknown[];
export const SIMPLE = { string: 0, number: 1, boolean: 2, blob: 21 };
const [LIST, MAP, STRUCTURE] = [1, 2, 3];
/** Lists and maps of a simple type are numbers, too. */
const [LIST_OF, MAP_OF] = [64, 128];

/** Without what a member says beside its type. */
export function bare(schema: unknown): Schema | number {
  if (typeof schema === 'function') return bare(schema());
  if (!Array.isArray(schema)) return typeof schema === 'number' ? schema : SIMPLE.string;
  // Beside a simple type may stand how it is told (a name of its own, as for what is secret).
  if (schema.length === 2) return bare(schema[0]);
  return schema[0] === 0 ? bare(schema[4]) : schema;
}

/** What kind it is, and the types of its members. */
function shapeOf(type: Schema | number): { readonly kind?: number; readonly of: (member: string) => Schema | number } {
  if (typeof type === 'number') {
    if (type >= MAP_OF) return { kind: MAP, of: () => type - MAP_OF };
    if (type >= LIST_OF) return { kind: LIST, of: () => type - LIST_OF };
    return { of: () => SIMPLE.string };
  }
  if (type[0] !== STRUCTURE) return { kind: type[0] as number, of: () => bare(type.at(-1)) };
  const [names, schemas] = [type[4] as string[], type[5] as unknown[]];
  const of = (member: string) => {
    if (!names.includes(member)) throw new Error(`There is no ${member} in ${type[2]}.`);
    return bare(schemas[names.indexOf(member)]);
  };
  return { kind: STRUCTURE, of };
}

/** Names of members, however deep. */
export function namesIn(type: Schema | number, found = new Set<string>(), seen = new Set<unknown>()): ReadonlySet<string> {
  if (typeof type === 'number' || seen.has(type)) return found;
  seen.add(type);
  const { kind } = shapeOf(type);
  const below = kind === STRUCTURE ? (type[5] as unknown[]) : [type.at(-1)];
  if (kind === STRUCTURE) for (const name of type[4] as string[]) found.add(name);
  for (const one of below) namesIn(bare(one), found, seen);
  return found;
}

/** At the commas that stand in no brackets. */
function parts(text: string): string[] {
  let depth = 0;
  const all = [''];
  for (const c of text) {
    if ('[{'.includes(c)) depth += 1;
    if (']}'.includes(c)) depth -= 1;
    if (c === ',' && depth === 0) all.push('');
    else all[all.length - 1] += c;
  }
  return all;
}

/** `Key=Path,Values=a,b`: what has no name of its own belongs to the one before. */
function shorthand(type: Schema | number, text: string): Record<string, unknown> {
  const { of } = shapeOf(type);
  const given = new Map<string, string[]>();
  for (const part of parts(text)) {
    const [, name, value = ''] = /^([\w.-]+)=(.*)$/s.exec(part) ?? [];
    if (name) given.set(name, [value]);
    else [...given.values()].at(-1)?.push(part);
  }
  return Object.fromEntries([...given].map(([name, values]) => [name, valueFrom(of(name), values)]));
}

function simple(type: number, text: string): unknown {
  if (type === SIMPLE.number) return Number(text);
  if (type === SIMPLE.boolean) return text === 'true';
  return type === SIMPLE.blob ? Buffer.from(text) : text;
}

/** `words`: what stands behind an option. Throws where a member of that name is not known. */
export function valueFrom(type: Schema | number, words: readonly string[]): unknown {
  const [first = ''] = words;
  const { kind, of } = shapeOf(type);
  if (kind === undefined) return simple(type as number, first);
  if (/^[[{]\s*["[{}\]]/.test(first)) return JSON.parse(first);
  if (kind !== LIST) return shorthand(type, first.replace(/^\{(.*)\}$/s, '$1'));
  const each = first.startsWith('[') ? parts(first.slice(1, -1)) : words;
  return each.map((word) => valueFrom(of(''), [word]));
}
