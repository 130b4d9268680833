/** A world with one service that answers whatever it is asked: for tests of the platform. */
import { SageMakerClient, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { Service } from '../habitat.ts';
import { World, type WorldOptions } from '../world.ts';

export const START = new Date('2026-03-01T12:00:00Z');
export const PATTERN = { source: ['aws.sagemaker'] };
export const EVENT = { source: 'aws.sagemaker', 'detail-type': 'SageMaker Notebook Instance State Change', detail: { n: 1 } };
export const seconds = (world: World) => (world.clock.now() - START.getTime()) / 1000;

export function small(o: Partial<WorldOptions> = {}) {
  const world = new World({ seed: 1, start: START, ...o });
  const answers: Service = { name: 'sagemaker', call: (operation, input) => ({ ...input, operation }) };
  world.add(answers);
  const config = { region: 'eu-west-1', maxAttempts: 1, ...world.connection() };
  return { world, sagemaker: new SageMakerClient(config), sqs: new SQSClient(config) };
}
export const body = (event: SQSEvent) => JSON.parse(event.Records[0]?.body ?? '');
export const stop = (client: SageMakerClient, name = 'n', abortSignal?: AbortSignal) =>
  client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: name }), abortSignal ? { abortSignal } : {});
