/** The schema of policy.yaml. Only what reads the file needs it: no function carries it along. */
import * as z from 'zod/mini';
import { isHours } from './hours-check.ts';

export const mode = z.enum(['observe', 'ask', 'enforce']);
const settings = z.optional(z.record(z.string(), z.unknown()));
const UNIT = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const seconds = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,3}[smhd]$/, 'a duration: a number and s, m, h or d')),
  z.transform((text) => Number.parseInt(text, 10) * UNIT[text.slice(-1) as keyof typeof UNIT]),
);
const hours = z.string().check(z.refine(isHours, 'hours such as Mon-Fri 08:00-18:00 Europe/Berlin'));
/** `after`: the owner is told and given so long. `hours`: the only time at which it begins. */
const timed = z.strictObject({ do: mode, after: z.optional(seconds), hours: z.optional(hours) });
export const rule = z.union([mode, timed], 'observe, ask or enforce, or { do: …, after: 24h, hours: Mon-Fri 08:00-18:00 UTC }');
const effects = { reversible: z.optional(rule), disruptive: z.optional(rule), destructive: z.optional(rule) };
const limit = z.strictObject({ repairs: z.int().check(z.positive()), per: seconds });
const role = z.string().check(z.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the full ARN of a role, with its path'));
/**
 * What two persons have to want: a destructive step, what nobody is known to have caused, the end of a global pause, an exemption of more than
 * 30 days.
 */
const TWO_PERSONS = ['destructive', 'unknown-cause', 'resume-global', 'long-exemption'] as const;
const account = z.string().check(z.regex(/^\d{12}$/, 'an account id: twelve digits in quotes'));
const tag = z.string().check(z.regex(/^.{1,128}$/, 'the key of a tag'));
const violation = z.strictObject({ ...effects, settings });

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
  ownerTag: z.optional(tag),
  /** The tag whose value names what a resource is made by, where that is no stack of CloudFormation. Read with the owner's. */
  stackTag: z.optional(tag),
  /** Full ARNs, with path, of the roles that may approve, exempt, resume and undo; and of those that may exempt for a few days. */
  approvers: z._default(z.array(role), []),
  teams: z._default(z.array(role), []),
  exemptions: z._default(z.strictObject({ longest: seconds, team: seconds }), { longest: 90 * UNIT.d, team: 7 * UNIT.d }),
  twoPersons: z._default(z.array(z.enum(TWO_PERSONS)), ['destructive', 'resume-global', 'long-exemption']),
});
