/** A world with one service that answers one thing, and a question for each service: for tests of the wire. */
import { BatchGetResourceConfigCommand, ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GuardDutyClient, ListFindingsCommand } from '@aws-sdk/client-guardduty';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { DescribeHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Service } from '../habitat.ts';
import { World } from '../world.ts';

export const START = new Date('2026-03-01T12:00:00Z');
export const OWNER = 'arn:aws:iam::111122223333:user/owner';

/** A service that answers one thing, or throws it, and remembers what it was asked. */
export function oracle(name: string, answer: unknown): Service & { asked: { operation: string; input: unknown; caller: string }[] } {
  const asked: { operation: string; input: unknown; caller: string }[] = [];
  return {
    name,
    asked,
    call(operation, input, caller) {
      asked.push({ operation, input, caller: caller.arn });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

export function furnished(name: string, answer: unknown) {
  const world = new World({ seed: 1, start: START });
  const service = oracle(name, answer);
  world.add(service);
  return { world, service, config: { region: 'eu-west-1', maxAttempts: 1, ...world.connection(OWNER) } };
}

type Ask = (world: World) => Promise<unknown>;
export const at = (world: World) => ({ region: 'eu-west-1', maxAttempts: 1, ...world.connection(OWNER) });
export const ASK: Record<string, Ask> = {
  sagemaker: (world) => new SageMakerClient(at(world)).send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'Mine' })),
  iam: (world) => new IAMClient(at(world)).send(new GetRoleCommand({ RoleName: 'r' })),
  guardduty: (world) => new GuardDutyClient(at(world)).send(new ListFindingsCommand({ DetectorId: 'd' })),
  config: (world) => new ConfigServiceClient(at(world)).send(new BatchGetResourceConfigCommand({ resourceKeys: [] })),
  securityhub: (world) => new SecurityHubClient(at(world)).send(new DescribeHubCommand({})),
  dynamodb: (world) =>
    new DynamoDBClient(at(world)).send(new GetItemCommand({ TableName: 'mlwarden-ledger', Key: { pk: { S: 'a' }, sk: { S: '-' } } })),
  s3: (world) => new S3Client(at(world)).send(new GetPublicAccessBlockCommand({ Bucket: 'b' })),
  sqs: (world) =>
    new SQSClient(at(world)).send(
      new SendMessageCommand({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q', MessageBody: 'm' }),
    ),
};
