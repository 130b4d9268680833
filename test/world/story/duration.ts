import * as z from 'zod/mini';

/** Milliseconds, written as in policy. */
export const duration = z.pipe(
  z.string().check(z.regex(/^\d{1,4}[smhd]$/, 'a duration: a number and s, m, h or d')),
  z.transform((text) => Number.parseInt(text, 10) * ({ s: 1e3, m: 6e4, h: 36e5, d: 864e5 }[text.at(-1) ?? 's'] ?? 1)),
);
