import { BatchGetResourceConfigCommand, ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetFindingsCommand, GuardDutyClient, ListDetectorsCommand, ListFindingsCommand } from '@aws-sdk/client-guardduty';
import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { DescribeNotebookInstanceCommand, SageMakerClient, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import type { FaultName } from './faults.ts';
import { AwsError, type Service } from './habitat.ts';
import { World } from './world.ts';

const START = new Date('2026-03-01T12:00:00Z');
const MARCH = new Date('2026-03-01T10:11:12.000Z');
const OWNER = 'arn:aws:iam::111122223333:user/owner';

/** A service that answers one thing, or throws it, and remembers what it was asked. */
function oracle(name: string, answer: unknown): Service & { asked: { operation: string; input: unknown; caller: string }[] } {
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

function furnished(name: string, answer: unknown) {
  const world = new World({ seed: 1, start: START });
  const service = oracle(name, answer);
  world.add(service);
  return { world, service, config: { region: 'eu-west-1', maxAttempts: 1, ...world.connection(OWNER) } };
}

describe('what the SDK sends arrives as plain data, and the answer comes back as the SDK types it', () => {
  test('SageMaker speaks AWS JSON, with times as epoch seconds', async () => {
    const { service, config } = furnished('sagemaker', {
      NotebookInstanceName: 'n',
      NotebookInstanceStatus: 'InService',
      CreationTime: MARCH,
    });
    const answer = await new SageMakerClient(config).send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'n' }));
    expect(answer).toMatchObject({ NotebookInstanceStatus: 'InService', CreationTime: MARCH });
    expect(service.asked).toEqual([{ operation: 'DescribeNotebookInstance', input: { NotebookInstanceName: 'n' }, caller: OWNER }]);
  });

  test('Config speaks AWS JSON with members that begin in lower case', async () => {
    const { service, config } = furnished('config', { baseConfigurationItems: [{ resourceName: 'r' }] });
    const resourceKeys = [{ resourceType: 'AWS::IAM::Role' as const, resourceId: 'AROAEXAMPLE' }];
    const answer = await new ConfigServiceClient(config).send(new BatchGetResourceConfigCommand({ resourceKeys }));
    expect(answer.baseConfigurationItems).toEqual([{ resourceName: 'r' }]);
    expect(service.asked[0]?.input).toEqual({ resourceKeys });
  });

  test('IAM speaks forms and XML: lists, empty lists, times, and text with every sign', async () => {
    const policy = { PolicyName: 'a & b <c> "d"', PolicyArn: 'arn:aws:iam::aws:policy/x' };
    const listed = furnished('iam', { AttachedPolicies: [policy, policy], IsTruncated: false });
    const answer = await new IAMClient(listed.config).send(new ListAttachedRolePoliciesCommand({ RoleName: 'ml role', MaxItems: 5 }));
    expect(answer).toMatchObject({ AttachedPolicies: [policy, policy], IsTruncated: false });
    expect(listed.service.asked[0]?.input).toEqual({ RoleName: 'ml role', MaxItems: 5 });

    const none = furnished('iam', { AttachedPolicies: [], IsTruncated: false });
    expect((await new IAMClient(none.config).send(new ListAttachedRolePoliciesCommand({ RoleName: 'r' }))).AttachedPolicies).toEqual([]);

    const role = { RoleName: 'r', RoleId: 'AROA', Path: '/', Arn: 'arn', CreateDate: MARCH, AssumeRolePolicyDocument: '%7B%22a%22%3A1%7D' };
    const got = furnished('iam', { Role: role });
    expect((await new IAMClient(got.config).send(new GetRoleCommand({ RoleName: 'r' }))).Role).toEqual(role);
  });

  test('IAM takes documents and lists in a form, and answers nothing where nothing is to say', async () => {
    const { service, config } = furnished('iam', undefined);
    const client = new IAMClient(config);
    const PolicyDocument = '{"Statement":[{"Action":"s3:*&x=1","Resource":"*"}]}';
    await client.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument }));
    const tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '' },
    ];
    await client.send(new TagRoleCommand({ RoleName: 'r', Tags: tags }));
    expect(service.asked.map((one) => one.input)).toEqual([
      { RoleName: 'r', PolicyName: 'p', PolicyDocument },
      { RoleName: 'r', Tags: tags },
    ]);
  });

  test('GuardDuty speaks REST: operations by path, members in lower case, the keys of a criterion as they are', async () => {
    const { service, config } = furnished('guardduty', {
      DetectorIds: ['d'],
      FindingIds: ['f'],
      Findings: [{ Id: 'f', Type: 'T', Severity: 8, Service: { Archived: false }, Resource: { AccessKeyDetails: { UserName: 'ml' } } }],
    });
    const client = new GuardDutyClient(config);
    expect((await client.send(new ListDetectorsCommand({ MaxResults: 3 }))).DetectorIds).toEqual(['d']);
    const FindingCriteria = { Criterion: { 'service.archived': { Equals: ['false'] }, severity: { GreaterThanOrEqual: 7 } } };
    expect((await client.send(new ListFindingsCommand({ DetectorId: 'd', FindingCriteria }))).FindingIds).toEqual(['f']);
    const found = (await client.send(new GetFindingsCommand({ DetectorId: 'd', FindingIds: ['f'] }))).Findings?.[0];
    expect(found).toMatchObject({ Id: 'f', Service: { Archived: false }, Resource: { AccessKeyDetails: { UserName: 'ml' } } });
    expect(service.asked.map(({ operation, input }) => [operation, input])).toEqual([
      ['ListDetectors', { MaxResults: 3 }],
      ['ListFindings', { DetectorId: 'd', FindingCriteria }],
      ['GetFindings', { DetectorId: 'd', FindingIds: ['f'] }],
    ]);
  });
});

type Ask = (world: World) => Promise<unknown>;
const at = (world: World) => ({ region: 'eu-west-1', maxAttempts: 1, ...world.connection(OWNER) });
const ASK: Record<string, Ask> = {
  sagemaker: (world) => new SageMakerClient(at(world)).send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'Mine' })),
  iam: (world) => new IAMClient(at(world)).send(new GetRoleCommand({ RoleName: 'r' })),
  guardduty: (world) => new GuardDutyClient(at(world)).send(new ListFindingsCommand({ DetectorId: 'd' })),
  config: (world) => new ConfigServiceClient(at(world)).send(new BatchGetResourceConfigCommand({ resourceKeys: [] })),
  dynamodb: (world) =>
    new DynamoDBClient(at(world)).send(new GetItemCommand({ TableName: 'mlwarden-ledger', Key: { pk: { S: 'a' }, sk: { S: '-' } } })),
  sqs: (world) =>
    new SQSClient(at(world)).send(
      new SendMessageCommand({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q', MessageBody: 'm' }),
    ),
};

describe('a call that is refused on its way', () => {
  test.each([
    ['sagemaker', 'throttled', 'ThrottlingException', 400],
    ['iam', 'throttled', 'Throttling', 400],
    ['guardduty', 'throttled', 'TooManyRequestsException', 429],
    ['config', 'throttled', 'ThrottlingException', 400],
    ['dynamodb', 'throttled', 'ThrottlingException', 400],
    ['sqs', 'throttled', 'RequestThrottled', 403],
    ['sagemaker', 'denied', 'AccessDeniedException', 400],
    ['iam', 'denied', 'AccessDenied', 403],
    ['guardduty', 'denied', 'AccessDeniedException', 403],
    ['sqs', 'denied', 'AccessDenied', 403],
    ['dynamodb', 'server-error', 'InternalServerError', 500],
    ['config', 'server-error', 'InternalFailure', 500],
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
    [
      'guardduty',
      new AwsError('BadRequestException', 'The request is rejected because the input detectorId is not owned by the current account.'),
      'BadRequestException',
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
