/** Lambda: one invocation a message, as an SQS event source mapping with ReportBatchItemFailures makes it. */
import { createHash } from 'node:crypto';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Concurrency } from './concurrency.ts';
import { copy } from './copy.ts';
import { rule } from './habitat.ts';
import { Invocation } from './platform/invocation.ts';
import { uuid } from './random.ts';
import type { Consumer, Message, Queue, Surroundings } from './sqs-queue.ts';

const GUIDE = 'Lambda Developer Guide';
rule(
  'lambda-partial-batch',
  'documented',
  'A batch response keeps exactly the failures it names; one it cannot read keeps the whole batch.',
  `${GUIDE}: services-sqs-errorhandling`,
);
rule(
  'lambda-failure',
  'documented',
  'A function that throws, times out or dies deletes nothing: the message returns after the visibility timeout.',
  `${GUIDE}: services-sqs-errorhandling`,
);

// biome-ignore lint/suspicious/noExplicitAny: a handler reads its own kind of event.
export type Handler = (event: any, context: Context) => Promise<unknown>;
/** One run of a function and how it ended. `error` = it threw or was ended. */
export interface Run {
  readonly at: string;
  readonly name: string;
  readonly error?: string;
}

export class Lambda {
  /** What runs now. */
  readonly live = new Set<Invocation>();
  readonly runs: Run[] = [];
  readonly concurrency = new Concurrency();
  readonly #habitat: Surroundings;
  /** Milliseconds a function may run, unless it is said otherwise. */
  readonly #timeout: number;

  /** Milliseconds by which a sandbox's clock may be wrong, either way. */
  readonly #skew: number;

  constructor(habitat: Surroundings, { timeout = 60_000, skew = 0 } = {}) {
    this.#habitat = habitat;
    this.#timeout = timeout;
    this.#skew = skew;
  }

  /** Runs a handler in virtual time, as a function of that name; `role` is its role's session ARN. Throws where Lambda refuses to run it. */
  async invoke(o: { name: string; role: string; handler: Handler; event: unknown; timeout?: number }): Promise<unknown> {
    this.concurrency.admit(o.name, this.live);
    const { clock, random } = this.#habitat;
    const { timeout = this.#timeout } = o;
    const at = new Date(clock.now()).toISOString();
    const skew = this.#skew > 0 ? random.int(2 * this.#skew + 1) - this.#skew : 0;
    const invocation = new Invocation({ name: o.name, caller: o.role, clock, random: () => random.next(), skew });
    this.live.add(invocation);
    const limit = `Task timed out after ${(timeout / 1000).toFixed(2)} seconds`;
    const spare = clock.at(clock.now() + timeout, () => invocation.giveUp(new Error(limit)), `${o.name} runs`);
    const deadline = clock.now() + timeout;
    try {
      const result = await invocation.run(() => o.handler(copy(o.event), this.#context(o.name, deadline)));
      this.runs.push({ at, name: o.name });
      return result;
    } catch (error) {
      this.runs.push({ at, name: o.name, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
      throw error;
    } finally {
      spare();
      const rest = (): void => void this.live.delete(invocation);
      if (invocation.over) rest();
      else invocation.ended = rest;
    }
  }

  /** The event source mapping between a queue and a function. */
  consumer(o: { name: string; role: string; handler: Handler }): Consumer {
    return async (message, queue) => {
      try {
        const result = await this.invoke({ ...o, event: sqsEvent(message, queue, this.#habitat) });
        return !failed(result);
      } catch {
        return false;
      }
    };
  }

  #context(name: string, deadline: number): Context {
    const { account, region, clock, random } = this.#habitat;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${name}`,
      memoryLimitInMB: '512',
      awsRequestId: uuid(random),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: 'world',
      getRemainingTimeInMillis: () => deadline - clock.now(),
      done: () => {},
      fail: () => {},
      succeed: () => {},
    };
  }
}

function sqsEvent(message: Message, queue: Queue, { region }: Surroundings): SQSEvent {
  return {
    Records: [
      {
        messageId: message.id,
        receiptHandle: `${message.id}#${message.receives}`,
        body: message.body,
        attributes: {
          ApproximateReceiveCount: String(message.receives),
          SentTimestamp: String(message.sentAt),
          SenderId: 'AIDAWORLD',
          ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
        },
        messageAttributes: {},
        md5OfBody: createHash('md5').update(message.body).digest('hex'),
        eventSource: 'aws:sqs',
        eventSourceARN: queue.arn,
        awsRegion: region,
      },
    ],
  };
}

/** With one message a batch, whatever the response names is that message, or it is unreadable and keeps the whole batch. */
function failed(result: unknown): boolean {
  const failures = (result as Partial<SQSBatchResponse> | null | undefined)?.batchItemFailures;
  return failures !== undefined && failures.length > 0;
}
