import { seeded } from '../world/random.ts';

/** What a seed decides. */
export interface Draw {
  chance(probability: number): boolean;
  of<T>(all: readonly T[]): T;
  /** With weights. */
  often<T>(all: readonly (readonly [number, T])[]): T;
  int(below: number): number;
}

export function drawing(seed: number): Draw {
  // Neighbouring seeds begin alike: the first numbers are thrown away.
  const random = seeded(Math.imul(seed + 1, 0x9e3779b1));
  for (let i = 0; i < 4; i++) random.next();
  const draw: Draw = {
    chance: (probability) => random.next() < probability,
    int: (below) => random.int(below),
    of: (all) => draw.often(all.map((one) => [1, one] as const)),
    often(all) {
      let left = random.next() * all.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, one] of all) {
        left -= weight;
        if (left < 0) return one;
      }
      const last = all.at(-1);
      if (!last) throw new Error('There is nothing to draw from.');
      return last[1];
    },
  };
  return draw;
}
