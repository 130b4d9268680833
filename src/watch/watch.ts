/** One round: compare, send the canary, switch on what was switched off; of all else tell people, and pause everything. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { reader, writer } from '../aws.ts';
import { canary } from './canary.ts';
import { deployed } from './deployed.ts';
import { expected } from './expected.ts';
import { type Difference, judge } from './judge.ts';
import { type Found, letter, subject } from './letter.ts';
import { pauseAll } from './pause.ts';
import { see } from './see.ts';
import { isCall, told } from './told.ts';

export interface Post {
  readonly region: string;
  readonly account: string;
  /** Name of the stack that is watched. */
  readonly stack: string;
  readonly table: string;
  readonly topic: string;
  /** The log group of the function that the canary leads to. */
  readonly logs: string;
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<void>;
}
export interface Round {
  readonly says: 'as deployed' | 'deploying' | 'different';
  readonly grave: readonly string[];
  readonly righted: readonly string[];
}

/** Milliseconds after which a deployment is none any more: nothing is compared while it lasts. */
const DEPLOYMENT = 3_600_000;
/** As much of a reason as fits on a screen. */
const REASON = 1_000;

/** Undefined while something is being deployed. */
async function compared({ region, account, stack, now }: Post): Promise<readonly Difference[] | undefined> {
  const is = await deployed(region, stack);
  if (!is) return [{ says: `The stack ${stack} is gone.` }];
  if ('stacks' in is) {
    const wanted = expected(is.stacks, account);
    return judge(wanted, await see(region, wanted));
  }
  const { deploying, since } = is;
  if (now().getTime() - since <= DEPLOYMENT) return undefined;
  return [{ says: `The stack ${deploying} is being deployed since ${new Date(since).toISOString()}: nothing can be compared.` }];
}

/** What could not be switched on is as grave as all else. */
async function enable(found: readonly Difference[], { region }: Post): Promise<Pick<Found, 'grave' | 'righted'>> {
  const [grave, righted]: [string[], string[]] = [[], []];
  for (const { says, enable: Name } of found) {
    if (Name === undefined) grave.push(says);
    else
      await writer(EventBridgeClient, { region })
        .send(new EnableRuleCommand({ Name }))
        .then(
          () => righted.push(says),
          (error: Error) => grave.push(`${says} It could not be switched on: ${error.name}.`),
        );
  }
  return { grave, righted };
}

async function pausedBy({ grave }: Pick<Found, 'grave'>, reason: string, { region, table, now, wait }: Post): Promise<Found['paused']> {
  if (grave.length === 0) return 'now';
  const where = { client: reader(DynamoDBClient, { region }), table, now: now(), wait };
  return await pauseAll(where, reason).then(
    (was) => was ?? 'now',
    (error: Error) => error,
  );
}

/** People are told whether the pause could be made or not. Throws what failed. */
async function act(found: Pick<Found, 'grave' | 'righted'>, post: Post): Promise<void> {
  const { region, topic: TopicArn, now } = post;
  const reason = found.grave.join(' ').slice(0, REASON);
  const paused = await pausedBy(found, reason, post);
  // What people were told, and have not put right, is told again once an hour.
  const known = typeof paused === 'object' && 'rev' in paused && paused.reason === reason && found.righted.length === 0;
  if (!known || now().getUTCMinutes() < 15) {
    const says = { ...found, paused };
    await reader(SNSClient, { region }).send(new PublishCommand({ TopicArn, Subject: subject(says), Message: letter(says) }));
  }
  if (paused instanceof Error) throw paused;
}

/** Throws where something could not be read or done, after doing all else: then its own alarm goes off. */
export async function round(event: unknown, post: Post): Promise<Round> {
  const heard = told(event);
  const [comparison] = await Promise.allSettled([compared(post)]);
  const differences = comparison.status === 'fulfilled' ? comparison.value : [];
  const quiet = heard.length === 0 && differences?.length === 0 && comparison.status === 'fulfilled';
  const silent = quiet && !isCall(event) && !(await canary(post)) ? [{ says: 'The canary is silent: no event comes through.' }] : [];
  const found = await enable([...heard, ...(differences ?? []), ...silent], post);
  if (found.grave.length + found.righted.length > 0) await act(found, post);
  if (comparison.status === 'rejected') throw comparison.reason;
  if (found.grave.length + found.righted.length > 0) return { says: 'different', ...found };
  return { says: differences ? 'as deployed' : 'deploying', ...found };
}
