import { DescribeNotebookInstanceCommand, SageMakerClient, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import type { FaultName } from './faults.ts';
import { AwsError } from './habitat.ts';
import { ASK, at, furnished, OWNER, oracle, START } from './platform/oracle.ts';
import { World } from './world.ts';

describe('a call that is refused on its way', () => {
  test.each([
    ['sagemaker', 'throttled', 'ThrottlingException', 400],
    ['iam', 'throttled', 'Throttling', 400],
    ['guardduty', 'throttled', 'TooManyRequestsException', 429],
    ['securityhub', 'throttled', 'TooManyRequestsException', 429],
    ['config', 'throttled', 'ThrottlingException', 400],
    ['dynamodb', 'throttled', 'ThrottlingException', 400],
    ['sqs', 'throttled', 'RequestThrottled', 403],
    ['s3', 'throttled', 'SlowDown', 503],
    ['sagemaker', 'denied', 'AccessDeniedException', 400],
    ['iam', 'denied', 'AccessDenied', 403],
    ['guardduty', 'denied', 'AccessDeniedException', 403],
    ['securityhub', 'denied', 'AccessDeniedException', 403],
    ['securityhub', 'server-error', 'InternalException', 500],
    ['sqs', 'denied', 'AccessDenied', 403],
    ['s3', 'denied', 'AccessDenied', 403],
    ['s3', 'server-error', 'InternalError', 500],
    ['dynamodb', 'server-error', 'InternalServerError', 500],
    ['config', 'server-error', 'InternalFailure', 500],
    ['sagemaker', 'unforeseen', 'ValidationException', 400],
    ['iam', 'unforeseen', 'ValidationError', 400],
  ] as const)('%s %s is %s to the SDK, and once only', async (name, what: FaultName, code, status) => {
    const { world } = furnished(name === 'sqs' || name === 'dynamodb' ? 'none' : name, {});
    world.sqs.queue({ name: 'q' });
    world.faults.plan({ on: `${name}:*`, what });
    await expect(ASK[name]?.(world)).rejects.toMatchObject({ name: code, $metadata: { httpStatusCode: status } });
    await expect(ASK[name]?.(world)).resolves.toBeDefined();
    expect(world.log.map(({ service, outcome }) => [service, outcome])).toEqual([
      [name, code],
      [name, 'ok'],
    ]);
  });

  test('a denial names the caller, the action and the resource', async () => {
    const { world } = furnished('sagemaker', {});
    world.faults.plan({ on: 'sagemaker:StopNotebookInstance', what: 'denied' });
    await expect(ASK.sagemaker?.(world)).rejects.toThrow(
      `User: ${OWNER} is not authorized to perform: sagemaker:StopNotebookInstance on resource: arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/mine`,
    );
  });

  test('a reader whose connection breaks twice is served at its third attempt', async () => {
    const { world, service } = furnished('sagemaker', { NotebookInstanceName: 'n' });
    world.faults.plan({ on: 'sagemaker:*', what: 'reset-before', times: 2 });
    const client = new SageMakerClient({ ...at(world), maxAttempts: 3 });
    await expect(client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'n' }))).resolves.toMatchObject({
      NotebookInstanceName: 'n',
    });
    expect(service.asked).toHaveLength(1);
  });
});

describe('an error of a service is what the SDK makes of it', () => {
  test.each([
    ['sagemaker', new AwsError('ValidationException', 'RecordNotFound'), 'ValidationException'],
    ['iam', new AwsError('NoSuchEntity', 'The role with name r cannot be found.', 404), 'NoSuchEntityException'],
    ['iam', new AwsError('ServiceFailure', 'The request processing has failed.', 500), 'ServiceFailureException'],
    ['s3', new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404), 'NoSuchBucket'],
    [
      's3',
      new AwsError('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', 404),
      'NoSuchPublicAccessBlockConfiguration',
    ],
    [
      'guardduty',
      new AwsError('BadRequestException', 'The request is rejected because the input detectorId is not owned by the current account.'),
      'BadRequestException',
    ],
    [
      'securityhub',
      new AwsError('InvalidAccessException', 'Account 111122223333 is not subscribed to AWS Security Hub', 401),
      'InvalidAccessException',
    ],
    [
      'config',
      new AwsError('NoAvailableConfigurationRecorderException', 'There are no configuration recorders available'),
      'NoAvailableConfigurationRecorderException',
    ],
  ])('%s', async (name, error, thrown) => {
    const { world } = furnished(name, error);
    await expect(ASK[name]?.(world)).rejects.toMatchObject({ name: thrown, message: error.message });
  });

  test('a queue that is not there', async () => {
    await expect(ASK.sqs?.(new World({ seed: 1, start: START }))).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  test('what the world does not model stops the run, however the caller takes it', async () => {
    const { world } = furnished('sagemaker', new TypeError('no such lifecycle'));
    await ASK.sagemaker?.(world).catch(() => {});
    await expect(world.run()).rejects.toThrow('no such lifecycle');
  });
});

describe('an answer that is lost', () => {
  test.each([
    ['timeout-before', 0],
    ['timeout-after', 1],
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const)('%s: the service was asked %d times', async (what, times) => {
    const { world, service } = furnished('sagemaker', {});
    world.faults.plan({ on: '*', what });
    await expect(ASK.sagemaker?.(world)).rejects.toThrow(/timed out|socket hang up/);
    expect(service.asked).toHaveLength(times);
  });

  test('an outage ends when it is called off', async () => {
    const { world } = furnished('sagemaker', {});
    const over = world.faults.plan({ on: '*', what: 'denied', times: Number.POSITIVE_INFINITY });
    for (const _ of [1, 2, 3]) await expect(ASK.sagemaker?.(world)).rejects.toThrow('not authorized');
    over();
    await expect(ASK.sagemaker?.(world)).resolves.toBeDefined();
  });

  test('a signal that has fired sends nothing', async () => {
    const { world, service, config } = furnished('sagemaker', {});
    const command = new StopNotebookInstanceCommand({ NotebookInstanceName: 'n' });
    await expect(new SageMakerClient(config).send(command, { abortSignal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(service.asked).toEqual([]);
    expect(world.log).toEqual([]);
  });

  test('a fault may wait for another call, let some pass, and look at the input', async () => {
    const { world, service } = furnished('sagemaker', {});
    world.faults.plan({ on: 'iam:*', what: 'denied', after: 'sagemaker:StopNotebookInstance', where: '"r"', skip: 1 });
    world.add(oracle('iam', { Role: { RoleName: 'r' } }));
    for (const _ of [1, 2]) await ASK.iam?.(world);
    await ASK.sagemaker?.(world);
    await ASK.iam?.(world);
    await expect(ASK.iam?.(world)).rejects.toMatchObject({ name: 'AccessDenied' });
    await ASK.iam?.(world);
    expect(service.asked).toHaveLength(1);
  });
});
