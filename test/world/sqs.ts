/** SQS: queues by URL, and what a client may ask of them. */
import { createHash } from 'node:crypto';
import { AwsError, rule, type Service } from './habitat.ts';
import { Queue, type QueueOptions, type Surroundings } from './sqs-queue.ts';

rule('sqs-delay', 'documented', 'DelaySeconds is 0 to 900.', 'Amazon SQS API Reference: SendMessage');

interface SendInput {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
}
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export class Sqs implements Service {
  readonly name = 'sqs';
  readonly queues = new Map<string, Queue>();
  readonly #habitat: Surroundings;

  constructor(habitat: Surroundings) {
    this.#habitat = habitat;
  }

  /** The queue of that name, made with these options if it is new. */
  queue(o: QueueOptions): Queue {
    const queue = this.queues.get(o.name) ?? new Queue(this.#habitat, o);
    this.queues.set(o.name, queue);
    return queue;
  }

  call(operation: string, input: SendInput): unknown {
    if (operation !== 'SendMessage') throw new AwsError('UnknownOperationException', `The world's SQS has no ${operation}.`);
    const queue = [...this.queues.values()].find(({ url }) => url === input.QueueUrl);
    if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    const delay = input.DelaySeconds ?? 0;
    if (!Number.isInteger(delay) || delay < 0 || delay > 900) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
      );
    }
    if (!input.MessageBody) throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
    return { MessageId: queue.send(input.MessageBody, delay).id, MD5OfMessageBody: md5(input.MessageBody) };
  }
}
