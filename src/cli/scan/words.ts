/** A scan in words, the same in whichever form. */
import { reason } from '../entry-line.ts';
import type { Finding, Scan } from './found.ts';
import type { Rung } from './ladder.ts';

export function span(seconds: number): string {
  const [unit, of] =
    seconds % 86_400 === 0 ? ['d', 86_400] : seconds % 3_600 === 0 ? ['h', 3_600] : seconds % 60 === 0 ? ['min', 60] : ['s', 1];
  return `${seconds / Number(of)} ${unit}`;
}

/** What becomes of a step under the policy. */
export function ruled({ may, why, line, after, hours }: Rung): string {
  if (may === 'not') return `not done: ${reason(why ?? '')}, by ${line.replace(/^(protected|refused in code): /, '')}`;
  const when = [...(after === undefined ? [] : [`after ${span(after)}`]), ...(hours === undefined ? [] : [`in ${hours.join(' and ')}`])];
  return `${may === 'ask' ? 'asked for' : 'enforced'}${when.length > 0 ? ` ${when.join(', ')}` : ''}, by ${line}`;
}

export function would({ next, says }: Finding): string {
  if (!next) return says === undefined ? 'nothing by itself' : `a person is told: ${says}`;
  return `${next.call.api}, ${next.effect}: ${ruled(next)}`;
}

const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** What a reader has to know first. A scan that could not see everything never says that nothing is wrong. */
export function headline({ findings, complete, kinds, leftAlone }: Scan): string {
  const looked = kinds.reduce((n, k) => n + k.looked, 0);
  const resources = new Set(findings.map(({ resource }) => resource.key)).size;
  if (findings.length > 0)
    return `${plural(findings.length, 'thing')} wrong with ${plural(resources, 'resource')}${complete ? '' : ', and not everything could be read'}.`;
  if (!complete && looked === 0) return 'Nothing could be looked at.';
  if (!complete) return 'Nothing wrong was seen, but not everything could be read: this account may not be clean.';
  return `${leftAlone > 0 ? 'Nothing in scope' : 'Nothing'} is wrong: ${plural(looked, 'look')} at everything that mlwarden knows.`;
}

/** What could not be seen, a sentence each. */
export function gaps({ kinds, ownersUnread }: Scan): readonly string[] {
  return [
    ...kinds.flatMap(({ kind, violations, failed, looked }) =>
      failed === undefined ? [] : [`${kind} (${violations.join(', ')}) could not be listed after ${looked}: ${failed}`],
    ),
    ...kinds.flatMap(({ unread }) => unread.map(({ resource, says }) => `${resource} could not be looked at: ${says}`)),
    ...ownersUnread.map((says) => `The owner is not known, its tags could not be read: ${says}`),
  ];
}

export function notes({ policy, leftAlone, region, accounts }: Scan): readonly string[] {
  const account = accounts.length > 0 ? `Account ${accounts.join(', ')}, ` : '';
  return [
    `${account}${region}. What would be done is by ${policy.file}${policy.assumed ? ', with enforce assumed where it has no line for a violation or an account' : ''}; exemptions and pauses are on record elsewhere and not known here.`,
    ...(leftAlone > 0
      ? [`${plural(leftAlone, 'more is', 'more are')} left alone: out of scope, or AWS’s or our own (--all lists them).`]
      : []),
  ];
}
