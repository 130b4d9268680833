import type { Random } from './habitat.ts';

/** Mulberry32: small, quick, the same on every machine. The whole world's chance comes from one of these. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, int: (below) => Math.floor(next() * below) };
}

/** So many hexadecimal digits. */
export function hex(random: Random, length: number): string {
  let digits = '';
  for (let i = 0; i < length; i++) digits += '0123456789abcdef'.charAt(random.int(16));
  return digits;
}

/** A UUID-shaped id that a seed repeats. */
export function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');
}
