/** One form for what a service may give back in several, so that what was written is known again when it is read. */
import { isMap } from '../engine/expect.ts';
import type { Json } from '../engine/remediation.ts';
import { isNobody, list, type PolicyDocument, readResourcePolicy, type Statement } from './policy-document.ts';

export type Principals = { readonly [type: string]: Json | undefined };

/** One value stands by itself, several in order: what a list of a policy holds has no order, and none is as good as one. */
const settled = ([one, ...more]: readonly [Json, ...Json[]]): Json => (more.length > 0 ? [one, ...more].sort() : one);

/**
 * Those of each type who are to stay; undefined where nobody is left. IAM and S3 may give them back in another order at every read.
 */
export function keeping(of: Principals, stays: (name: Json, type: string) => boolean): Principals | undefined {
  const left = Object.entries(of).flatMap(([type, all]): [string, Json][] => {
    const [one, ...more] = list(all).filter((name) => stays(name, type));
    return one === undefined ? [] : [[type, settled([one, ...more])]];
  });
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

/** The statement without those who were deleted, whom nothing takes back; none where it names nobody else. */
export function living(s: Statement): Statement[] {
  if (!isMap(s.Principal)) return [s];
  const Principal = keeping(s.Principal, (name) => !isNobody(name));
  return Principal ? [{ ...s, Principal: Principal as Json }] : [];
}

function inOrder(value: Json): Json {
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([k, v = null]) => [k, inOrder(v)]));
  if (!Array.isArray(value)) return value;
  const [one, ...more] = value;
  return one === undefined ? [] : settled([one, ...more]);
}

/**
 * As `readResourcePolicy`, as S3 needs it: it unwraps lists of one, reorders all others, and takes no policy that names who was deleted
 * (hashicorp/terraform issue 2432, ansible/ansible issues 19310 and 42532, ministryofjustice/analytical-platform PR 4932).
 */
export const readBucketPolicy = (text: string, where: string): PolicyDocument =>
  readResourcePolicy(text, where, (s) => living(s).map((one) => inOrder(one) as Statement));
