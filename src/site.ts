/** Where a function of ours stands in Lambda: what the template and the build give it. All of the house but its ledger. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { reader } from './aws.ts';
import type { Again, House } from './engine/house.ts';
import type { Policy } from './engine/policy.ts';
import { count, tell } from './log.ts';

// Put in place by the build.
declare const MLWARDEN_POLICY: Policy | undefined;
declare const MLWARDEN_RELEASE: string | undefined;

/** The template did not say something without which nothing can be done. */
export class NotFurnished extends Error {
  override name = 'NotFurnished';
}

let given: Partial<House> = {};
/** Replaces parts of the house: replay, simulation and tests bring their own clock, policy and voice. */
export function furnish(parts: Partial<House>): void {
  given = parts;
}
/** What `furnish` was given last. */
export const furnished = (): Partial<House> => given;

export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new NotFurnished(`The environment variable ${name} is not set.`);
  return value;
}

/** About that many milliseconds. */
export const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms * (0.5 + Math.random())));

/** Looks are queued where their violation's own queue is: all of them are named alike. */
function queued(region: string): Again {
  return async (violation, visit, delay) => {
    const QueueUrl = `${setting('QUEUE_URL_PREFIX')}${violation}`;
    const MessageBody = JSON.stringify({ look: visit });
    await reader(SQSClient, { region }).send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: delay }));
  };
}

const release = (): string => (typeof MLWARDEN_RELEASE === 'undefined' ? 'unbuilt' : MLWARDEN_RELEASE);
function compiled(): Policy {
  if (typeof MLWARDEN_POLICY === 'undefined') throw new NotFurnished('No policy is compiled in: run `npm run build`.');
  return MLWARDEN_POLICY;
}

/** Throws NotFurnished. */
export function site(): Omit<House, 'ledger'> {
  const region = setting('AWS_REGION');
  const home = { account: setting('HOME_ACCOUNT'), region };
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  const policy = given.policy ?? compiled();
  const cap = process.env.MODE === 'policy' ? 'policy' : 'observe';
  return { home, release: release(), clock, tell, count, policy, cap, again: queued(region), ...given };
}
