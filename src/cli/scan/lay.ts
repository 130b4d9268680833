/** A JSON Merge Patch (RFC 7396) laid over a value. */
import type { Json } from '../../engine/remediation.ts';

type Map = { readonly [k: string]: Json | undefined };
const isMap = (value: Json | undefined): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value);

export function lay(patch: Json, value: Json | undefined): Json {
  if (!isMap(patch)) return patch;
  const before = isMap(value) ? value : {};
  const kept = Object.entries(before).filter(([k]) => !Object.hasOwn(patch, k) || patch[k] === undefined);
  const laid = Object.entries(patch).flatMap(([k, wanted]) =>
    wanted === null || wanted === undefined ? [] : [[k, lay(wanted, Object.hasOwn(before, k) ? before[k] : undefined)] as const],
  );
  return Object.fromEntries([...kept, ...laid]);
}
