/** What comes in at a function's door, directly or by its URL, and what goes out. */
import * as z from 'zod/mini';
import { take, Unreadable } from '../engine/read.ts';
import { LedgerUnavailable, LedgerUnreadable } from '../ledger/port.ts';
import { type Answer, Refused, Unanswered } from './office.ts';

const orderSchema = z.object({ verb: z.string(), input: z.unknown(), proof: z.optional(z.record(z.string(), z.string())) });
const urlEvent = z.object({
  body: z.string(),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    http: z.object({ sourceIp: z.optional(z.string()) }),
    authorizer: z.object({ iam: z.object({ callerId: z.string(), userArn: z.string() }) }),
  }),
});

/** An order as it came. `url`: whom IAM has seen there. */
export interface Came {
  readonly verb: string;
  readonly input: unknown;
  readonly proof?: Record<string, string> | undefined;
  readonly url?: { readonly callerId: string; readonly userArn: string; readonly sourceIp: string | undefined };
}
/** `refused`: one sentence, nothing was changed. `failed`: it could not be done, and whether it was is to be looked up. */
export type Reply = Answer | { readonly refused: string } | { readonly failed: string };

const byUrl = (event: unknown): boolean => typeof event === 'object' && event !== null && 'requestContext' in event;

/** Throws `Unreadable`. */
export function orderFrom(event: unknown): Came {
  if (!byUrl(event)) return take(orderSchema, event);
  const { body, isBase64Encoded, requestContext } = take(urlEvent, event);
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  let order: unknown;
  try {
    order = JSON.parse(text);
  } catch {
    throw new Unreadable('body', 'JSON');
  }
  const { callerId, userArn } = requestContext.authorizer.iam;
  return { ...take(orderSchema, order), url: { callerId, userArn, sourceIp: requestContext.http.sourceIp } };
}

export async function replied(asked: () => Promise<Answer>): Promise<Reply> {
  try {
    return await asked();
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreadable) return { refused: error.message };
    if ([LedgerUnavailable, LedgerUnreadable, Unanswered].some((of) => error instanceof of)) return { failed: (error as Error).message };
    throw error;
  }
}

/** A URL's answer is HTTP: 200 for every answer, 400 for what is refused, 503 for what could not be done. */
export function sent(event: unknown, reply: Reply): unknown {
  if (!byUrl(event)) return reply;
  const statusCode = 'refused' in reply ? 400 : 'failed' in reply ? 503 : 200;
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(reply) };
}
