/** Who approved a version of a model, and who changed it since: as CloudTrail's event history tells, which knows 90 days but for the last minutes. */
import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod/mini';
import { patient } from '../aws.ts';
import { person } from '../engine/approval.ts';
import type { Resource } from '../engine/remediation.ts';
import { given, paged } from './reading.ts';

/** `by`: the session, the user or the service that called. `role`: whose session it is, with its path. `at`: ISO 8601. */
export type Act = { readonly by: string; readonly role?: string; readonly at: string };
/**
 * `approval`: the call that set it to Approved, unless another status was set since. `changed`: what of its specification was changed after
 * that, newest first. `told`: whether CloudTrail knows of the last modification; where it does not, `role` is that of whoever made it, with its
 * path, if he is known from before. `reach`: `all` since its creation, or since a status was set, was read; `part`: it is older than
 * CloudTrail's memory; `cut`: there was more than is read at one look.
 */
export type History = {
  readonly approval?: Act;
  readonly changed: readonly Act[];
  readonly told: boolean;
  readonly role?: string;
  readonly reach: 'all' | 'part' | 'cut';
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/**
 * How long the event history surely remembers: ninety days (CloudTrail guide, "Working with CloudTrail event history") but for one, or what it
 * is about to forget would look as if it had never been.
 */
const KEPT = 89 * 24 * 60 * MINUTE;
/** How late it may learn of a call: some minutes, and nobody promises it (CloudTrail guide, "How CloudTrail works", of its log files). */
export const LATE = 60 * MINUTE;
/** Of fifty events each. LookupEvents may be called twice a second in an account and Region (CloudTrail API, LookupEvents). */
const PAGES = 8;

const said = z.nullish(z.string());
/** What was asked is as the caller wrote it, in failed calls too: of no shape that could be relied on. */
const fields = z.nullish(z.record(z.string(), z.unknown()));
const event = z.object({
  eventSource: z.string(),
  eventTime: z.string(),
  errorCode: said,
  userIdentity: z.object({
    ...{ arn: said, invokedBy: said, principalId: said },
    sessionContext: z.nullish(z.object({ sessionIssuer: z.nullish(z.object({ arn: said })) })),
  }),
  requestParameters: fields,
  responseElements: fields,
});

/** What a deployment takes from a version (SageMaker API, UpdateModelPackage). Metadata and life cycle are words about it. */
const SPECIFICATION = ['inferenceSpecification', 'additionalInferenceSpecificationsToAdd', 'sourceUri'];

interface Call extends Act {
  /** The status, if one was asked for. */
  readonly sets: unknown;
  readonly changes: boolean;
}

/** What a call did to this version; undefined = nothing. */
function callOn(arn: string, { CloudTrailEvent }: Event): Call | undefined {
  const is = z.parse(event, JSON.parse(given(CloudTrailEvent, 'CloudTrailEvent')));
  const { requestParameters: asked, responseElements: answered, userIdentity: who } = is;
  const on = String(answered?.modelPackageArn ?? asked?.modelPackageArn).toLowerCase();
  if (is.errorCode || is.eventSource !== 'sagemaker.amazonaws.com' || on !== arn) return undefined;
  const role = who.sessionContext?.sessionIssuer?.arn;
  return {
    by: given(who.arn || who.invokedBy || who.principalId, 'userIdentity'),
    ...(role && { role }),
    at: new Date(is.eventTime).toISOString(),
    sets: asked?.modelApprovalStatus ?? undefined,
    // Left out is what was longer than 100 KB, which only a specification can be (CloudTrail guide, "CloudTrail record contents").
    changes: asked?.modelPackageArn == null || SPECIFICATION.some((field) => asked[field] != null),
  };
}

/** An undo of ours gives back an approval as it was, and our repair takes one away: neither is anybody's word. A specification we never change. */
export const OURS = /:assumed-role\/mlwarden-/;
const isOurs = ({ by, changes }: Call): boolean => !changes && OURS.test(by);

/** `known`: the calls on a version, newest first, back to the `word`: the last that set a status. `cut`: there were more than are read. */
interface Told {
  readonly known: readonly Call[];
  readonly word?: Call | undefined;
  readonly cut: boolean;
}

/** The calls of that name since somebody else than we set a status, and those of that second: which was first is not known. */
async function told(r: Resource, EventName: string, from: number, until: number | undefined): Promise<Told> {
  const asked = {
    LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: EventName }],
    ...{ StartTime: new Date(from), ...(until !== undefined && { EndTime: new Date(until) }) },
  };
  let [pages, cut] = [0, false];
  // They are listed newest first.
  const listed = paged(
    (NextToken) => patient(CloudTrailClient, r).send(new LookupEventsCommand({ ...asked, NextToken })),
    (page) => page.Events,
    ({ NextToken }) => {
      cut = ++pages === PAGES && NextToken !== undefined;
      return cut ? undefined : NextToken;
    },
  );
  const known: Call[] = [];
  let word: Call | undefined;
  for await (const one of listed) {
    if (word && given(one.EventTime, 'EventTime').getTime() < Date.parse(word.at)) break;
    const call = callOn(r.arn, one);
    if (call) known.push(call);
    if (call?.sets !== undefined && !isOurs(call)) word ??= call;
  }
  return { known, word, cut: cut && !word };
}

const actOf = ({ by, role, at }: Call): Act => ({ by, ...(role && { role }), at });

/** When it was created, and when it was last modified, in milliseconds, and by whom, as SageMaker says. */
interface Times {
  readonly born: number;
  readonly at: number;
  readonly by: string | undefined;
}

/** What is known of an approved version. Undefined where it was last modified before CloudTrail's memory begins. */
export async function historyOf(r: Resource, { born, at, by }: Times, now: number): Promise<History | undefined> {
  const oldest = now - KEPT;
  if (at < oldest) return undefined;
  // After its last modification nothing was done to it: what others did since need not be read.
  const until = (time: number) => (time + MINUTE < now ? time + MINUTE : undefined);
  // Not from much before: another had its name until then, perhaps, and was approved.
  const updates = await told(r, 'UpdateModelPackage', Math.max(born - SECOND, oldest), until(at));
  const unsaid = !updates.word && !updates.cut && born >= oldest;
  const making = unsaid ? await told(r, 'CreateModelPackage', born - MINUTE, until(born)) : undefined;
  const word = updates.word ?? making?.word;
  const his = [...updates.known, ...(making?.known ?? [])].filter(
    (call) => by === undefined || call.role === by || person(call.by) === person(by),
  );
  const last = his.some((call) => Date.parse(call.at) >= at - 10 * SECOND);
  const role = by === undefined || last ? undefined : his.find((call) => call.role)?.role;
  return {
    ...(word?.sets === 'Approved' && { approval: actOf(word) }),
    changed: updates.known.filter((call) => call.changes && call !== word).map(actOf),
    told: last,
    ...(role && { role }),
    reach: updates.cut || making?.cut ? 'cut' : word || born >= oldest ? 'all' : 'part',
  };
}
