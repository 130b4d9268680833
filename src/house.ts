/** The house as it stands in Lambda, built once per sandbox from what the template and the build give. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { reader } from './aws.ts';
import type { Again, House } from './engine/house.ts';
import { handle } from './engine/lambda.ts';
import type { Policy } from './engine/policy.ts';
import type { AnyRemediation } from './engine/remediation.ts';
import { dynamoLedger } from './ledger/dynamodb.ts';
import { memoryLedger } from './ledger/memory.ts';
import { count, tell } from './log.ts';

// Put in place by the build.
declare const MLWARDEN_POLICY: Policy | undefined;
declare const MLWARDEN_RELEASE: string | undefined;

/** The template did not say something without which nothing can be done. */
export class NotFurnished extends Error {
  override name = 'NotFurnished';
}

let given: Partial<House> = {};
let built: House | undefined;
/** Replaces parts of the house: replay, simulation and tests bring their own clock, policy and voice. */
export function furnish(parts: Partial<House>): void {
  given = parts;
  built = undefined;
}

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

function build(event: unknown): House {
  const region = setting('AWS_REGION');
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  const common = { home: { account: setting('HOME_ACCOUNT'), region }, release: release(), clock, tell, count };
  const policy = given.policy ?? compiled();
  // By hand on one's own machine (`sam local invoke`): no ledger to share and no queue, so nothing may be changed.
  if (process.env.AWS_SAM_LOCAL)
    return { ...common, home: homeOf(event, common.home), policy, cap: 'observe', ledger: memoryLedger(), ...given };
  const { now } = given.clock ?? clock;
  const ledger = given.ledger ?? dynamoLedger({ client: reader(DynamoDBClient, { region }), table: setting('TABLE'), now, pause: wait });
  return { ...common, policy, cap: process.env.MODE === 'policy' ? 'policy' : 'observe', again: queued(region), ledger, ...given };
}

const release = (): string => (typeof MLWARDEN_RELEASE === 'undefined' ? 'unbuilt' : MLWARDEN_RELEASE);
function compiled(): Policy {
  if (typeof MLWARDEN_POLICY === 'undefined') throw new NotFurnished('No policy is compiled in: run `npm run build`.');
  return MLWARDEN_POLICY;
}

/** The SAM CLI gives the template an account id of its own making, so on one's own machine the event's place is home. */
function homeOf(event: unknown, otherwise: House['home']): House['home'] {
  const { account, region } = (event ?? {}) as { account?: unknown; region?: unknown };
  return typeof account === 'string' && typeof region === 'string' ? { account, region } : otherwise;
}

/** `event` is what the first invocation was given. */
export function house(event?: unknown): House {
  built ??= build(event);
  return built;
}
export const lambda = (remediation: AnyRemediation) => handle(remediation, house);
