/** Policy as data: what may change, where, and how much of it. Read from policy.yaml (see src/policy-file.ts), compiled into the bundle. */
import * as z from 'zod/mini';
import { hours } from './hours.ts';
import { EFFECTS, type Effect, type Json, type Resource } from './remediation.ts';

const mode = z.enum(['observe', 'ask', 'enforce']);
export type Mode = z.infer<typeof mode>;
const settings = z.optional(z.record(z.string(), z.unknown()));
const UNIT = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const seconds = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,3}[smhd]$/, 'a duration: a number and s, m, h or d')),
  z.transform((text) => Number.parseInt(text, 10) * UNIT[text.slice(-1) as keyof typeof UNIT]),
);
/** `after`: the owner is told and given so long. `hours`: the only time at which it begins. */
const timed = z.strictObject({ do: mode, after: z.optional(seconds), hours: z.optional(hours) });
const rule = z.union([mode, timed], 'observe, ask or enforce, or { do: …, after: 24h, hours: Mon-Fri 08:00-18:00 UTC }');
export type Rule = z.infer<typeof rule>;
const effects = { reversible: z.optional(rule), disruptive: z.optional(rule), destructive: z.optional(rule) };
const limit = z.strictObject({ repairs: z.int().check(z.positive()), per: seconds });
const role = z.string().check(z.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the full ARN of a role, with its path'));
/** What two persons have to want: a destructive step, the end of a global pause, an exemption of more than 30 days. */
export const TWO_PERSONS = ['destructive', 'resume-global', 'long-exemption'] as const;
const account = z.string().check(z.regex(/^\d{12}$/, 'an account id: twelve digits in quotes'));
const violation = z.strictObject({ ...effects, settings });

/** The schema of policy.yaml. */
export const policySchema = z.strictObject({
  defaults: z.strictObject({ reversible: rule, disruptive: rule, destructive: rule }),
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
  /** The tag whose value is the owner of a resource. */
  ownerTag: z.optional(z.string().check(z.regex(/^.{1,128}$/, 'the key of a tag'))),
  /** Full ARNs, with path, of the roles that may approve, exempt, resume and undo; and of those that may exempt for a few days. */
  approvers: z._default(z.array(role), []),
  teams: z._default(z.array(role), []),
  exemptions: z._default(z.strictObject({ longest: seconds, team: seconds }), { longest: 90 * UNIT.d, team: 7 * UNIT.d }),
  twoPersons: z._default(z.array(z.enum(TWO_PERSONS)), [...TWO_PERSONS]),
});

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
