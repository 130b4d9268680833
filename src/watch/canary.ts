/** One event through rule, queue, mapping and function, to a look at what is not there: the function's log tells that it was taken. */
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { reader } from '../aws.ts';
import { paged } from '../resources/reading.ts';

export const SOURCE = 'mlwarden.watch';
export const DETAIL_TYPE = 'mlwarden Canary';
/** An event may be lost by itself: the bus is best effort. Seconds to wait for each. */
const CANARIES = 2;
const PATIENCE = 300;
const PAUSE = 10;

interface Way {
  readonly region: string;
  /** The log group of the function that the canary leads to. */
  readonly logs: string;
  readonly now: () => Date;
  /** Resolves after about that many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

async function isLogged({ region, logs: logGroupName }: Way, id: string, startTime: number): Promise<boolean> {
  const client = reader(CloudWatchLogsClient, { region });
  const lines = paged(
    (nextToken) => client.send(new FilterLogEventsCommand({ logGroupName, startTime, filterPattern: `"${id}"`, nextToken })),
    (page) => page.events,
    (page) => page.nextToken,
  );
  // A look that failed names the canary, too.
  for await (const { message } of lines) if (message?.includes('"message":"looked"')) return true;
  return false;
}

async function flies(way: Way): Promise<boolean> {
  const id = `wardenwatch-${randomUUID()}`;
  const begun = way.now().getTime();
  const Entries = [{ Source: SOURCE, DetailType: DETAIL_TYPE, Detail: JSON.stringify({ id }) }];
  await reader(EventBridgeClient, { region: way.region }).send(new PutEventsCommand({ Entries }));
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    await way.wait(PAUSE * 1000);
    if (await isLogged(way, id, begun)) return true;
  }
  return false;
}

/** False: none of them arrived within five minutes each. */
export async function canary(way: Way): Promise<boolean> {
  for (let n = 0; n < CANARIES; n++) if (await flies(way)) return true;
  return false;
}
