/** What whoever is on call reads. */
import type { Pause } from '../ledger/desk-items.ts';

/** What is `grave` pauses everything; what is `righted` does not. `paused`: by this round, by whom before it, or why it could not be. */
export interface Found {
  readonly grave: readonly string[];
  readonly righted: readonly string[];
  readonly paused: 'now' | Pause | Error;
}

/** SNS takes subjects of 100 characters (API reference, Publish). */
export function subject({ grave, paused }: Found): string {
  if (grave.length === 0) return 'mlwarden: the watch has switched on again what was switched off';
  if (paused === 'now') return 'mlwarden is not as it was deployed: everything is paused';
  return `mlwarden is not as it was deployed; ${paused instanceof Error ? 'IT COULD NOT BE PAUSED' : 'everything is paused already'}`;
}

function pausing(paused: Found['paused']): string {
  if (paused === 'now') return 'Everything is paused: nothing of mlwarden changes anything until somebody resumes it.';
  if (paused instanceof Error)
    return `It could not be paused (${paused.name}: ${paused.message}). Pause it by hand: docs/operating.md, "Stop everything, now".`;
  return `Everything was paused already, by ${paused.by ?? 'hand'}: ${paused.reason ?? 'no reason given'}`;
}

const NEXT = [
  'Find out who did it (CloudTrail), deploy again what was deployed, and only then resume:',
  '  npx mlwarden doctor',
  "  npx mlwarden resume global --why '...'",
];

export function letter({ grave, righted, paused }: Found): string {
  const graves = grave.length > 0 ? [...grave, '', pausing(paused), '', ...NEXT, ''] : [];
  const rights = righted.map((says) => `${says} It is switched on again. Whoever wants mlwarden to stop pauses it.`);
  return [...graves, ...rights, ...(rights.length > 0 ? [''] : []), 'docs/operations.md, "The watch"'].join('\n');
}
