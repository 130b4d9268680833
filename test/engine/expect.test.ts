import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { empty, former, lay, met } from '../../src/engine/expect.ts';
import type { Json } from '../../src/engine/remediation.ts';

const js = (text: string): Json => JSON.parse(text);
/** MergePatch as RFC 7396, section 2, words it. */
function laid(state: Json | undefined, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const is = typeof state === 'object' && state !== null && !Array.isArray(state) ? state : {};
  const map = new Map(Object.entries(is) as [string, Json][]);
  for (const [k, v] of Object.entries(patch) as [string, Json][]) {
    if (v === null) map.delete(k);
    else map.set(k, laid(map.get(k), v));
  }
  return Object.fromEntries(map);
}

/** RFC 7396, appendix A: original, patch, result. */
const APPENDIX = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
] as const;

describe('what a step is to bring about', () => {
  test.each(APPENDIX)('over %s, %s is seen in %s and not before', (original, patch, result) => {
    expect(lay(js(patch), js(original))).toEqual(js(result));
    expect(met(js(patch), js(result))).toBe(true);
    expect(met(js(patch), js(original))).toBe(false);
  });

  test.each<[string, Json, Json, boolean]>([
    ['a key that must not be there is not there', { a: null }, {}, true],
    ['a key that must not be there is there and empty', { a: null }, { a: null }, false],
    ['a key that must be there is not', { a: {} }, {}, false],
    ['a map is wanted and a text is there', { a: { b: 1 } }, { a: 'b' }, false],
    ['a map is wanted and a list is there', { a: { b: 1 } }, { a: [1] }, false],
    ['more is there than was wanted', { a: 1 }, { a: 1, b: 2 }, true],
    ['a list has an element too many', { a: [1] }, { a: [1, 2] }, false],
    ['nothing is said of a key', { a: undefined, b: 1 }, { a: 3, b: 1 }, true],
    ['a key that every object has in JavaScript is wanted', { constructor: { name: 'Object' } }, {}, false],
    ['a key that every object has in JavaScript must not be there', { toString: null }, {}, true],
    ['a key named __proto__ is wanted and there', js('{"__proto__":{"a":1}}'), js('{"__proto__":{"a":1}}'), true],
    ['a key named __proto__ is wanted and not there', js('{"__proto__":{}}'), {}, false],
    ['a key named __proto__ must not be there and is', js('{"__proto__":null}'), js('{"__proto__":1}'), false],
  ])('%s', (_, patch, state, is) => {
    expect(met(patch, state)).toBe(is);
  });

  const key = fc.constantFrom('a', 'b', '__proto__', 'constructor');
  const json = fc.letrec<{ value: Json; map: Json }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom<Json>(null, 1, 'x', [1], []), tie('map')),
    map: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  }));

  test('is seen exactly when laying it over the state changes nothing', () => {
    const property = fc.property(json.value, json.value, (patch, state) => {
      expect(met(patch, laid(state, patch))).toBe(true);
      expect(met(patch, state)).toBe(JSON.stringify(sorted(laid(state, patch))) === JSON.stringify(sorted(state)));
    });
    fc.assert(property, { numRuns: Number(process.env.RUNS ?? 2_000) });
  });

  test('is laid over any state as the RFC words it, and over none', () => {
    const property = fc.property(json.value, fc.option(json.value, { nil: undefined }), (patch, state) => {
      expect(JSON.stringify(sorted(lay(patch, state)))).toBe(JSON.stringify(sorted(laid(state, patch))));
    });
    fc.assert(property, { numRuns: Number(process.env.RUNS ?? 2_000) });
  });

  test('is laid over a key of which it says nothing by leaving it as it is', () => {
    expect(lay({ a: undefined, b: { c: undefined, d: 2 }, e: undefined }, { a: 1, b: { c: 1, d: 1 } })).toStrictEqual({
      a: 1,
      b: { c: 1, d: 2 },
    });
  });

  test('leads back, by its former values, to exactly the state before', () => {
    const noNulls = (value: Json): boolean =>
      value !== null && (typeof value !== 'object' || Object.values(value).every((v) => noNulls(v ?? null)));
    const states = json.map.filter(noNulls);
    const property = fc.property(json.map, states, (patch, state) => {
      const back = laid(laid(state, patch), former(patch, state));
      expect(JSON.stringify(sorted(back))).toBe(JSON.stringify(sorted(state)));
    });
    fc.assert(property, { numRuns: Number(process.env.RUNS ?? 2_000) });
  });
});

function sorted(value: Json): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { map: entries.map(([k, v]) => [k, sorted(v ?? null)]) };
}

describe('the former values', () => {
  test.each<[string, Json, Json, Json]>([
    ['of a changed key', { a: 2 }, { a: 1, b: 1 }, { a: 1 }],
    ['of a new key', { a: 2 }, { b: 1 }, { a: null }],
    ['of a removed key', { a: null }, { a: { b: [1] } }, { a: { b: [1] } }],
    ['of a key within a map', { a: { b: 2 } }, { a: { b: 1, c: 1 } }, { a: { b: 1 } }],
    ['of a text that becomes a map', { a: { b: 2 } }, { a: 'x' }, { a: 'x' }],
    ['of a key of which nothing is said', { a: undefined, b: 2 }, { a: 1, b: 1 }, { b: 1 }],
    ['of something that is no map', 'off', 'on', 'on'],
    ['of a key named __proto__', js('{"__proto__":"x"}'), js('{"__proto__":"y"}'), js('{"__proto__":"y"}')],
  ])('%s', (_, patch, state, back) => {
    expect(JSON.stringify(former(patch, state))).toBe(JSON.stringify(back));
  });
});

describe('an expectation that could not be told from success', () => {
  test.each<[string, Json, boolean]>([
    ['an empty map', {}, true],
    ['a map of empty maps', { a: {}, b: { c: {} } }, true],
    ['a key of which nothing is said', { a: undefined }, true],
    ['a key that must not be there', { a: null }, false],
    ['a key within a map that must not be there', { a: { b: null } }, false],
    ['an empty list', { a: [] }, false],
    ['a text', 'gone', false],
    ['null', null, false],
  ])('%s: %j, %s', (_, patch, is) => {
    expect(empty(patch)).toBe(is);
  });
});
