/** Somebody rules for a case; where there is none, nothing. */
import { rule as written } from '../world/ruling.ts';
import type { Theatre } from './play.ts';
import { type Act, MINUTE } from './scenario.ts';
import { nameOf } from './watch.ts';

export function rule({ world, watch }: Theatre, { rule: what, violation, name, minutes }: Extract<Act, { rule: string }>): void {
  const kase = [...watch.cases.values()].find((c) => c.violation === violation && nameOf(c.key) === name.toLowerCase());
  const ruling = kase && written(world, kase, what, minutes * MINUTE);
  if (ruling) watch.rulings.set(`control#ruling#${violation}#${ruling.key}`, ruling);
}
