/** Which line of policy decides, in the gate's own words. */
import { decide } from '../engine/decide.ts';
import { inScope, lineFor } from '../engine/policy.ts';
import { EFFECTS, type Resource } from '../engine/remediation.ts';
import { freshBudget } from '../ledger/items.ts';
import type { Opened } from '../ledger/port.ts';
import type { Office } from './office.ts';

export interface Line {
  readonly effect: string;
  readonly may: string;
  readonly line: string;
  readonly says: string;
}

/** A resource whose links to ML nobody has read is asked about as if it had one, where that alone decides; `linked` says so. */
export function linesFor(
  { policy, cap, clock }: Office,
  violation: string,
  resource: Resource,
  opened?: Opened,
): { linked: boolean; lines: readonly Line[] } {
  const linked = !inScope(policy, resource, []) && inScope(policy, resource, ['?']);
  const lines = EFFECTS.map((effect): Line => {
    const answer = decide({
      policy,
      cap,
      violation,
      resource,
      born: opened?.case.born ?? '',
      linked: linked ? ['?'] : [],
      purpose: 'repair',
      effect,
      now: clock.now(),
      paused: opened?.paused ?? [],
      ruling: opened?.ruling,
      case: opened?.case ?? { charged: false, attempts: [] },
      budgets: opened?.budgets ?? [freshBudget(''), freshBudget('')],
    });
    const { hours, after } = lineFor(policy, violation, resource.account, effect);
    const when = `${after > 0 ? `, after ${after} s` : ''}${hours.length > 0 ? `, in ${hours.join(' and ')}` : ''}`;
    const why = 'why' in answer ? ` (${answer.why})` : '';
    return { effect, may: answer.may, line: answer.line, says: `${effect}: ${WORDS[answer.may]}${why}, by ${answer.line}${when}` };
  });
  return { linked, lines };
}
const WORDS = { enforce: 'done', not: 'not done', ask: 'asked for', later: 'later', never: 'never' } as const;
export const IF_LINKED = 'only where it is linked to ML; otherwise it is out of scope';
