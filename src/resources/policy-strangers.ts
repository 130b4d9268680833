/** Who from outside a resource's policy lets in, statement by statement, and the policy without them. */
import type { Flaw } from '../engine/remediation.ts';
import { type Allowed, admits, allowing } from './policy-access.ts';
import { conditional, type PolicyDocument, type Statement } from './policy-document.ts';

/** Why nothing is taken out where nothing lets in others for certain. */
const BOUND =
  'others are let in under a condition, or by a name that may be one of ours: whether that keeps out who should not come is for a person to say';
const bound = (s: Statement): string => (conditional(s) ? ' under a condition' : ', which does not say whose it is');

const statements = (policy: PolicyDocument | undefined, allowed: Allowed) =>
  (policy?.Statement ?? []).map((statement, i) => ({ statement, i, ...admits(statement, allowed) }));

export function openTo(policy: PolicyDocument | undefined, allowed: Allowed): Flaw | undefined {
  const says = statements(policy, allowed)
    .filter(({ reach }) => reach !== 'inside')
    .map(({ statement, i, reach, strangers }) => {
      const name = typeof statement.Sid === 'string' ? statement.Sid : `statement ${i + 1}`;
      const whom = strangers.includes('*') ? 'everybody' : strangers.join(', ');
      return `${name} lets ${whom} in${reach === 'unclear' ? bound(statement) : ''}`;
    });
  return says.length > 0 ? { says: says.join('; '), contained: false } : undefined;
}

/** Statements that let strangers in go as a whole, all others stay as they are. Undefined: none is left. The policy itself: none goes. */
function withoutStrangers(policy: PolicyDocument | undefined, allowed: Allowed): PolicyDocument | undefined {
  const all = statements(policy, allowed);
  const Statement = all.flatMap(({ reach, statement }) => (reach === 'outside' ? [] : [statement]));
  if (!policy || Statement.length === all.length) return policy;
  return Statement.length > 0 ? { ...policy, Statement } : undefined;
}

/** Whether it lets in whoever comes, without a condition. */
export const toEverybody = (policy: PolicyDocument | undefined, allowed: Allowed): boolean =>
  statements(policy, allowed).some(({ statement, strangers }) => strangers.includes('*') && !conditional(statement));

/** A resource that has a policy, which a call can put and another can delete. */
interface Ruled {
  readonly account: string;
  readonly policy?: PolicyDocument;
}
/** The policy is put without strangers, or deleted where nothing else is left of it. */
export function close<P, D>(state: Ruled, settings: Allowed, put: (policy: PolicyDocument) => P, deletion: D) {
  const { policy } = state;
  const kept = withoutStrangers(policy, allowing(state, settings));
  if (!policy || kept === policy) return { do: 'tell', why: BOUND } as const;
  const undo = put(policy);
  // Whoever came in by what is taken out no longer does.
  return { do: 'step', call: kept ? put(kept) : deletion, effect: 'disruptive', expect: { policy: kept ?? null }, undo } as const;
}
