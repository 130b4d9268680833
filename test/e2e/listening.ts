/** Subscribers of what is told: a queue behind a rule on our bus, and a queue behind the topic of people. */
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { ACCOUNT, REGION } from '../wire/emulator.ts';
import type { Deployment } from './deployment.ts';

export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: {
    readonly violation: string;
    readonly hash: string;
    readonly resource?: { readonly name: string; readonly arn: string };
  };
}
export interface Notification {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Value: string }>>;
}
export interface Listening {
  /** All that has come so far. */
  readonly events: BusEvent[];
  readonly posts: Notification[];
  hear(): Promise<void>;
}

export async function listening({ emulator, sqs }: Deployment): Promise<Listening> {
  const [bus, topic] = [new EventBridgeClient(emulator.config), new SNSClient(emulator.config)];
  const arn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  for (const QueueName of ['heard-events', 'heard-posts']) {
    const Principal = { Service: ['events.amazonaws.com', 'sns.amazonaws.com'] };
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: arn(QueueName) }];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  }
  await bus.send(new PutRuleCommand({ Name: 'heard', EventBusName: 'mlwarden', EventPattern: '{"source":["mlwarden"]}' }));
  await bus.send(new PutTargetsCommand({ Rule: 'heard', EventBusName: 'mlwarden', Targets: [{ Id: 'queue', Arn: arn('heard-events') }] }));
  const TopicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:mlwarden-people`;
  await topic.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn('heard-posts') }));

  const taken = async (name: string): Promise<unknown[]> => {
    const QueueUrl = `${emulator.url}/${ACCOUNT}/${name}`;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages.map(({ Body }) => JSON.parse(Body ?? ''));
  };
  const heard = { events: [] as BusEvent[], posts: [] as Notification[] };
  return {
    ...heard,
    async hear() {
      heard.events.push(...((await taken('heard-events')) as BusEvent[]));
      heard.posts.push(...((await taken('heard-posts')) as Notification[]));
    },
  };
}
