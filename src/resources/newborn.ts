/** A resource so young that nobody can have come to rely on it. */
import * as z from 'zod/mini';
import type { Ctx, Effect } from '../engine/remediation.ts';

/** Minutes since its creation in which a resource may be deleted as `disruptive`. 0 = never. */
export const newborn = z._default(z.int().check(z.gte(0), z.lte(1440)), 0);

/** What deleting it would be. `created` is ISO 8601. */
export function deletion(created: string, { now, settings }: Ctx<{ readonly newborn: number }>): Effect {
  return now.getTime() - Date.parse(created) < settings.newborn * 60_000 ? 'disruptive' : 'destructive';
}

/** How old it is, for people: `3 days`, `12 minutes`. */
export function age(created: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(created)) / 60_000));
  const [count, unit] =
    minutes < 120 ? [minutes, 'minute'] : minutes < 2880 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
