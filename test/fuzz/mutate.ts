/** Grows malformed JSON from well-formed JSON. What comes out is text, because some of it no program could write. */
import fc from 'fast-check';

export type Path = readonly string[];
// biome-ignore lint/suspicious/noExplicitAny: anything at all is what this is about.
type Anything = any;

/** What stands for itself in a document until it becomes text: nothing may be walked that is so deep. */
const DEEP = '\u0001deep\u0001';
const DEPTH = 20_000;
const KB256 = 256 * 1024;

const HOSTILE: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, 0.1, '', ' ', 'null', '[object Object]', '*', '../../etc/passwd'],
  ...['\u0000', '\r\n\u001b[2J', 'a\u202eb', '\ud83d\ude00', '\ud800', '\u0130\u017f', 'e\u0301'.repeat(40), '%', '%00'],
  ...['arn:', 'arn:aws:iam::111122223333:role/', 'arn:aws:sagemaker:eu-west-1:999988887777:notebook-instance/theirs'],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'toString', '2026-02-30T00:00:00Z', '+275760-09-13T00:00:00.001Z', '99999999999999'],
  ...[[], {}, [[]], [null], { length: -1 }, { toString: 1, valueOf: 1 }],
];
const HUGE = ['x'.repeat(KB256), 'arn:'.repeat(KB256 / 4), '\u00e9'.repeat(KB256 / 2), DEEP];
/** Huge now and then: what is small is more telling, and quicker. */
const hostile = (n: number): unknown => structuredClone(pick(n % 20 === 19 ? HUGE : HOSTILE, n >>> 5));
const KEYS = ['__proto__', 'constructor', 'prototype', 'toJSON', 'then', '', ' ', 'errorCode', 'ignored', 'length', 'a\u0000b'];
/** What is well formed and means something else. */
const PLANTED: readonly (readonly [string, unknown])[] = [
  ['errorCode', 'AccessDenied'],
  ['readOnly', true],
  ['account', '999988887777'],
  ['region', 'us-gov-west-1'],
  ['awsRegion', 'ap-south-1'],
  ['recipientAccountId', '999988887777'],
  ['source', 'aws.iam'],
  ['detail-type', 'AWS API Call via CloudTrail'],
  ['sample', true],
];

interface Mutation {
  readonly at: number;
  readonly how: 'remove' | 'replace' | 'borrow' | 'plant' | 'key' | 'rename' | 'wrap' | 'many' | 'text' | 'swap';
  readonly with: number;
}
const HOWS = ['remove', 'replace', 'replace', 'borrow', 'plant', 'key', 'rename', 'wrap', 'many', 'text', 'swap'] as const;
const mutation: fc.Arbitrary<Mutation> = fc.record({ at: fc.nat(), how: fc.constantFrom(...HOWS), with: fc.nat() });

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
/** Even a key named `__proto__`, which an assignment would not make. Where nothing can be put, nothing is. */
function own(of: unknown, key: string, value: unknown): void {
  if (typeof of !== 'object' || of === null || (Array.isArray(of) && !/^\d+$/.test(key))) return;
  Object.defineProperty(of, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A way into a document, longer or shorter: never empty, unless there is nowhere to go. */
function way(value: Anything, n: number): Path {
  const path: string[] = [];
  for (let here = value, m = n; typeof here === 'object' && here !== null; m = Math.imul(m ^ (m >>> 15), 2_654_435_761) >>> 0) {
    const keys = Object.keys(here);
    if (keys.length === 0 || (path.length > 0 && m % 5 === 4)) break;
    const key = pick(keys, m >>> 3);
    path.push(key);
    here = here[key];
  }
  return path;
}
/** As much of a way as there is. */
function along(value: Anything, path: Path): Path {
  let here = value;
  const there = path.findIndex((key) => {
    const ends = typeof here !== 'object' || here === null || !Object.hasOwn(here, key);
    here = ends ? undefined : here[key];
    return ends;
  });
  return there < 0 ? path : path.slice(0, there);
}
/** Every way there is. */
export function ways(value: Anything, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [[...at, key], ...ways(value[key], [...at, key])]);
}
const at = (value: Anything, path: Path): Anything => path.reduce((of, key) => of[key], value);

/** A copy in which nothing stands at the end of the way. */
export function without<T>(document: T, path: Path): T {
  const copy = structuredClone(document);
  delete at(copy, path.slice(0, -1))[path.at(-1) ?? ''];
  return copy;
}

/** `lender`: another document, whose values are as good as any. */
function mutate(document: Anything, { at: n, how, with: w }: Mutation, lender: Anything, telling: readonly Path[]): Anything {
  const whole = { document };
  const aimed = n % 2 === 1 && telling.length > 0;
  const path = ['document', ...(aimed ? along(document, pick(telling, n >>> 1)) : n % 50 === 0 ? [] : way(document, n))];
  const parent = at(whole, path.slice(0, -1));
  const key = String(path.at(-1));
  const here = parent[key];
  const inside = typeof here === 'object' && here !== null ? here : parent;
  const edits: Readonly<Record<Mutation['how'], () => void>> = {
    remove: () => void (Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key]),
    replace: () => own(parent, key, hostile(w)),
    borrow: () => own(parent, key, structuredClone(at(lender, way(lender, w)))),
    plant: () => own(inside === whole ? document : inside, ...pick(PLANTED, w)),
    key: () => own(inside, pick(KEYS, w), hostile(n)),
    rename: () => {
      delete parent[key];
      own(parent, w % 2 ? key.toUpperCase() : pick(KEYS, w), here);
    },
    wrap: () => own(parent, key, w % 2 ? [here] : { [key]: here }),
    many: () =>
      own(
        parent,
        key,
        Array.from({ length: copies(here) }, () => structuredClone(here)),
      ),
    text: () => own(parent, key, edited(typeof here === 'string' ? here : JSON.stringify(here ?? null), w)),
    swap: () => own(parent, key, typeof here === 'number' ? String(here) : typeof here === 'string' ? here.length : { ...here }),
  };
  edits[how]();
  return whole.document;
}

const copies = (of: unknown): number => Math.min(3_000, Math.ceil(KB256 / written(of).length));

function edited(text: string, n: number): string {
  const cut = n % (text.length + 1);
  const insert = pick(['\u0000', '\u202e', ' ', ':', '/', '*', '\n', 'é', 'mlwarden-', text], n);
  return n % 3 === 0 ? text.slice(0, cut) : `${text.slice(0, cut)}${insert}${text.slice(cut)}`;
}

const written = (document: unknown): string =>
  (JSON.stringify(document) ?? 'null').replaceAll(JSON.stringify(DEEP), () => '['.repeat(DEPTH) + ']'.repeat(DEPTH));

/** One of the documents with up to six things wrong with it. `telling`: the ways to what matters in it; half of the edits are made there. */
export function malformed<T>(
  documents: readonly T[],
  telling: (document: T) => readonly Path[] = () => [],
): fc.Arbitrary<{ of: T; text: string }> {
  const one = fc.constantFrom(...documents);
  return fc.tuple(one, one, fc.array(mutation, { maxLength: 6 })).map(([of, lender, mutations]) => ({
    of,
    text: written(mutations.reduce((document, m) => mutate(document, m, lender, telling(of)), JSON.parse(JSON.stringify(of)))),
  }));
}

/** One of the documents, well formed, that means something else by one word in one of these parts. */
export function planted<T>(documents: readonly T[], parts: readonly Path[]): fc.Arbitrary<{ of: T; text: string }> {
  return fc.tuple(fc.constantFrom(...documents), fc.constantFrom(...parts), fc.constantFrom(...PLANTED)).map(([of, part, word]) => {
    const document = JSON.parse(JSON.stringify(of));
    own(at(document, part), ...word);
    return { of, text: written(document) };
  });
}

/** Texts with pieces taken out, doubled, put elsewhere or made of what this syntax gives a meaning to. */
export function garbled(texts: readonly string[], syntax: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(),
    length: fc.nat({ max: 200 }),
    how: fc.constantFrom('cut', 'double', 'move', 'put', 'put'),
    with: fc.nat(),
  });
  return fc.tuple(fc.constantFrom(...texts), fc.array(edit, { maxLength: 6 })).map(([text, edits]) =>
    edits.reduce((t, e) => {
      const from = e.at % (t.length + 1);
      const piece = t.slice(from, from + e.length);
      const rest = t.slice(0, from) + t.slice(from + e.length);
      const to = e.with % (t.length + 1);
      if (e.how === 'cut') return rest;
      if (e.how === 'double') return t.slice(0, from) + piece + t.slice(from);
      if (e.how === 'move') return rest.slice(0, to) + piece + rest.slice(to);
      return t.slice(0, from) + pick(syntax, e.with) + t.slice(from);
    }, text),
  );
}

/** What means something in YAML. */
export const YAML: readonly string[] = [
  ...['&a ', '*a', '*none', '<<: *a', '<<: x', '!!binary ', '!!js/function ', '!x ', '? ', ': ', '- ', '--- ', '...\n', '%YAML 9.9\n'],
  ...[
    '|\n',
    '>\n',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    '\t',
    '\u0000',
    '\ufeff',
    '\u2028',
    '\r',
    '~',
    '0x10',
    '1e999',
    '.nan',
    '012',
    'yes',
  ],
  ...['__proto__: { x: 1 }\n', 'constructor: 1\n', '"": 1\n', 'ask', 'enforce', 'observe', 'destructive: enforce\n', '? [a, b]\n: c\n'],
  ...['['.repeat(5_000), '{a: '.repeat(3_000), '- '.repeat(5_000), 'x'.repeat(KB256), '\n'.repeat(5_000)],
  `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'.replace(/./g, (c) => `${c}: &${c} [${`*${String.fromCharCode(c.charCodeAt(0) - 1)}, `.repeat(9)}]\n`)}`,
];
