/** One standard queue: delay, visibility, redelivery, dead letters. */
import type { Clock } from './clock.ts';
import { type Random, rule } from './habitat.ts';
import { uuid } from './random.ts';

const GUIDE = 'Amazon SQS Developer Guide';
const REDELIVERED = 'A message not deleted within the visibility timeout is received again.';
const DEAD = 'A message received more often than maxReceiveCount goes to the dead-letter queue.';
const TWICE = 'A standard queue may deliver a message more than once.';
rule('sqs-redelivery', 'documented', REDELIVERED, `${GUIDE}: sqs-visibility-timeout`);
rule('sqs-dead-letter', 'documented', DEAD, `${GUIDE}: sqs-dead-letter-queues`);
rule('sqs-at-least-once', 'documented', TWICE, `${GUIDE}: standard-queues-at-least-once-delivery`);
rule(
  'sqs-poll',
  'assumed',
  'A waiting event source mapping receives a message within 100 ms.',
  'Lambda Developer Guide: with-sqs gives no figure',
);

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
  firstReceivedAt: number;
}
/** Receives one message; true = delete it. */
export type Consumer = (message: Message, queue: Queue) => Promise<boolean>;
export interface QueueOptions {
  readonly name: string;
  readonly deadLetters?: Queue;
  /** Seconds. */
  readonly visibility?: number;
  readonly maxReceiveCount?: number;
  /** Chance that a message is received twice. */
  readonly twice?: number;
}
export interface Surroundings {
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
  readonly random: Random;
}

export class Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** Everything not yet deleted, in flight or not. */
  readonly messages = new Map<string, Message>();
  consumer: Consumer | undefined;
  readonly #habitat: Surroundings;
  readonly #o: QueueOptions;

  constructor(habitat: Surroundings, o: QueueOptions) {
    this.#habitat = habitat;
    this.#o = o;
    this.name = o.name;
    this.url = `https://sqs.${habitat.region}.amazonaws.com/${habitat.account}/${o.name}`;
    this.arn = `arn:aws:sqs:${habitat.region}:${habitat.account}:${o.name}`;
  }

  send(body: string, delaySeconds = 0): Message {
    const { clock, random } = this.#habitat;
    const message = { id: uuid(random), body, sentAt: clock.now(), receives: 0, firstReceivedAt: 0 };
    this.#add(message, delaySeconds);
    if (random.next() < (this.#o.twice ?? 0)) this.#later(message, delaySeconds * 1000 + random.int(30_000));
    return message;
  }

  #add(message: Message, delaySeconds = 0): void {
    this.messages.set(message.id, message);
    this.#later(message, delaySeconds * 1000);
  }

  #later(message: Message, ms: number): void {
    if (!this.consumer) return;
    const { clock, random } = this.#habitat;
    clock.at(clock.now() + ms + random.int(100), () => this.#receive(message), `${this.name}: message ${message.id}`);
  }

  #receive(message: Message): void {
    if (!this.messages.has(message.id) || !this.consumer) return;
    const { visibility = 360, maxReceiveCount = 5, deadLetters } = this.#o;
    if (message.receives >= maxReceiveCount && deadLetters) {
      this.messages.delete(message.id);
      deadLetters.#add(message);
      return;
    }
    message.receives += 1;
    message.firstReceivedAt ||= this.#habitat.clock.now();
    const { clock } = this.#habitat;
    const again = clock.at(clock.now() + visibility * 1000, () => this.#receive(message), `${this.name}: message ${message.id} returns`);
    void this.consumer({ ...message }, this).then((done) => {
      if (!done) return;
      this.messages.delete(message.id);
      again();
    });
  }
}
