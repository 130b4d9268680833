/** May I? The only gate between a step and the world. Pure. */
import type { Attempt, Budget, Case } from '../ledger/items.ts';
import type { Ruling } from '../ledger/rulings.ts';
import { type Approval, enough, inTime, takesTwo } from './approval.ts';
import { opening } from './hours.ts';
import { inScope, type Line, lineFor, named, type Policy } from './policy.ts';
import { EFFECTS, type Effect, type Resource } from './remediation.ts';
import { elapsed, inForce } from './time.ts';

export interface Question {
  readonly policy: Policy;
  /** The deployment's cap: in `observe` nothing is ever changed, whatever policy says. */
  readonly cap: 'observe' | 'policy';
  readonly violation: string;
  readonly resource: Resource;
  readonly born: string;
  readonly linked: readonly string[];
  readonly purpose: 'repair' | 'hold' | 'hand-back' | 'undo';
  readonly effect: Effect;
  readonly now: Date;
  readonly paused: readonly string[];
  readonly ruling?: Ruling | undefined;
  readonly case: Pick<Case, 'charged' | 'worst' | 'asked' | 'spent' | 'grace' | 'attempts' | 'culprits'>;
  /** The digest of the call to be sent, and of all that an approval of it is for. */
  readonly hash?: string;
  readonly request?: string;
  /** The step itself wants to be asked for, whatever policy says. */
  readonly ask?: boolean | undefined;
  /** Account first, then the violation in it. */
  readonly budgets: readonly [Budget, Budget];
}
/** Why nothing is done. All but the last three are policy's or a person's; they end a hold. The others may pass by themselves. */
export type Withheld =
  | 'own'
  | 'out-of-scope'
  | 'protected'
  | 'exempt'
  | 'observe'
  | 'observe-only-deployment'
  | 'denied'
  | 'paused'
  | 'over-budget';
export const POLICY_SAYS_NO: readonly string[] = ['own', 'out-of-scope', 'protected', 'exempt', 'observe', 'observe-only-deployment'];
export type Answer =
  | { readonly may: 'enforce'; readonly line: string; readonly charged?: readonly [Budget, Budget]; readonly spends?: Approval }
  | { readonly may: 'not'; readonly why: Withheld; readonly line: string; readonly trips?: readonly Budget[] }
  | { readonly may: 'ask'; readonly line: string }
  | { readonly may: 'later'; readonly why: 'grace' | 'hours'; readonly line: string; readonly until: Date }
  | { readonly may: 'never'; readonly why: string; readonly line: string };

/** Never touched, whatever policy says: our own, AWS's own, and what an organisation is run with. */
export const UNTOUCHABLE: readonly string[] = [
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
/** What nobody approves for a day is denied; what was denied so is asked again after a week. */
const REST = 7 * DAY;

/** The budget after one more repair begun, or undefined when its window is full or it has tripped. */
export function charge(budget: Budget, limit: { repairs: number; per: number }, now: Date): Budget | undefined {
  const begun = budget.begun.filter((at) => elapsed(at, now) < limit.per * 1000);
  if (budget.tripped !== undefined || begun.length >= limit.repairs) return undefined;
  return { ...budget, rev: budget.rev + 1, begun: [...begun, now.toISOString()] };
}

/** Whether an effect is worse than another; anything is worse than none. */
export const worse = (effect: Effect, than: Effect | undefined): boolean =>
  than === undefined || EFFECTS.indexOf(effect) > EFFECTS.indexOf(than);

const no = (why: Withheld, line: string) => ({ may: 'not', why, line }) as const;
/** What goes back to how it was waits for no grace and no hours, and no exemption is in its way. All else that policy says holds for it, too. */
const back = ({ purpose }: Question): boolean => purpose === 'hand-back' || purpose === 'undo';

/** What policy and exemptions say to a step of this effect: no controls, no budget, no attempts. */
function byPolicy(q: Question): Exclude<Answer, { may: 'enforce' }> | Line {
  const { policy, resource } = q;
  const untouchable = named(UNTOUCHABLE, resource);
  if (untouchable) return no('own', `refused in code: ${untouchable}`);
  if (q.purpose !== 'undo' && !inScope(policy, resource, q.linked)) return no('out-of-scope', `scope.${resource.type}`);
  const protection = named(policy.protected, resource);
  if (protection) return no('protected', `protected: ${protection}`);
  const exempt = q.ruling?.exemption;
  if (exempt && !back(q) && ['*', q.born].includes(exempt.born) && inForce(exempt.until, q.now)) {
    return no('exempt', `exemption of ${exempt.owner} until ${exempt.until}`);
  }
  const asked = q.purpose === 'undo' && q.ruling?.undo;
  const line: Line = asked
    ? { mode: 'enforce', line: `undo asked for by ${asked.by}`, after: 0, hours: [] }
    : lineFor(policy, q.violation, resource.account, q.effect);
  if (line.mode === 'observe') return no('observe', line.line);
  if (q.cap === 'observe') return no('observe-only-deployment', 'Mode=observe');
  return line;
}

/** Scope × protection × exemption × policy by effect × controls × attempts × time × approval × budget. */
export function decide(q: Question): Answer {
  const said = byPolicy(q);
  if ('may' in said) return said;
  const { line } = said;
  const pause = q.paused[0];
  if (pause) return no('paused', pause);
  const undo = q.purpose === 'undo';
  const same = q.case.attempts.filter((a) => a.hash === q.hash && (a.undo ?? false) === undo && elapsed(a.at, q.now) < DAY);
  if (same.length >= ATTEMPTS) return { may: 'never', why: undone(same), line };
  const late = later(q, said);
  if (late) return late;
  const approved = said.mode === 'ask' || q.ask || q.effect === 'destructive' ? answered(q, line) : undefined;
  if (approved && 'may' in approved) return approved;
  const charged = q.purpose === 'repair' && !q.case.charged ? begun(q) : undefined;
  if (charged && 'may' in charged) return charged;
  return { may: 'enforce', line, ...(charged && { charged }), ...(approved && { spends: approved }) };
}

/** What has begun is finished: only the beginning, and what is worse than all before it, waits for grace and hours. */
function later(q: Question, { line, after, hours }: Line): Answer | undefined {
  const { grace, charged, worst } = q.case;
  if (back(q) || (charged && !worse(q.effect, worst))) return undefined;
  const over = new Date((grace ? Date.parse(grace.since) : q.now.getTime()) + after * 1000);
  if (over > q.now) return { may: 'later', why: 'grace', line, until: over };
  const open = new Date(Math.max(...hours.map((text) => opening(text, q.now).getTime()), 0));
  return open > q.now ? { may: 'later', why: 'hours', line, until: open } : undefined;
}

/** The approval of exactly this call, or why there is none. */
function answered({ ruling, case: kase, born, request, now, effect, policy }: Question, line: string): Approval | Answer {
  const answer = ruling?.answer;
  if (answer && answer.born === born && answer.hash === request && inForce(answer.until, now)) {
    if (answer.says === 'no') return no('denied', `denied by ${answer.by.join(', ')}: ${answer.why}`);
    if (answer.id !== kase.spent && inTime(answer, kase.asked) && enough(answer, takesTwo(effect, kase, policy))) return answer;
  }
  const asked = kase.asked?.hash === request ? kase.asked : undefined;
  if (!asked || inForce(asked.until, now) || elapsed(asked.at, now) > REST) return { may: 'ask', line };
  return no('denied', `nobody approved it by ${asked.until}`);
}

function begun({ policy, budgets, now }: Question): readonly [Budget, Budget] | Answer {
  const limits = [policy.budget.account, policy.budget.violation] as const;
  const [ofAccount, ofViolation] = budgets;
  const [first, second] = [charge(ofAccount, limits[0], now), charge(ofViolation, limits[1], now)];
  if (first && second) return [first, second];
  const trips = [...(first ? [] : [ofAccount]), ...(second ? [] : [ofViolation])].filter((b) => b.tripped === undefined);
  return { ...no('over-budget', first ? 'budget.violation' : 'budget.account'), ...(trips.length > 0 && { trips }) };
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
