/** EventBridge rules: all a violation listens to, in as few rules as fit. */
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

/** As few patterns as possible, each no longer than a rule may be. */
export function patternsOf(what: string, triggers: readonly Trigger[]): readonly Json[] {
  const groups: Trigger['pattern'][][] = [];
  for (const { pattern, source, detailType } of triggers) {
    if (JSON.stringify(joined([pattern])).length > LONGEST) {
      throw new PatternTooLong(
        `${what}: the pattern of ${source} "${detailType}" is longer than ${LONGEST} characters. Split the trigger.`,
      );
    }
    const group = groups.find((g) => JSON.stringify(joined([...g, pattern])).length <= LONGEST);
    if (group) group.push(pattern);
    else groups.push([pattern]);
  }
  return groups.map(joined);
}

/** The sources that speak in us-east-1 only, wherever home is. */
export const GLOBAL: readonly string[] = ['aws.iam'];

export function globalPatterns(source: string, all: readonly AnyRemediation[]): readonly Json[] {
  const triggers = all.flatMap((r) => r.triggers.filter((t) => t.source === source));
  const distinct = [...Map.groupBy(triggers, (t) => JSON.stringify(t.pattern)).values()].flatMap(([first]) => first ?? []);
  return patternsOf(source, distinct);
}
