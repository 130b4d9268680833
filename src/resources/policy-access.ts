/** Whom a statement of a resource's policy lets in (IAM user guide, "Principal" and "AWS global condition context keys"). */
import * as z from 'zod/mini';
import { isMap } from '../engine/expect.ts';
import type { Json } from '../engine/remediation.ts';
import { isNobody, list, type Statement, texts } from './policy-document.ts';

/** Who may be let in, as policy.yaml says it: accounts besides the resource's own, and organizations by a condition that names them. */
export const allowedSettings = {
  accounts: z._default(z.array(z.string().check(z.regex(/^\d{12}$/, 'an account id: twelve digits in quotes'))), []),
  /** Empty: nobody has said which are one's own, so none can be told apart from a stranger's. */
  organizations: z._default(z.array(z.string().check(z.regex(/^o-[a-z0-9]{10,32}$/, 'an organization id such as o-a1b2c3d4e5'))), []),
};
export interface Allowed {
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
}
/** A resource's own account always is. */
export const allowing = ({ account }: { readonly account: string }, { accounts, organizations }: Allowed): Allowed => ({
  accounts: [account, ...accounts],
  organizations,
});
/** `unclear`: somebody else is named, but under a condition that may keep them out, or by a name that does not say whose it is. */
export type Reach = 'inside' | 'outside' | 'unclear';
interface Admitted {
  readonly reach: Reach;
  /** Everybody who is named and is not of an allowed account; `*` = whoever. */
  readonly strangers: readonly string[];
}

/** Everybody who is named, but for services: on whose behalf those come is for their own conditions to say. */
function named({ Principal, NotPrincipal }: Statement): readonly string[] {
  if (NotPrincipal !== undefined) return ['*'];
  if (!isMap(Principal)) return texts(Principal);
  return Object.entries(Principal).flatMap(([kind, who]) => (kind === 'Service' ? [] : texts(who)));
}

/** An account stands in for all its principals, by its number or its root. Undefined where none is named, as of `*`. */
export function accountOf(principal: string): string | undefined {
  const [, bare, named] = /^(?:(\d{12})$|arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):)/.exec(principal) ?? [];
  return bare ?? named;
}

type Judge = (value: string, allowed: Allowed) => Reach;
const own = (principal: string, { accounts }: Allowed): boolean => accounts.some((account) => account === accountOf(principal));
const byAccount: Judge = (value, allowed) => (own(value, allowed) ? 'inside' : 'outside');
const byOrganization: Judge = (value, { organizations }) => {
  if (organizations.includes(value.split('/')[0] ?? '')) return 'inside';
  return organizations.length === 0 ? 'unclear' : 'outside';
};
/** An operator that is also true where the key is missing (`…IfExists`, `ForAllValues:`) keeps nobody out. */
const TEXT = /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/;
const KEYS = new Map([
  ['aws:principalaccount', { operator: TEXT, judge: byAccount }],
  ['aws:principalarn', { operator: /^(ForAnyValue:)?(String(Equals|Like)|Arn(Equals|Like))$/, judge: byAccount }],
  ['aws:principalorgid', { operator: TEXT, judge: byOrganization }],
  ['aws:principalorgpaths', { operator: /^ForAnyValue:String(Equals|Like)$/, judge: byOrganization }],
]);

/** The worst of several: any one value lets in. */
function anyOf(values: readonly string[], judge: (value: string) => Reach): Reach {
  const all = values.map((value) => (value.includes('${') ? 'unclear' : judge(value)));
  if (all.length === 0 || all.includes('unclear')) return 'unclear';
  return all.includes('outside') ? 'outside' : 'inside';
}

/** All keys of all operators must match, so one that keeps to the allowed is enough. */
function narrowed(condition: Json | undefined, allowed: Allowed): Reach {
  if (condition === undefined) return 'outside';
  if (!isMap(condition)) return 'unclear';
  const all = Object.entries(condition).flatMap(([operator, keys]): Reach[] => {
    if (!isMap(keys)) return ['unclear'];
    return Object.entries(keys).map(([key, values]) => {
      const known = KEYS.get(key.toLowerCase());
      return known?.operator.test(operator) ? anyOf(list(values).map(String), (value) => known.judge(value, allowed)) : 'unclear';
    });
  });
  if (all.includes('inside')) return 'inside';
  return all.includes('unclear') ? 'unclear' : 'outside';
}

/**
 * An identity of CloudFront, or a canonical user: some account's, which may be an allowed one (CloudFront guide, "Restrict access to an Amazon
 * S3 origin"). S3 shows those of accounts by their roots.
 */
const unsaid = (who: string): boolean => /^(arn:aws[a-z-]*:iam::cloudfront:user\/|[\da-f]{64}$)/.test(who);

/** Deny is not weighed against it, and whatever a statement allows counts alike. */
export function admits(s: Statement, allowed: Allowed): Admitted {
  const strangers = s.Effect === 'Allow' ? named(s).filter((who) => !isNobody(who) && !own(who, allowed)) : [];
  if (strangers.length === 0) return { strangers, reach: 'inside' };
  const reach = narrowed(s.Condition, allowed);
  return { strangers, reach: reach === 'outside' && strangers.every(unsaid) ? 'unclear' : reach };
}
