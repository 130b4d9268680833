/** Policy as data: what may change, where, and how much of it. Read from policy.yaml (see src/policy-file.ts), compiled into the bundle. */
import * as z from 'zod/mini';
import { EFFECTS, type Effect, type Json, type Resource } from './remediation.ts';

const mode = z.enum(['observe', 'enforce']);
export type Mode = z.infer<typeof mode>;
const effects = { reversible: z.optional(mode), disruptive: z.optional(mode), destructive: z.optional(mode) };
const settings = z.optional(z.record(z.string(), z.unknown()));
const UNIT = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const seconds = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,3}[smhd]$/, 'a duration: a number and s, m, h or d')),
  z.transform((text) => Number.parseInt(text, 10) * UNIT[text.slice(-1) as keyof typeof UNIT]),
);
const limit = z.strictObject({ repairs: z.int().check(z.positive()), per: seconds });
const account = z.string().check(z.regex(/^\d{12}$/, 'an account id: twelve digits in quotes'));
const violation = z.strictObject({ ...effects, settings });

/** The schema of policy.yaml, beneath the words that are refused by name (src/policy-file.ts). */
export const policySchema = z.strictObject({
  defaults: z.strictObject({ reversible: mode, disruptive: mode, destructive: mode }),
  budget: z.strictObject({ account: limit, violation: limit }),
  scope: z._default(
    z.record(z.string(), z.strictObject({ 'ml-linked': z.optional(z.boolean()), arns: z.optional(z.array(z.string())) })),
    {},
  ),
  violations: z._default(z.record(z.string(), violation), {}),
  accounts: z._default(
    z.record(
      account,
      z.strictObject({
        name: z.optional(z.string()),
        defaults: z.optional(z.strictObject(effects)),
        violations: z.optional(z.record(z.string(), violation)),
      }),
    ),
    {},
  ),
  protected: z._default(z.array(z.string()), []),
});
/** `hash` is the digest of the policy's meaning; it stands in every record. */
export type Policy = z.infer<typeof policySchema> & { readonly hash: string };

/** The line of policy that decides an effect, and what it says. */
export interface Line {
  readonly mode: Mode;
  readonly line: string;
}

/**
 * `accounts.<id>.violations.<v>` alone where it exists; else the stricter of `violations.<v>` and `accounts.<id>.defaults`
 * where given; else `defaults`.
 */
export function lineFor(policy: Policy, id: string, accountId: string, effect: Effect): Line {
  const here = policy.accounts[accountId];
  const said = (line: string, says: Mode | undefined): Line[] => (says ? [{ mode: says, line: `${line}.${effect}` }] : []);
  const exact = said(`accounts.${accountId}.violations.${id}`, here?.violations?.[id]?.[effect]);
  const broader = [
    ...said(`violations.${id}`, policy.violations[id]?.[effect]),
    ...said(`accounts.${accountId}.defaults`, here?.defaults?.[effect]),
  ];
  const fallback = { mode: policy.defaults[effect], line: `defaults.${effect}` };
  return exact[0] ?? broader.find((l) => l.mode === 'observe') ?? broader[0] ?? fallback;
}

/** A violation's settings in an account: those of the account laid over those of the violation. */
export function settingsFor(policy: Policy, id: string, accountId: string): Record<string, Json> {
  return { ...policy.violations[id]?.settings, ...policy.accounts[accountId]?.violations?.[id]?.settings } as Record<string, Json>;
}

/** Where a worse effect is treated more laxly than a milder one, or undefined. */
export function laxity(policy: Policy, ids: readonly string[]): { line: string; than: string } | undefined {
  for (const accountId of ['', ...Object.keys(policy.accounts)]) {
    for (const id of ['', ...ids]) {
      const lines = EFFECTS.map((effect) => lineFor(policy, id, accountId, effect));
      for (const [i, { mode, line }] of lines.entries()) {
        const milder = lines.slice(0, i).find((l) => l.mode === 'observe');
        if (mode === 'enforce' && milder) return { line, than: milder.line };
      }
    }
  }
  return undefined;
}

/** A policy has few globs, and each is asked of every resource at every look. */
const patterns = new Map<string, RegExp>();
function patternOf(glob: string): RegExp {
  const known = patterns.get(glob);
  if (known) return known;
  const parts = glob.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 'is');
  patterns.set(glob, pattern);
  return pattern;
}

/** `*` in a glob of policy stands for any text; case never counts. */
export const globbed = (glob: string, text: string): boolean => patternOf(glob).test(text);
export const named = (globs: readonly string[], r: Resource): string | undefined =>
  globs.find((glob) => globbed(glob, r.arn) || globbed(glob, r.key));

/** SageMaker kinds are in scope whole; kinds shared with other workloads only where linked to ML, unless `scope` says otherwise. */
export function inScope(policy: Policy, r: Resource, linked: readonly string[]): boolean {
  const scope = policy.scope[r.type];
  const ml = r.type.startsWith('AWS::SageMaker::') || linked.length > 0;
  if (!scope) return ml;
  return (scope['ml-linked'] === true && ml) || named(scope.arns ?? [], r) !== undefined;
}
