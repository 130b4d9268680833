/** CloudTrail's event history: who called what of SageMaker, as it tells for 90 days, but for the last minutes. */
import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod/mini';
import { patient } from '../aws.ts';
import type { Resource } from '../engine/remediation.ts';
import { given, paged } from './reading.ts';

/** `by`: the session, the user or the service that called. `role`: whose session it is, with its path. `at`: ISO 8601. */
export type Act = { readonly by: string; readonly role?: string; readonly at: string };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
/**
 * How long the event history surely remembers: ninety days (CloudTrail guide, "Working with CloudTrail event history") but for one, or what it
 * is about to forget would look as if it had never been.
 */
export const KEPT = 89 * 24 * 60 * MINUTE;
/** How late it may learn of a call: some minutes, and nobody promises it (CloudTrail guide, "How CloudTrail works", of its log files). */
export const LATE = 60 * MINUTE;
/** Of fifty events each. LookupEvents may be called twice a second in an account and Region (CloudTrail API, LookupEvents). */
const PAGES = 8;

/**
 * What mlwarden itself did is nobody's word: a session of the function of that violation. In its `account` nobody else can have a role of that
 * name; a role that only begins so is anybody's.
 */
export const ours = (violation: string, account = '\\d{12}'): RegExp => new RegExp(`:${account}:assumed-role/mlwarden-${violation}/`);

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

type Fields = z.infer<typeof fields>;
/** One call that SageMaker took, of those that are asked for. */
export interface Made extends Act {
  readonly asked: Fields;
}
/** Whether a call was made on what is looked at. */
type Mine = (asked: Fields, answered: Fields) => boolean;

/** Undefined: it failed, or was made on something else. */
function madeOf({ CloudTrailEvent }: Event, mine: Mine): Made | undefined {
  const is = z.parse(event, JSON.parse(given(CloudTrailEvent, 'CloudTrailEvent')));
  const { userIdentity: who, requestParameters: asked } = is;
  if (is.errorCode || is.eventSource !== 'sagemaker.amazonaws.com' || !mine(asked, is.responseElements)) return undefined;
  const role = who.sessionContext?.sessionIssuer?.arn;
  return {
    by: given(who.arn || who.invokedBy || who.principalId, 'userIdentity'),
    ...(role && { role }),
    at: new Date(is.eventTime).toISOString(),
    asked,
  };
}

/** Milliseconds. Without `until`: until now. */
export interface Span {
  readonly from: number;
  readonly until?: number | undefined;
}
/** After a thing's last modification nothing was done to it: what others did since need not be read. */
export const until = (time: number, now: number): number | undefined => (time + MINUTE < now ? time + MINUTE : undefined);

/** The calls of that name, newest first; what was made on something else without `call`. `cut`: once all were read, whether there are more than are read at one look. */
export function lookup(r: Resource, EventName: string, { from, until: end }: Span, mine: Mine, abortSignal?: AbortSignal) {
  const asked = {
    LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: EventName }],
    ...{ StartTime: new Date(from), ...(end !== undefined && { EndTime: new Date(end) }) },
  };
  let [pages, cut] = [0, false];
  const listed = paged(
    (NextToken) => patient(CloudTrailClient, r).send(new LookupEventsCommand({ ...asked, NextToken }), abortSignal && { abortSignal }),
    (page) => page.Events?.map((one) => ({ time: given(one.EventTime, 'EventTime').getTime(), call: madeOf(one, mine) })),
    ({ NextToken }) => {
      cut = ++pages === PAGES && NextToken !== undefined;
      return cut ? undefined : NextToken;
    },
  );
  return { listed, cut: () => cut };
}

export const actOf = ({ by, role, at }: Act): Act => ({ by, ...(role && { role }), at });
