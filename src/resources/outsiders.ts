/** Whom from outside a statement of a trust policy lets in, and the statement without them. */
import type { Json } from '../engine/remediation.ts';
import { type Allowed, accountOf } from './policy-access.ts';
import { conditional, list, type Statement } from './policy-document.ts';
import { keeping } from './policy-normal.ts';
import { principals } from './trust.ts';

/** `free`: no condition stands in the way, or none that says anything of who it is. Only these are ever taken out. */
export interface Outsider {
  readonly type: string;
  readonly name: string;
  readonly free: boolean;
}
interface Test {
  readonly positive: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

const isText = (value: Json): value is string => typeof value === 'string';

/** Operators that a request without the key does not pass. The negated ones, `…IfExists` and `ForAllValues:` let it pass. */
const POSITIVE = /^(foranyvalue:)?string(equals|equalsignorecase|like)$/i;
/** Every test of the condition, all of which must hold; of its values, one is enough. IAM folds the case of keys. */
function tests({ Condition }: Statement): Test[] {
  return Object.entries((Condition ?? {}) as { readonly [operator: string]: Json }).flatMap(([operator, keys]) =>
    Object.entries((keys ?? {}) as { readonly [key: string]: Json }).map(([key, value]) => ({
      positive: POSITIVE.test(operator),
      key: key.toLowerCase(),
      values: list(value).map((v) => (isText(v) ? v : JSON.stringify(v))),
    })),
  );
}

/** What says whom a token was issued to, where that is not `sub` ("IAM and AWS STS condition context keys"). Cognito's `aud` is the identity pool. */
const SUBJECT = new Map([
  ['graph.facebook.com', ['id']],
  ['www.amazon.com', ['user_id']],
  ['cognito-identity.amazonaws.com', ['sub', 'aud']],
]);
/** The issuer of an OIDC provider: a few are known to IAM by it alone, all others have an ARN. */
const issuerOf = (name: string): string | undefined =>
  name.startsWith('arn:') ? /:oidc-provider\/(.+)$/.exec(name)?.[1]?.toLowerCase() : name.toLowerCase();

const NOT = 'NotPrincipal';
/** A pattern of wildcards alone is any subject. */
const anything = (value: string): boolean => /^[*?]*$/.test(value);

/** Whether the condition lets in those of inside only. */
function within(s: Statement, { accounts, organizations }: Allowed): boolean {
  const known = new Map([
    ['aws:principalaccount', accounts],
    ['aws:principalorgid', organizations],
  ]);
  return tests(s).some(({ positive, key, values }) => positive && values.length > 0 && values.every((v) => known.get(key)?.includes(v)));
}

/** An OIDC provider whose condition names no subject. Which audience the token is for says nothing of whom it was issued to. */
function anySubject(s: Statement, name: string): Outsider | undefined {
  const issuer = issuerOf(name);
  if (issuer === undefined) return undefined;
  const subject = (SUBJECT.get(issuer) ?? ['sub']).map((claim) => `${issuer}:${claim}`);
  const all = tests(s);
  const says = (t: Test) => t.positive && subject.includes(t.key) && t.values.length > 0;
  if (all.some((t) => says(t) && !t.values.some(anything))) return undefined;
  return { type: 'Federated', name, free: all.every((t) => says(t) || (t.positive && t.key === `${issuer}:aud`)) };
}

function outsider(s: Statement, type: string, name: string, inside: Allowed): Outsider | undefined {
  const account = accountOf(name);
  const known = account === undefined ? type === 'Federated' : inside.accounts.includes(account);
  if (known) return type === 'Federated' ? anySubject(s, name) : undefined;
  return within(s, inside) ? undefined : { type, name, free: !conditional(s) };
}

/**
 * Whatever the action: one that only tags a session is half of an admission. Services are never outsiders, and a Deny is not weighed
 * against what another statement allows.
 */
export function outsiders(s: Statement, inside: Allowed): Outsider[] {
  if (s.Effect !== 'Allow') return [];
  if (s.NotPrincipal !== undefined) return [{ type: NOT, name: 'everybody but a few', free: !conditional(s) }];
  const of = principals(s);
  return ['AWS', 'Federated'].flatMap((type) =>
    list(of[type])
      .filter(isText)
      .flatMap((name) => outsider(s, type, name, inside) ?? []),
  );
}

/** The statement without them; undefined where nobody is left in it. As it is where it has none of them. */
export function without(s: Statement, gone: readonly Outsider[]): Statement | undefined {
  if (gone.length === 0) return s;
  const out = (name: Json, type: string) => gone.some((o) => o.type === type && o.name === name);
  const Principal = keeping(principals(s), (name, type) => !out(name, type));
  return gone.some(({ type }) => type === NOT) || !Principal ? undefined : { ...s, Principal: Principal as Json };
}
