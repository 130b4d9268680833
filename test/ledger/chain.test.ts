import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { broken, digest, link } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { AT } from './contract.ts';

const body = fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.jsonValue()) as fc.Arbitrary<Entry['body']>;
function chainOf(bodies: readonly Entry['body'][]): Entry[] {
  const entries: Entry[] = [];
  for (const one of bodies) {
    const { seq, hash } = entries.at(-1) ?? { seq: 0, hash: '' };
    entries.push(link({ seq, hash }, { violation: 'v', key: 'k', at: AT, type: 'found', release: 'r', policy: 'p', body: one }));
  }
  return entries;
}
const chains = (least: number) => fc.array(body, { minLength: least, maxLength: 6 }).map(chainOf);
const headOf = (entries: readonly Entry[]) => {
  const { seq, hash } = entries.at(-1) ?? { seq: 0, hash: '' };
  return { seq, hash };
};

describe('a chain', () => {
  test('as it was written holds, also after it was stored as JSON', () => {
    fc.assert(
      fc.property(chains(0), (entries) => {
        expect(broken(entries, headOf(entries))).toBeUndefined();
        expect(broken(JSON.parse(JSON.stringify(entries)), headOf(entries))).toBeUndefined();
        expect(broken(entries)).toBeUndefined();
      }),
    );
  });

  test('in which any one thing was altered is broken', () => {
    const fields = ['violation', 'key', 'seq', 'prev', 'at', 'type', 'release', 'policy', 'body', 'hash', 'v'] as const;
    const property = fc.property(chains(1), fc.nat(), fc.constantFrom(...fields), fc.jsonValue(), (entries, n, field, value) => {
      const at = n % entries.length;
      const entry = entries[at];
      fc.pre(entry !== undefined && digest(entry[field]) !== digest(value));
      const altered = entries.map((e, i) => (i === at ? ({ ...e, [field]: value } as Entry) : e));
      expect(broken(altered, headOf(entries))).toBeDefined();
    });
    // What stands where a number should be may be nothing that has a text.
    fc.assert(property, { numRuns: Number(process.env.RUNS ?? 1_000), examples: [[chainOf([{}]), 0, 'seq', { toString: false }]] });
  });

  test('from which any entry is missing is broken, the last one included', () => {
    const property = fc.property(chains(1), fc.nat(), (entries, n) => {
      const left = entries.filter((_, i) => i !== n % entries.length);
      expect(broken(left, headOf(entries))).toBeDefined();
    });
    fc.assert(property);
  });

  test('in which any two entries were swapped is broken', () => {
    const property = fc.property(chains(2), fc.nat(), (entries, n) => {
      const at = n % (entries.length - 1);
      const swapped = entries.toSpliced(at, 2, ...entries.slice(at, at + 2).toReversed());
      expect(broken(swapped, headOf(entries))).toBeDefined();
    });
    fc.assert(property);
  });

  test('that was rewritten from somewhere on, hashes and all, is not the one its case remembers', () => {
    const property = fc.property(chains(2), body, (entries, other) => {
      fc.pre(digest(entries[0]?.body) !== digest(other));
      let head = { seq: 0, hash: '' };
      const forged = entries.map(({ v: _, seq: __, prev: ___, hash: ____, ...rest }, i) => {
        const entry = link(head, i === 0 ? { ...rest, body: other } : rest);
        head = { seq: entry.seq, hash: entry.hash };
        return entry;
      });
      expect(broken(forged)).toBeUndefined();
      expect(broken(forged, headOf(entries))).toBe(`the case ends at entry ${entries.length}, the chain at ${entries.length}`);
    });
    fc.assert(property);
  });

  test('of whose length its case says something else is broken, although it ends as the case says', () => {
    const property = fc.property(chains(1), (entries) => {
      const { seq, hash } = headOf(entries);
      expect(broken(entries, { seq: seq + 1, hash })).toBe(`the case ends at entry ${seq + 1}, the chain at ${seq}`);
    });
    fc.assert(property);
  });

  test.each<[string, (entries: readonly Entry[]) => readonly Entry[], string]>([
    ['whose second entry is missing', ([a, , c]) => [a, c] as Entry[], 'entry 2 is missing, or not where it belongs'],
    ['whose first entry was altered', ([a, b]) => [{ ...a, at: 'x' }, b] as Entry[], 'entry 1 was altered'],
    [
      'whose second entry hangs elsewhere',
      ([a, b]) => [a, { ...b, prev: 'x' }] as Entry[],
      'entry 2 does not follow from the one before it',
    ],
  ])('%s says where it is broken', (_, change, where) => {
    let head = { seq: 0, hash: '' };
    const entries = [1, 2, 3].map((n) => {
      const e = link(head, { violation: 'v', key: 'k', at: AT, type: 'found', release: 'r', policy: 'p', body: { n } });
      head = { seq: e.seq, hash: e.hash };
      return e;
    });
    expect(broken(change(entries))).toBe(where);
  });
});

describe('a digest', () => {
  test('does not know in which order the keys were written, nor keys of which nothing is said', () => {
    expect(digest({ a: 1, b: [2] })).toBe(digest({ b: [2], a: 1, c: undefined }));
  });
  test('knows the order of a list', () => {
    expect(digest([1, 2])).not.toBe(digest([2, 1]));
  });
  test('of nothing at all is that of the empty text', () => {
    expect(digest(undefined)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
  test.each([
    ['as a value', ['\ud83d'], ['\ufffd']],
    ['in a name, deep within', [{ 'a\ude00': { b: null } }, 1], [{ 'a\ufffd': { b: null } }, 1]],
  ])('of half a character %s is that of U+FFFD in its place', (_, half, whole) => {
    expect(digest(half)).toBe(digest(whole));
  });
  test('of a whole character written as its two halves is its own', () => {
    expect(digest('\ud83d\ude00')).not.toBe(digest('\ufffd\ufffd'));
  });
  test.each([Number.NaN, Number.POSITIVE_INFINITY])('of %s, which is no JSON, there is none', (value) => {
    expect(() => digest([value])).toThrow('is not allowed');
  });
  test('is that of RFC 8785: its own example', () => {
    const example = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(digest(example)).toBe('2d5e01a318d0f0879ab568c4be289c8b1f64ef8921a53c6277d5e069978baacb');
  });
});
