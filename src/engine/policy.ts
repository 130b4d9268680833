/** Policy as data: what may change, where, and how much of it. Read from policy.yaml (see src/policy-file.ts), compiled into the bundle. */

import type * as z from 'zod/mini';
import { globbed } from './glob.ts';
import type { mode, policySchema, rule } from './policy-schema.ts';
import { EFFECTS, type Effect, type Json, type Resource } from './remediation.ts';

export type Mode = z.infer<typeof mode>;
export type Rule = z.infer<typeof rule>;
/** `hash` is the digest of the policy's meaning; it stands in every record. */
export type Policy = z.infer<typeof policySchema> & { readonly hash: string };

/** The line of policy that decides an effect, and what it says. `after` in seconds; `hours` have to be open all at once. */
export interface Line {
  readonly mode: Mode;
  readonly line: string;
  readonly after: number;
  readonly hours: readonly string[];
}

/** From the laxest to the strictest. */
const MODES: readonly Mode[] = ['enforce', 'ask', 'observe'];
const strictness = ({ mode, after }: Line): number => MODES.indexOf(mode) * 1e9 + after;

function lineOf(line: string, says: Rule): Line {
  if (typeof says === 'string') return { mode: says, line, after: 0, hours: [] };
  return { mode: says.do, line, after: says.after ?? 0, hours: says.hours === undefined ? [] : [says.hours] };
}

/**
 * `accounts.<id>.violations.<v>` alone where it exists; else the stricter of `violations.<v>` and `accounts.<id>.defaults`
 * where given, within the hours of both; else `defaults`.
 */
export function lineFor(policy: Policy, id: string, accountId: string, effect: Effect): Line {
  const here = policy.accounts[accountId];
  const said = (line: string, says: Rule | undefined): Line[] => (says ? [lineOf(`${line}.${effect}`, says)] : []);
  const [exact] = said(`accounts.${accountId}.violations.${id}`, here?.violations?.[id]?.[effect]);
  if (exact) return exact;
  const broader = [
    ...said(`violations.${id}`, policy.violations[id]?.[effect]),
    ...said(`accounts.${accountId}.defaults`, here?.defaults?.[effect]),
  ];
  const [strictest] = broader.toSorted((a, b) => strictness(b) - strictness(a));
  if (!strictest) return lineOf(`defaults.${effect}`, policy.defaults[effect]);
  return { ...strictest, hours: [...new Set(broader.flatMap((l) => l.hours))] };
}

/** A violation's settings in an account: those of the account laid over those of the violation. */
export function settingsFor(policy: Policy, id: string, accountId: string): Record<string, Json> {
  return { ...policy.violations[id]?.settings, ...policy.accounts[accountId]?.violations?.[id]?.settings } as Record<string, Json>;
}

/** Where a worse effect is treated more laxly than a milder one, or undefined. Hours are no matter of strictness. */
export function laxity(policy: Policy, ids: readonly string[]): { line: string; than: string } | undefined {
  for (const accountId of ['', ...Object.keys(policy.accounts)]) {
    for (const id of ['', ...ids]) {
      const lines = EFFECTS.map((effect) => lineFor(policy, id, accountId, effect));
      for (const [i, worse] of lines.entries()) {
        // Who is asked takes his time anyway.
        const laxer = (than: Line): boolean => strictness(worse) < strictness(than) && (worse.mode !== 'ask' || than.mode !== 'ask');
        const milder = lines.slice(0, i).find(laxer);
        if (milder) return { line: worse.line, than: milder.line };
      }
    }
  }
  return undefined;
}

export const named = (globs: readonly string[], r: Resource): string | undefined =>
  globs.find((glob) => globbed(glob, r.arn) || globbed(glob, r.key));

/** SageMaker kinds are in scope whole; kinds shared with other workloads only where linked to ML, unless `scope` says otherwise. */
export function inScope(policy: Policy, r: Resource, linked: readonly string[]): boolean {
  const scope = policy.scope[r.type];
  const ml = r.type.startsWith('AWS::SageMaker::') || linked.length > 0;
  if (!scope) return ml;
  return (scope['ml-linked'] === true && ml) || named(scope.arns ?? [], r) !== undefined;
}
