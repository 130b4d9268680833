/** May I? The only gate between a step and the world. Pure. */
import type { Attempt, Budget } from '../ledger/items.ts';
import { inScope, lineFor, named, type Policy } from './policy.ts';
import type { Effect, Resource } from './remediation.ts';

export interface Question {
  readonly policy: Policy;
  /** The deployment's cap: in `observe` nothing is ever changed, whatever policy says. */
  readonly cap: 'observe' | 'policy';
  readonly violation: string;
  readonly resource: Resource;
  readonly linked: readonly string[];
  readonly effect: Effect;
  readonly now: Date;
  readonly paused: readonly string[];
  /** The digest of the call to be sent, and what became of earlier calls on this resource. */
  readonly hash?: string;
  readonly attempts: readonly Attempt[];
  /** Account first, then the violation in it. Undefined: this step rides on a repair already begun. */
  readonly budgets?: readonly [Budget, Budget];
}
/** Why nothing is done. The first five are policy's; they end a hold. The others may pass by themselves. */
export type Withheld = 'own' | 'out-of-scope' | 'protected' | 'observe' | 'observe-only-deployment' | 'paused' | 'over-budget';
export const POLICY_SAYS_NO: readonly string[] = ['own', 'out-of-scope', 'protected', 'observe', 'observe-only-deployment'];
export type Answer =
  | { readonly may: 'enforce'; readonly line: string; readonly charged?: readonly [Budget, Budget] }
  | { readonly may: 'not'; readonly why: Withheld; readonly line: string; readonly trips?: readonly Budget[] }
  | { readonly may: 'never'; readonly why: string; readonly line: string };

/** Never touched, whatever policy says: our own, AWS's own, and what an organisation is run with. */
export const UNTOUCHABLE: readonly string[] = [
  '*:role/mlwarden-*',
  '*:role/*/mlwarden-*',
  '*:role/wardenwatch-*',
  '*:role/aws-service-role/*',
  '*:role/aws-reserved/*',
  '*:role/cdk-*',
  '*:role/stacksets-exec-*',
  '*:role/AWSCloudFormationStackSet*Role',
  '*:role/OrganizationAccountAccessRole',
  '*:role/AWSControlTowerExecution',
  '*:role/aws-controltower-*',
  '*:role/*/AWSControlTower*',
  '*/mlwarden-*',
];

/** Attempts with one and the same call within a day after which it is not sent again. */
export const ATTEMPTS = 3;
export const DAY = 86_400_000;

/** The budget after one more repair begun, or undefined when its window is full or it has tripped. */
export function charge(budget: Budget, limit: { repairs: number; per: number }, now: Date): Budget | undefined {
  const begun = budget.begun.filter((at) => now.getTime() - Date.parse(at) < limit.per * 1000);
  if (budget.tripped !== undefined || begun.length >= limit.repairs) return undefined;
  return { ...budget, rev: budget.rev + 1, begun: [...begun, now.toISOString()] };
}

/** What policy alone says to a step of this effect: no controls, no budget, no attempts. */
function byPolicy(q: Question): Answer {
  const { policy, resource } = q;
  const untouchable = named(UNTOUCHABLE, resource);
  if (untouchable) return { may: 'not', why: 'own', line: `refused in code: ${untouchable}` };
  if (!inScope(policy, resource, q.linked)) return { may: 'not', why: 'out-of-scope', line: `scope.${resource.type}` };
  const protection = named(policy.protected, resource);
  if (protection) return { may: 'not', why: 'protected', line: `protected: ${protection}` };
  const { mode, line } = lineFor(policy, q.violation, resource.account, q.effect);
  if (mode === 'observe') return { may: 'not', why: 'observe', line };
  if (q.cap === 'observe') return { may: 'not', why: 'observe-only-deployment', line: 'Mode=observe' };
  return { may: 'enforce', line };
}

/** Scope × protection × policy by effect × controls × attempts × budget. */
export function decide(q: Question): Answer {
  const said = byPolicy(q);
  if (said.may !== 'enforce') return said;
  const pause = q.paused[0];
  if (pause) return { may: 'not', why: 'paused', line: pause };
  const same = q.attempts.filter((a) => a.hash === q.hash && q.now.getTime() - Date.parse(a.at) < DAY);
  if (same.length >= ATTEMPTS) return { may: 'never', why: undone(same), line: said.line };
  if (!q.budgets) return said;
  const limits = [q.policy.budget.account, q.policy.budget.violation] as const;
  const [ofAccount, ofViolation] = q.budgets;
  const charged = [charge(ofAccount, limits[0], q.now), charge(ofViolation, limits[1], q.now)] as const;
  const [first, second] = charged;
  if (first && second) return { ...said, charged: [first, second] };
  const trips = [...(first ? [] : [ofAccount]), ...(second ? [] : [ofViolation])].filter((b) => b.tripped === undefined);
  return { may: 'not', why: 'over-budget', line: first ? 'budget.violation' : 'budget.account', ...(trips.length > 0 && { trips }) };
}

function undone(same: readonly Attempt[]): string {
  const worked = same.filter((a) => a.end === 'applied').length;
  const texts = [...new Set(same.flatMap((a) => a.text ?? []))];
  const was =
    worked === same.length
      ? 'worked and was undone'
      : worked === 0
        ? 'did not take effect'
        : `worked ${worked} times and was undone or failed`;
  return `the same call ${was} ${same.length} times in a day${texts.length > 0 ? `: ${texts.join('; ')}` : ''}`;
}
