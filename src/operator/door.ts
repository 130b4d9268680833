/** The door of a function: an order comes in as JSON, directly or by the function's URL, and an answer goes out. */
import * as z from 'zod/mini';
import { take, Unreadable } from '../engine/read.ts';
import { LedgerUnavailable, LedgerUnreadable } from '../ledger/port.ts';
import { type AskSsm, automationSchema, executed } from './automation.ts';
import type { Caller } from './caller.ts';
import { type Answer, type Office, Refused, Unanswered } from './office.ts';
import { type AskSts, identify, orderHash } from './proof.ts';
import { namesUsers } from './trust.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs.ts';

const orderSchema = z.object({ verb: z.string(), input: z.unknown(), proof: z.optional(z.record(z.string(), z.string())) });
const urlEvent = z.object({
  body: z.string(),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    http: z.object({ sourceIp: z.optional(z.string()) }),
    authorizer: z.object({ iam: z.object({ callerId: z.string(), userArn: z.string() }) }),
  }),
});

export interface Surroundings {
  readonly office: (caller: Caller) => Office;
  readonly home: { readonly account: string; readonly region: string };
  readonly now: () => Date;
  readonly sts: AskSts;
  readonly ssm: AskSsm;
  /** The role of that name in this account, by IAM. */
  readonly role: (name: string) => Promise<Role | undefined>;
}
interface Role {
  readonly arn: string;
  readonly id: string;
  readonly made: Date;
  /** Its trust policy, as IAM writes it. */
  readonly trust?: string | undefined;
}
/** `refused`: one sentence, nothing was changed. `failed`: it could not be done, and whether it was is to be looked up. */
export type Reply = Answer | { readonly refused: string } | { readonly failed: string };

interface Order {
  readonly verb: string;
  readonly input: unknown;
  readonly proof?: Record<string, string> | undefined;
  readonly url?: { readonly callerId: string; readonly userArn: string; readonly sourceIp: string | undefined };
  /** SSM says that this one started it then. */
  readonly started?: { readonly execution: string; readonly arn: string; readonly at: Date };
}

async function orderOf(event: unknown, on: Surroundings): Promise<Order> {
  if (typeof event !== 'object' || event === null || !('automation' in event)) return orderFrom(event);
  const { automation: execution } = take(automationSchema, event);
  const { verb, input, arn, at } = await executed(execution, verbs, on.now(), on.ssm);
  return { verb, input, started: { execution, arn, at } };
}

function orderFrom(event: unknown): Order {
  if (typeof event !== 'object' || event === null || !('requestContext' in event)) return take(orderSchema, event);
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

const SESSION = /:assumed-role\/([^/]+)\/(.+)$/;

/** The role is the one that IAM has under that name now, if it is still the one whose session this is. */
async function callerOf(arn: string, isIts: (found: Role) => boolean, { home, role }: Surroundings): Promise<Caller> {
  const [, name, session = ''] = SESSION.exec(arn) ?? [];
  if (name === undefined || arn.split(':')[4] !== home.account) return { arn, session };
  const found = await role(name);
  if (!found || !isIts(found)) throw new Refused(`IAM knows no role ${name} whose session this is.`);
  return { role: found.arn, arn, session, named: namesUsers(found.trust) };
}

/** Only the URL knows an address; of an invocation CloudTrail does, of an execution SSM and CloudTrail. */
const place = ({ url, started }: Order): string => url?.sourceIp ?? (started ? `SSM Automation ${started.execution}` : 'an invocation');

async function who(verb: Verb, order: Order, on: Surroundings): Promise<Caller> {
  const { input, proof, url, started } = order;
  const from = place(order);
  // What is not signed may be anybody's word: it is written down as such, and gives no right.
  const nobody = { arn: url ? `somebody who says to be ${url.userArn}` : 'somebody who invoked the function', session: '', from };
  if (!proof && !started) return nobody;
  try {
    // SSM names no id. But a role that was there before the execution began, and is there still, is the one whose session began it.
    if (started) return { ...(await callerOf(started.arn, ({ made }) => made < started.at, on)), from };
    const identity = await identify(proof ?? {}, orderHash(verb.name, input), on.home.region, on.now(), on.sts);
    if (url && url.callerId !== identity.id) throw new Refused('The proof of who you are is of somebody else than who calls.');
    return { ...(await callerOf(identity.arn, ({ id }) => id === identity.id.split(':')[0], on)), from };
  } catch (error) {
    // Who wants to stop everything is not held up by a clock that is wrong, by STS, or by IAM.
    if (verb.takes !== 'person') return nobody;
    throw error instanceof Refused ? error : new Refused(`Who you are cannot be found out now: ${(error as Error).message}`);
  }
}

export async function serve(event: unknown, on: Surroundings): Promise<Reply> {
  try {
    const order = await orderOf(event, on);
    const verb = verbs.find(({ name }) => name === order.verb);
    if (!verb) throw new Refused(`There is no verb "${order.verb}"; there are ${verbs.map((v) => v.name).join(', ')}.`);
    return await verb.run(on.office(await who(verb, order, on)), order.input);
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreadable) return { refused: error.message };
    if ([LedgerUnavailable, LedgerUnreadable, Unanswered].some((of) => error instanceof of)) return { failed: (error as Error).message };
    throw error;
  }
}

/** A URL's answer is HTTP: 200 for every answer, 400 for what is refused, 503 for what could not be done. */
export async function answer(event: unknown, on: Surroundings): Promise<unknown> {
  const reply = await serve(event, on);
  if (typeof event !== 'object' || event === null || !('requestContext' in event)) return reply;
  const statusCode = 'refused' in reply ? 400 : 'failed' in reply ? 503 : 200;
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(reply) };
}
