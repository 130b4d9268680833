/** From an event to the resources it names; nothing else in it is believed. Triggers read their fields by the same means. */
import * as z from 'zod/mini';
import type { Ignored, Ref, Trigger } from './remediation.ts';

/** The account and Region mlwarden answers for. */
export interface Home {
  readonly account: string;
  readonly region: string;
}
/** Why a look is taken, for the record. `time` is ISO 8601, `by` who caused it. */
export interface Cause {
  readonly source: string;
  readonly detailType: string;
  readonly id: string;
  readonly time: string;
  readonly by?: string;
}

/** The event is none that its source documents, or comes from no source of ours. `path` is the first field that is wrong, '' the event itself. */
export class Unreadable extends Error {
  readonly path: string;
  constructor(path: string, expected: string) {
    super(`Cannot read ${path || 'the event'}: expected ${expected}.`);
    this.name = 'Unreadable';
    this.path = path;
  }
}

// Every repetition is bounded, here and below: a field of a megabyte is refused at its beginning, not walked back from its end.
const ARN = /^arn:(?<partition>aws[a-z-]{0,32}):(?<service>[a-z0-9-]{1,64}):(?<region>[a-z0-9-]{0,32}):(?<account>\d{12}|aws|):\S/;
const printable = (least: number) =>
  z.string().check(
    z.regex(new RegExp(`^[^\\p{Cc}\\p{Cs}]{${least},2048}$`, 'u'), `${least} to 2048 printable characters`),
    z.refine((value) => !value.startsWith('arn:') || ARN.test(value), 'an ARN of six parts'),
  );
/** A name, a unique id or an ARN. */
export const text = printable(1);
/** The same where AWS may leave it out or empty. */
export const maybe = z.nullish(printable(0));
export const account = z.string().check(z.regex(/^\d{12}$/, 'an account id of 12 digits'));
export const region = z.string().check(z.regex(/^[a-z]{2,16}(-[a-z]{1,16}){1,4}-\d{1,3}$/, 'a Region'));

const MOST = 50;
/** Counted before it is read: zod fails with a RangeError on some ten thousand faults at once. */
export const list = <T>(of: z.core.$ZodType<T>, most = MOST) =>
  z.pipe(z.array(z.unknown()).check(z.maxLength(most, `at most ${most} elements`)), z.array(of));

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$|^\d{12,14}$/;
/** AWS's sample of SageMaker Endpoint State Change has milliseconds since 1970, as text, where every other event has ISO 8601. */
const instant = (time: string) => new Date(time.includes('T') ? time : Number(time));
const time = z.string().check(z.refine((value) => TIME.test(value) && !Number.isNaN(instant(value).getTime()), 'a time in ISO 8601'));
const envelope = z.object({ source: text, 'detail-type': text, id: text, account, region, time });

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  return issue.code === 'invalid_value' ? issue.values.join(' or ') : issue.message;
}

/** Reads what stands at the path `at` of the event, or throws Unreadable with the whole path. */
export function take<T>(schema: z.core.$ZodType<T>, value: unknown, at: readonly PropertyKey[] = []): T {
  const taken = z.safeParse(schema, value);
  if (taken.success) return taken.data;
  const issue = taken.error.issues[0] as z.core.$ZodIssue; // a failed parse has at least one
  const path = [...at, ...issue.path].map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  throw new Unreadable(path.join('').replace(/^\./, ''), expected(issue));
}

function heard(source: string, detailType: string, triggers: readonly Trigger[]): Trigger {
  const known = triggers.filter((trigger) => trigger.source === source);
  if (known.length === 0) throw new Unreadable('source', [...new Set(triggers.map((trigger) => trigger.source))].join(' or '));
  const found = known.find((trigger) => trigger.detailType === detailType);
  if (!found) throw new Unreadable('detail-type', known.map((trigger) => trigger.detailType).join(' or '));
  return found;
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** Throws Unreadable for an ARN of another service than its type. */
export function isHome(ref: Ref, home: Home): boolean {
  if (ref.account !== home.account || ![home.region, 'aws-global'].includes(ref.region)) return false;
  const arn = ARN.exec(ref.id)?.groups;
  if (!arn) return true;
  // An ARN read as another service's resource would name something that is not there, or worse, something that is.
  if (!ref.type.toLowerCase().startsWith(`aws::${arn.service}::`)) throw new Unreadable('detail', `an ARN of ${ref.type}`);
  const is = (part: string | undefined, ours: string) => !part || part === ours;
  return is(arn.account, home.account) && is(arn.region, home.region) && arn.partition === partitionOf(home.region);
}

/** mlwarden's own resources bear its name; no handler may touch them. */
const isOurs = (ref: Ref) => /(^|[/:])mlwarden-[^/:]*$/i.test(ref.id);
const sameness = ({ type, id, account, region }: Ref) => JSON.stringify([type, id, account, region]);

/** CloudTrail delivers IAM's calls in one Region only, whichever is home (CloudTrail guide, "CloudTrail concepts", global service events). */
const GLOBAL_SOURCES = new Set(['aws.iam']);

/** What of it is home's and not our own, each once. Throws what `isHome` throws. */
export function ofHome(named: readonly Ref[], home: Home): readonly Ref[] | Ignored {
  if (named.length === 0) return { ignored: 'names-nothing' };
  const atHome = named.filter((ref) => isHome(ref, home));
  if (atHome.length === 0) return { ignored: 'foreign' };
  const theirs = new Map(atHome.filter((ref) => !isOurs(ref)).map((ref) => [sameness(ref), ref]));
  if (theirs.size > MOST) throw new Unreadable('detail', `at most ${MOST} resources`);
  return theirs.size === 0 ? { ignored: 'ours' } : [...theirs.values()];
}

/** The resources of home that an event names, each once, or why there are none. Throws Unreadable, and nothing else, whatever the event is. */
export function read(event: unknown, triggers: readonly Trigger[], home: Home): { refs: readonly Ref[]; cause: Cause } | Ignored {
  const { source, 'detail-type': detailType, id, ...head } = take(envelope, event);
  const trigger = heard(source, detailType, triggers);
  const here = head.account === home.account && (head.region === home.region || GLOBAL_SOURCES.has(source));
  if (!here) return { ignored: 'foreign' };
  const time = instant(head.time).toISOString();
  const named = trigger.refs(take(trigger.schema, { ...(event as object), time }));
  if ('ignored' in named) return named;
  const refs = ofHome(named, home);
  if ('ignored' in refs) return refs;
  const by = refs[0]?.by;
  return { refs, cause: { source, detailType, id, time, ...(by ? { by } : {}) } };
}
