/** What a step is expected to bring about: a JSON Merge Patch (RFC 7396) over the state, or `'gone'`. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from './remediation.ts';

export const isMap = (value: unknown): value is { readonly [k: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (map: { readonly [k: string]: Json | undefined }, k: string): Json | undefined => (Object.hasOwn(map, k) ? map[k] : undefined);

/** True when laying the patch over the state would change nothing. */
export function met(expect: Json, state: Json): boolean {
  if (!isMap(expect)) return isDeepStrictEqual(expect, state);
  if (!isMap(state)) return false;
  return Object.entries(expect).every(([k, wanted]) => {
    const is = own(state, k);
    if (wanted === undefined) return true;
    return wanted === null ? is === undefined : is !== undefined && met(wanted, is);
  });
}

/** What is there once the patch is laid over it. */
export function lay(patch: Json, value: Json | undefined): Json {
  if (!isMap(patch)) return patch;
  const before = isMap(value) ? value : {};
  const kept = Object.entries(before).filter(([k]) => own(patch, k) === undefined);
  const laid = Object.entries(patch).flatMap(([k, wanted]) =>
    wanted === null || wanted === undefined ? [] : [[k, lay(wanted, own(before, k))] as const],
  );
  return Object.fromEntries([...kept, ...laid]);
}

/** The patch that would lead back: the former values of exactly the keys that `expect` names. */
export function former(expect: Json, state: Json): Json {
  if (!isMap(expect) || !isMap(state)) return state;
  const named = Object.entries(expect).filter(([, wanted]) => wanted !== undefined);
  return Object.fromEntries(
    named.map(([k, wanted = null]) => {
      const was = own(state, k);
      return [k, was === undefined ? null : former(wanted, was)];
    }),
  );
}

/** What two changes have brought about, one after the other. */
export function both(first: Json, then: Json): Json {
  if (!isMap(first) || !isMap(then)) return then;
  const keys = new Set([...Object.keys(first), ...Object.keys(then)]);
  return Object.fromEntries(
    [...keys].map((k) => {
      const [before = null, after] = [own(first, k), own(then, k)];
      return [k, after === undefined ? before : both(before, after)];
    }),
  );
}

/** An expectation that names nothing could never be told from success. */
export const empty = (expect: Json): boolean =>
  isMap(expect) && Object.values(expect).every((v) => v !== null && (v === undefined || empty(v)));
