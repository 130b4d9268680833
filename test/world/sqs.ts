/** SQS: queues by URL, and what a client may ask of them. */
import { createHash } from 'node:crypto';
import { AwsError, rule, type Service } from './habitat.ts';
import { Queue, type QueueOptions, type Surroundings } from './sqs-queue.ts';

rule('sqs-purge', 'documented', 'PurgeQueue deletes every message that was sent before.', 'Amazon SQS API Reference: PurgeQueue');
rule(
  'sqs-receive',
  'documented',
  'ReceiveMessage answers up to MaxNumberOfMessages, by default one; with a visibility timeout of 0 whoever asks next is given them again.',
  'Amazon SQS API Reference: ReceiveMessage',
);
rule('sqs-delay', 'documented', 'DelaySeconds is 0 to 900.', 'Amazon SQS API Reference: SendMessage');

interface Input {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
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

  call(operation: string, input: Input): unknown {
    const queue = [...this.queues.values()].find(({ url }) => url === input.QueueUrl);
    if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    if (operation === 'SendMessage') return this.#send(queue, input);
    if (operation === 'PurgeQueue') {
      queue.messages.clear();
      return {};
    }
    // Nobody here waits for a message to come back: only a glance is modelled.
    if (operation !== 'ReceiveMessage' || input.VisibilityTimeout !== 0)
      throw new AwsError('UnknownOperationException', `The world's SQS has no such ${operation}.`);
    const seen = [...queue.messages.values()].slice(0, input.MaxNumberOfMessages ?? 1);
    return { Messages: seen.map(({ id, body }) => ({ MessageId: id, Body: body, MD5OfBody: md5(body) })) };
  }

  #send(queue: Queue, input: Input): unknown {
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
