/** What an event tells that no look can find out afterwards: what was purged is gone, and how policies of queues and functions were is not read. */
import * as z from 'zod/mini';
import { maybe, text } from '../engine/read.ts';
import { tail } from './expected.ts';
import type { Difference } from './judge.ts';

const CALL = 'AWS API Call via CloudTrail';
/** CloudTrail writes Lambda's calls with the version of their API (`AddPermission20150331v2`). */
const UNREAD = /^(PurgeQueue|SetQueueAttributes|DeleteQueue|AddPermission|RemovePermission)(\d{8}(v\d)?)?$/;
const OURS = /(^|[/:])(mlwarden-[\w-]+)/;
/** A dead letter has been dealt with when its queue is emptied: docs/operations.md says how. */
const emptied = (eventName: string, name: string): boolean => eventName === 'PurgeQueue' && tail(name).endsWith('-dead-letters');

const schema = z.object({
  'detail-type': z.literal(CALL),
  detail: z.object({
    eventName: text,
    errorCode: z.optional(z.string()),
    userIdentity: z.optional(z.object({ arn: maybe, invokedBy: maybe })),
    requestParameters: z.nullish(z.object({ queueUrl: maybe, functionName: maybe })),
  }),
});

/** Nothing: it is a heartbeat, or tells of what is looked at anyway, or of what a deployment does. */
export function told(event: unknown): readonly Difference[] {
  const read = z.safeParse(schema, event);
  if (!read.success) return [];
  const { eventName, errorCode, userIdentity, requestParameters } = read.data.detail;
  const name = OURS.exec(requestParameters?.queueUrl ?? requestParameters?.functionName ?? '')?.[2];
  const deployment = userIdentity?.invokedBy === 'cloudformation.amazonaws.com';
  if (!name || errorCode !== undefined || deployment || !UNREAD.test(eventName) || emptied(eventName, name)) return [];
  return [{ says: `${userIdentity?.arn ?? 'Somebody'} called ${eventName} on ${name}.` }];
}

/** Somebody called something; all else is a heartbeat. */
export const isCall = (event: unknown): boolean => (event as { 'detail-type'?: unknown } | null)?.['detail-type'] === CALL;
