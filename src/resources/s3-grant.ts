/** What of a policy lets a role at the objects of every bucket, and the same policy without it. */

import { isMap } from '../engine/expect.ts';
import type { Json } from '../engine/remediation.ts';
import { offence } from './broad-policy.ts';
import { allows, conditional, list, type PolicyDocument, plainly, type Statement, texts } from './policy-document.ts';
import { byBucket } from './s3-place.ts';

export const OBJECTS = ['s3:GetObject', 's3:PutObject'];
/** Whoever is allowed that is an administrator, which others judge. */
const ADMIN = { broad: ['*', 'iam:*'] };

/**
 * `*`, or an ARN of S3 that is nothing but wildcards where bucket and key stand. Only the service may have none; a `*` that ends a part may be of
 * those after it, too, and IAM puts one for each part that is missing (IAM guide, "IAM JSON policy elements: Resource").
 */
const EVERYWHERE = /^(\*|arn:[a-z*?-]+:s3(:\*?(:\*?(:\*(\/\*)?)?)?)?)$/;
const everywhere = (s: Statement): readonly string[] => texts(s.Resource).filter((one) => EVERYWHERE.test(plainly(one)));
const elsewhere = (s: Statement): readonly Json[] => list(s.Resource).filter((one) => !everywhere(s).includes(one as string));
/** As if it were said of `*`: what it allows is asked, and where is known. */
const allowed = (s: Statement, actions: readonly string[]): boolean => allows({ ...s, Resource: '*' }, actions) !== undefined;

/**
 * Keys of which a value says which object or bucket it is, or which a request for an object does not have at all (Service authorization
 * reference, Amazon S3, GetObject and ListBucket). Whose the bucket is, or from where it is asked for, still lets at every one.
 */
const WHICH = /^(s3:existingobjecttag\/|s3:dataaccesspointarn$|s3:prefix$|aws:resourcetag\/)/i;
/** An operator that is also true where the key is missing (`…IfExists`, `ForAllValues:`, `…Not…`) binds nothing. */
const BINDS = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;
const says = (values: Json | undefined): boolean => list(values).every((value) => plainly(String(value)) !== '*');
function chosen({ Condition }: Statement): boolean {
  if (!isMap(Condition)) return false;
  return Object.entries(Condition).some(
    ([operator, keys]) =>
      BINDS.test(operator) && isMap(keys) && Object.entries(keys).some(([key, values]) => WHICH.test(key) && says(values)),
  );
}

/** The actions on objects that the statement allows in every bucket. */
function opens(s: Statement): readonly string[] {
  if (everywhere(s).length === 0 || chosen(s)) return [];
  const actions = OBJECTS.filter((action) => allowed(s, [action]));
  return actions.length === 0 || allows(s, ADMIN.broad) !== undefined ? [] : actions;
}

/** `free`: without a condition; only that is ever taken away. */
export interface Opening {
  readonly actions: readonly string[];
  readonly free: boolean;
}
/** What a document opens. Nothing, where it makes an administrator: then to narrow it narrows nothing. */
export function opening(document: PolicyDocument): Opening | undefined {
  const all = document.Statement.map((s) => ({ actions: opens(s), free: !conditional(s) })).filter(({ actions }) => actions.length > 0);
  if (all.length === 0 || offence(document, ADMIN)?.free) return undefined;
  const free = all.some((one) => one.free);
  const of = all.filter((one) => one.free === free);
  return { actions: OBJECTS.filter((action) => of.some(({ actions }) => actions.includes(action))), free };
}

const isOpen = (s: Statement): boolean => !conditional(s) && opens(s).length > 0;
const patterns = (s: Statement): readonly Json[] => list(s.Action).filter((p) => allowed({ Effect: s.Effect ?? null, Action: p }, OBJECTS));

/** One pattern may be of S3 and of other services, and is not to be told apart. IAM takes `*` for every service and, they say, nothing else. */
const tangled = (s: Statement): boolean =>
  isOpen(s) && patterns(s).some((p) => !/^s3:/i.test(String(p))) && everywhere(s).some((one) => !one.startsWith('arn:'));
export const entangled = ({ Statement: all }: PolicyDocument): boolean => all.some(tangled);

/** The statement without what it says of S3 everywhere: in none, one or two. A `Sid` may be there once. */
function rest(s: Statement): readonly Statement[] {
  const { Sid, ...unnamed } = s;
  const where = elsewhere(s);
  const left: Statement[] = [];
  if (s.NotAction === undefined) {
    const kept = list(s.Action).filter((p) => !patterns(s).includes(p));
    if (kept.length > 0) left.push({ ...s, Action: kept });
    if (where.length > 0) left.push({ ...(left.length > 0 ? unnamed : s), Action: patterns(s), Resource: where });
    return left;
  }
  if (everywhere(s).some((one) => !one.startsWith('arn:'))) left.push({ ...s, NotAction: [...list(s.NotAction), 's3:*'] });
  if (where.length > 0) left.push({ ...(left.length > 0 ? unnamed : s), Resource: where });
  return left;
}

/** What the role is known to need. Places are settled; `calls`: further actions of S3, in order. */
export interface Need {
  readonly partition: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly calls: readonly string[];
}

type Taken = (actions: readonly string[]) => readonly string[];
const allow = (Action: readonly string[], Resource: readonly string[], more: object = {}): Statement[] =>
  Action.length > 0 && Resource.length > 0 ? [{ Effect: 'Allow', Action, Resource, ...more }] : [];

function listing({ partition, reads }: Need, taken: Taken): readonly Statement[] {
  const arn = (bucket: string) => `arn:${partition}:s3:::${bucket}`;
  const buckets = [...byBucket(reads)];
  const each = buckets.flatMap(([bucket, prefixes]) => {
    const only = { Condition: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } } };
    return allow(taken(['s3:ListBucket']), [arn(bucket)], prefixes.includes('') ? {} : only);
  });
  return [
    ...each,
    ...allow(
      taken(['s3:GetBucketLocation']),
      buckets.map(([bucket]) => arn(bucket)),
    ),
  ];
}

/** Of what was taken away, what is needed: nothing that was not allowed before. */
function narrow(open: readonly Statement[], need: Need): readonly Statement[] {
  // IAM takes no ARN of another partition; what one said of that one says nothing of this.
  const here = (s: Statement) => everywhere(s).some((one) => /^(arn:[a-z-]*)?[*?]/.test(one) || one.startsWith(`arn:${need.partition}:`));
  const gone = open.filter(here).map((s) => (s.NotAction === undefined ? { ...s, Action: patterns(s) } : s));
  const taken: Taken = (actions) => actions.filter((action) => gone.some((s) => allowed(s, [action])));
  // An ARN with a slash is of objects alone.
  const ofBuckets: Taken = (actions) =>
    actions.filter((action) => gone.some((s) => allowed(s, [action]) && everywhere(s).some((one) => !one.includes('/'))));
  const objects = (places: readonly string[]) => places.map((place) => `arn:${need.partition}:s3:::${place}*`);
  const others = need.calls.filter((action) => !OBJECTS.includes(action));
  const calls = gone.flatMap((s) =>
    allow(
      others.filter((action) => allowed(s, [action])),
      everywhere(s),
    ),
  );
  return [
    ...allow(taken(['s3:GetObject']), objects(need.reads)),
    ...allow(taken(['s3:AbortMultipartUpload', 's3:PutObject']), objects(need.writes)),
    ...listing(need, ofBuckets),
    ...new Map(calls.map((s) => [JSON.stringify(s), s])).values(),
  ];
}

/** The document as it is to be. Undefined: nothing would be left of it. */
export function narrowed(document: PolicyDocument, need: Need): PolicyDocument | undefined {
  const { Statement: all } = document;
  const Statement = [...all.flatMap((s) => (isOpen(s) ? rest(s) : [s])), ...narrow(all.filter(isOpen), need)];
  return Statement.length > 0 ? { ...document, Statement } : undefined;
}
