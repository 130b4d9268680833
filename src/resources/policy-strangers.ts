/** Who from outside a resource's policy lets in, statement by statement, and the policy without them. */
import type { Flaw } from '../engine/remediation.ts';
import { type Allowed, admits } from './policy-access.ts';
import type { PolicyDocument } from './policy-document.ts';

/** Why nothing is taken out where nothing lets in others for certain. */
export const BOUND = 'others are let in under a condition: whether it keeps out who should not come is for a person to say';

const statements = (policy: PolicyDocument | undefined, allowed: Allowed) =>
  (policy?.Statement ?? []).map((statement, i) => ({ statement, i, ...admits(statement, allowed) }));

export function openTo(policy: PolicyDocument | undefined, allowed: Allowed): Flaw | undefined {
  const says = statements(policy, allowed)
    .filter(({ reach }) => reach !== 'inside')
    .map(({ statement, i, reach, strangers }) => {
      const name = typeof statement.Sid === 'string' ? statement.Sid : `statement ${i + 1}`;
      const whom = strangers.includes('*') ? 'everybody' : strangers.join(', ');
      return `${name} lets ${whom} in${reach === 'unclear' ? ' under a condition' : ''}`;
    });
  return says.length > 0 ? { says: says.join('; '), contained: false } : undefined;
}

/** Statements that let strangers in go as a whole, all others stay as they are. Undefined: none is left. The policy itself: none goes. */
export function withoutStrangers(policy: PolicyDocument | undefined, allowed: Allowed): PolicyDocument | undefined {
  const all = statements(policy, allowed);
  const Statement = all.flatMap(({ reach, statement }) => (reach === 'outside' ? [] : [statement]));
  if (!policy || Statement.length === all.length) return policy;
  return Statement.length > 0 ? { ...policy, Statement } : undefined;
}
