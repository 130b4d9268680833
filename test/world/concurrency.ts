/** Lambda's reserved concurrency: how many runs of a function there may be at once. At 0 there is none. */
import { AwsError, rule, type Service } from './habitat.ts';

const GUIDE = 'Lambda Developer Guide';
rule(
  'lambda-reserved-concurrency',
  'documented',
  'A function never runs more often at once than its reserved concurrency says, and at 0 never. What comes beyond is refused with 429.',
  `${GUIDE}: configuration-concurrency; Lambda API Reference: Invoke, PutFunctionConcurrency`,
);
rule(
  'lambda-throttled-message',
  'documented',
  'A message whose function is throttled is not taken within its visibility timeout, then returns to the queue, and its receives count: it may become a dead letter.',
  `${GUIDE}: services-sqs-errorhandling; Amazon SQS Developer Guide: sqs-dead-letter-queues`,
);
rule(
  'lambda-throttled-polling',
  'assumed',
  'At a reserved concurrency of 0 the mapping goes on receiving, and tries a message once within its visibility timeout. What runs already goes on.',
  `${GUIDE}: services-sqs-errorhandling says that it backs off, and gives no figures`,
);

interface Input {
  readonly FunctionName: string;
  readonly ReservedConcurrentExecutions?: number;
}

export class Concurrency implements Service {
  readonly name = 'lambda';
  /** By the name that the template gives a function. */
  readonly #reserved = new Map<string, number>();

  call(operation: string, { FunctionName, ReservedConcurrentExecutions = 0 }: Input): unknown {
    if (operation === 'PutFunctionConcurrency') {
      this.#reserved.set(FunctionName, ReservedConcurrentExecutions);
      return { ReservedConcurrentExecutions };
    }
    if (operation !== 'DeleteFunctionConcurrency') throw new Error(`The world's Lambda has no ${operation}.`);
    this.#reserved.delete(FunctionName);
    return {};
  }

  /** Throws what Lambda answers if there is no room for one more beside what runs now. */
  admit(name: string, live: ReadonlySet<{ readonly name: string }>): void {
    const most = this.#reserved.get(`mlwarden-${name}`);
    if (most === undefined || [...live].filter((one) => one.name === name).length < most) return;
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });
  }
}
