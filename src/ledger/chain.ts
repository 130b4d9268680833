/** The chain that makes the trail provable: each entry's hash (SHA-256 over RFC 8785 JSON) covers the hash before it. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Entry } from './items.ts';

/**
 * Hex SHA-256 over the canonical JSON of any JSON. Half a character (a lone surrogate, which `\ud83d` in somebody's policy spells) has
 * no UTF-8, so RFC 8785 knows no form of it: it counts as the U+FFFD that UTF-8 makes of it. Throws for what is no JSON, such as NaN.
 */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonical(value) ?? '')
    .digest('hex');
}

function canonical(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch {
    return canonicalize(wellFormed(value));
  }
}
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
}

/** Ends the chain with one more entry. */
export function link(head: { seq: number; hash: string }, entry: Omit<Entry, 'v' | 'seq' | 'prev' | 'hash'>): Entry {
  const unsigned = { v: 1 as const, ...entry, seq: head.seq + 1, prev: head.hash };
  return { ...unsigned, hash: digest(unsigned) };
}

/** The first thing wrong with a chain, or undefined. `head` is what its case believes to be the end, `from` what comes before a part of it. */
export function broken(entries: readonly Entry[], head?: { seq: number; hash: string }, from = { seq: 0, hash: '' }): string | undefined {
  let before = from;
  for (const entry of entries) {
    const { hash, ...unsigned } = entry;
    const seq = before.seq + 1;
    if (entry.seq !== seq) return `entry ${seq} is missing, or not where it belongs`;
    if (entry.prev !== before.hash) return `entry ${seq} does not follow from the one before it`;
    if (digest(unsigned) !== hash) return `entry ${seq} was altered`;
    before = { seq, hash };
  }
  if (head && (head.seq !== before.seq || head.hash !== before.hash))
    return `the case ends at entry ${head.seq}, the chain at ${before.seq}`;
  return undefined;
}
