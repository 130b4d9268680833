/** EventBridge rules: all a violation listens to, a rule for each source, or more where it does not fit. */
import type { AnyRemediation, Json, Trigger } from '../../src/engine/remediation.ts';
import { ref } from '../cloudformation.ts';

/** EventBridge takes 2,048 characters of pattern; the account id is longer than its reference in no Region, and a little is kept in hand. */
const LONGEST = 1900;

export class PatternTooLong extends Error {
  override name = 'PatternTooLong';
}

/** One pattern for several triggers, each of which pins its own source. Events that others forward to this account are not ours to repair. */
function joined(patterns: readonly Trigger['pattern'][]): Json {
  const account = [ref('AWS::AccountId')];
  const [only, ...more] = patterns;
  return more.length === 0 ? { account, ...only } : { account, $or: patterns };
}

/**
 * As few patterns as possible, each of one source and no longer than a rule may be. CloudWatch counts events by rule alone: in a rule of
 * several sources one that has fallen silent would be hidden by the others.
 */
export function patternsOf(what: string, triggers: readonly Trigger[]): readonly Json[] {
  const groups: { readonly source: string; readonly patterns: Trigger['pattern'][] }[] = [];
  for (const { pattern, source, detailType } of triggers) {
    if (JSON.stringify(joined([pattern])).length > LONGEST) {
      throw new PatternTooLong(
        `${what}: the pattern of ${source} "${detailType}" is longer than ${LONGEST} characters. Split the trigger.`,
      );
    }
    const fits = groups.find((g) => g.source === source && JSON.stringify(joined([...g.patterns, pattern])).length <= LONGEST);
    if (fits) fits.patterns.push(pattern);
    else groups.push({ source, patterns: [pattern] });
  }
  return groups.map(({ patterns }) => joined(patterns));
}

/** What the stack calls the rule of the `i`-th of its patterns. */
export const ruleName = (id: string, i: number): string => `mlwarden-${id}${i === 0 ? '' : `-${i + 1}`}`;
export const ruleNames = ({ id, triggers }: Pick<AnyRemediation, 'id' | 'triggers'>): readonly string[] =>
  patternsOf(id, triggers).map((_, i) => ruleName(id, i));

/** The sources that speak in us-east-1 only, wherever home is. */
export const GLOBAL: readonly string[] = ['aws.iam'];

export function globalPatterns(source: string, all: readonly AnyRemediation[]): readonly Json[] {
  const triggers = all.flatMap((r) => r.triggers.filter((t) => t.source === source));
  const distinct = [...Map.groupBy(triggers, (t) => JSON.stringify(t.pattern)).values()].flatMap(([first]) => first ?? []);
  return patternsOf(source, distinct);
}
