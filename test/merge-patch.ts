/** JSON Merge Patch as the tests read it (RFC 7396), apart from the engine's own, so that a fault in the one is not one in the other. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../src/engine/remediation.ts';

const isMap = (v: unknown): v is Record<string, Json> => typeof v === 'object' && v !== null && !Array.isArray(v);

/** Lays a patch over a state. */
export function lay(state: Json | undefined, patch: Json): Json {
  if (!isMap(patch)) return patch;
  const laid: Record<string, Json> = isMap(state) ? { ...state } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete laid[key];
    else laid[key] = lay(laid[key], value);
  }
  return laid;
}

/** Whether everything that the patch asks for is so already. */
export const isSo = (state: Json, patch: Json): boolean => isDeepStrictEqual(lay(state, patch), state);
