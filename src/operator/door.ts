/** The operator's door: whoever may invoke it pauses; who proves his role may do what policy lets it. */
import { take } from '../engine/read.ts';
import { type AskSsm, automationSchema, executed } from './automation.ts';
import type { Caller } from './caller.ts';
import { type Came, orderFrom, type Reply, replied, sent } from './exchange.ts';
import { onlyReads, READER, READS } from './functions.ts';
import { type Office, Refused } from './office.ts';
import { type AskSts, identify, orderHash } from './proof.ts';
import { ruling } from './ruling.ts';
import { namesUsers } from './trust.ts';
import type { Verb } from './verb.ts';

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
interface Order extends Came {
  /** SSM says that this one started it then. */
  readonly started?: { readonly execution: string; readonly arn: string; readonly at: Date };
}

async function orderOf(event: unknown, on: Surroundings): Promise<Order> {
  if (typeof event !== 'object' || event === null || !('automation' in event)) return orderFrom(event);
  const { automation: execution } = take(automationSchema, event);
  const { verb, input, arn, at } = await executed(execution, ruling, on.now(), on.ssm);
  return { verb, input, started: { execution, arn, at } };
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

export const serve = async (event: unknown, on: Surroundings): Promise<Reply> =>
  await replied(async () => {
    const order = await orderOf(event, on);
    const verb = ruling.find(({ name }) => name === order.verb);
    if (onlyReads(order.verb)) throw new Refused(`${order.verb} only reads: ${READER} has it (its URL is the stack’s output ReaderUrl).`);
    if (!verb) throw new Refused(`There is no verb "${order.verb}"; there are ${[...READS, ...ruling.map((v) => v.name)].join(', ')}.`);
    return await verb.run(on.office(await who(verb, order, on)), order.input);
  });

export const answer = async (event: unknown, on: Surroundings): Promise<unknown> => sent(event, await serve(event, on));
