import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { roleData } from '../../src/resources/role-data.ts';
import { answer, atHome, refusal } from './aws.ts';

atHome();
const NOW = new Date('2026-11-02T12:00:00.000Z');
beforeEach(() => vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

const arn = 'arn:aws:iam::111122223333:role/ml-training';
const resource = {
  key: 'aws/AWS::IAM::Role/111122223333/aws-global/ml-training',
  type: 'AWS::IAM::Role',
  arn,
  name: 'ml-training',
  account: '111122223333',
  region: 'aws-global',
};
const encoded = (...Statement: object[]) => encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }));
const trust = (service: string) =>
  encoded({ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' });
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const role = (age: number, service = 'sagemaker', statement: object = { Effect: 'Allow', Action: 's3:*', Resource: '*' }) => ({
  GetRole: () => ({ Role: { Arn: arn, RoleId: 'AROAX', CreateDate: ago(age), AssumeRolePolicyDocument: trust(service) } }),
  ListRolePolicies: () => ({ PolicyNames: ['own'] }),
  ListAttachedRolePolicies: () => ({ AttachedPolicies: [] }),
  GetRolePolicy: () => ({ PolicyDocument: encoded(statement) }),
});
const report = (services: readonly object[], JobStatus = 'COMPLETED') => ({
  GenerateServiceLastAccessedDetails: ({ Granularity }: { Granularity: string }) => ({ JobId: Granularity }),
  GetServiceLastAccessedDetails: ({ JobId }: { JobId: string }) => {
    expect(JobId).toBe('ACTION_LEVEL');
    return { JobStatus, ServicesLastAccessed: services };
  },
});
const s3 = {
  ServiceNamespace: 's3',
  LastAuthenticated: ago(1),
  TrackedActionsLastAccessed: [
    { ActionName: 'PutBucketPolicy', LastAccessedTime: ago(1) },
    { ActionName: 'ListAllMyBuckets', LastAccessedTime: ago(3) },
    { ActionName: 'CreateBucket' },
  ],
};
/** Nothing runs. */
const quiet = {
  ListModels: () => ({ Models: [] }),
  ListEndpointConfigs: () => ({ EndpointConfigs: [] }),
  ListTrainingJobs: () => ({ TrainingJobSummaries: [] }),
  ListProcessingJobs: () => ({ ProcessingJobSummaries: [] }),
  ListTransformJobs: () => ({ TransformJobSummaries: [] }),
  ListAutoMLJobs: () => ({ AutoMLJobSummaries: [] }),
};
const use = async () => (await roleData.inspect(resource))?.state.use;

describe('what it needs is read', () => {
  test.each<[string, object]>([
    ['whose policies name their buckets', role(200, 'sagemaker', { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::ml/*' })],
    ['that no service of ML may take', role(200, 'lambda')],
    [
      'that a condition binds',
      role(200, 'sagemaker', { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
  ])('of no role %s', async (_, answers) => {
    answer(answers as never);
    expect(await use()).toBeUndefined();
  });
  test('of IAM, to the action', async () => {
    answer({ ...role(200), ...report([{ ServiceNamespace: 'ec2' }, s3]), ...quiet });
    expect(await use()).toMatchObject({
      young: false,
      partition: 'aws',
      s3: { used: true, calls: ['s3:ListAllMyBuckets', 's3:PutBucketPolicy'] },
    });
    answer({ ...role(80), ...report([{ ServiceNamespace: 's3' }]), ...quiet });
    expect(await use()).toMatchObject({ young: true, s3: { used: false, calls: [] } });
    answer({ ...role(200), ...report([]), ...quiet });
    expect(await use()).toMatchObject({ s3: { used: false, calls: [] } });
  });
  test('without what IAM has not made yet', async () => {
    answer({ ...role(200), ...report([], 'FAILED'), ...quiet });
    expect(await use()).not.toHaveProperty('s3');
  });
  test('or not at all, where it is refused', async () => {
    answer({ ...role(200), ...report([s3]), ...quiet, ListModels: () => Promise.reject(refusal('AccessDeniedException')) });
    await expect(use()).rejects.toThrow();
  });
});

const at = { CreationTime: ago(2) };
const source = (S3Uri: string) => ({ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri } } });
const busy = {
  ...quiet,
  ListModels: () => ({
    Models: [
      { ModelName: 'churn', ...at },
      { ModelName: 'theirs', ...at },
      { ModelName: 'packed', ...at },
    ],
  }),
  DescribeModel: ({ ModelName }: { ModelName: string }) =>
    ModelName === 'packed'
      ? { ExecutionRoleArn: 'another', PrimaryContainer: { ModelPackageName: 'arn:of-a-package' } }
      : {
          ExecutionRoleArn: ModelName === 'churn' ? arn : 'another',
          PrimaryContainer: { ModelDataUrl: `s3://models/${ModelName}.tar.gz` },
        },
  ListEndpointConfigs: () => ({
    EndpointConfigs: [
      { EndpointConfigName: 'serves', ...at },
      { EndpointConfigName: 'not-mine', ...at },
    ],
  }),
  DescribeEndpointConfig: ({ EndpointConfigName }: { EndpointConfigName: string }) => ({
    ProductionVariants: [{ ModelName: EndpointConfigName === 'serves' ? 'churn' : 'theirs' }],
    DataCaptureConfig: { DestinationS3Uri: `s3://capture/${EndpointConfigName}` },
  }),
  ListTrainingJobs: () => ({
    TrainingJobSummaries: [
      { TrainingJobName: 'learns', ...at },
      { TrainingJobName: 'went', ...at },
    ],
  }),
  DescribeTrainingJob: ({ TrainingJobName }: { TrainingJobName: string }) =>
    TrainingJobName === 'went'
      ? Promise.reject(refusal('ValidationException', 'Requested resource not found.'))
      : { RoleArn: arn, InputDataConfig: [source('s3://train/in')], OutputDataConfig: { S3OutputPath: 's3://models/' } },
  ListProcessingJobs: () => ({ ProcessingJobSummaries: [{ ProcessingJobName: 'prepares', ...at }] }),
  DescribeProcessingJob: () => ({ RoleArn: arn, ProcessingOutputConfig: { Outputs: [{ S3Output: { S3Uri: 's3://train/in' } }] } }),
  ListTransformJobs: () => ({
    TransformJobSummaries: [
      { TransformJobName: 'scores', ...at },
      { TransformJobName: 'lost', ...at },
    ],
  }),
  DescribeTransformJob: ({ TransformJobName }: { TransformJobName: string }) => ({
    ModelName: TransformJobName === 'scores' ? 'churn' : 'deleted',
    TransformInput: source('s3://batches/in'),
  }),
  ListAutoMLJobs: () => ({ AutoMLJobSummaries: [{ AutoMLJobName: 'tries', ...at }] }),
  DescribeAutoMLJobV2: () => ({ RoleArn: arn, OutputDataConfig: { S3OutputPath: 's3://tried' } }),
};

test('all that runs or ran as it counts, by itself or by its model, and nothing of anybody else', async () => {
  answer({ ...role(200), ...report([s3]), ...busy });
  const seen = await roleData.inspect(resource);
  expect(seen?.state.use).toMatchObject({
    reads: ['batches/in', 'models/churn.tar.gz', 'train/in'],
    writes: ['capture/serves/', 'models/', 'train/in/', 'tried/'],
    unclear: [],
    cut: [],
    ran: { models: 1, 'endpoint configurations': 1, 'training jobs': 1, 'processing jobs': 1, 'transform jobs': 1, 'AutoML jobs': 1 },
    lost: ['lost'],
  });
  expect(seen?.depends).toEqual(
    expect.arrayContaining([
      expect.stringContaining('with this role, models: 1, endpoint configurations: 1, training jobs: 1'),
      'may have run with this role, their models are gone: lost',
    ]),
  );
});

test('the newest hundred of each sort, jobs of ninety days, each described once', async () => {
  const asked: unknown[] = [];
  let described = 0;
  const answers = {
    ...{ ...role(200), ...report([s3]), ...busy },
    ListModels(input: unknown) {
      asked.push(input);
      return busy.ListModels();
    },
    ListTrainingJobs(input: unknown) {
      asked.push(input);
      return { ...busy.ListTrainingJobs(), NextToken: 'more' };
    },
    DescribeAutoMLJobV2() {
      described++;
      return busy.DescribeAutoMLJobV2();
    },
  };
  answer(answers);
  expect((await use())?.cut).toEqual(['training jobs']);
  const newest = { MaxResults: 100, SortBy: 'CreationTime', SortOrder: 'Descending' };
  expect(asked).toEqual([newest, { ...newest, CreationTimeAfter: ago(90) }]);
  await use();
  expect(described).toBe(1);
});

test('what still runs is described at every look, for it may still be changed', async () => {
  let TrainingJobStatus = 'InProgress';
  let S3OutputPath = 's3://profile/a';
  const DescribeTrainingJob = () => ({ RoleArn: arn, TrainingJobStatus, ProfilerConfig: { S3OutputPath } });
  const ListTrainingJobs = () => ({ TrainingJobSummaries: [{ TrainingJobName: 'running', ...at }] });
  answer({ ...role(200), ...report([s3]), ...quiet, ListTrainingJobs, DescribeTrainingJob });
  expect((await use())?.writes).toEqual(['profile/a/']);
  S3OutputPath = 's3://profile/b';
  expect((await use())?.writes).toEqual(['profile/b/']);
  TrainingJobStatus = 'Completed';
  await use();
  S3OutputPath = 's3://profile/c';
  expect((await use())?.writes).toEqual(['profile/b/']);
});
test('what there is no time for is not known', async () => {
  const slow = () => {
    vi.setSystemTime(NOW.getTime() + 6_000);
    return busy.ListAutoMLJobs();
  };
  answer({ ...role(200), ...report([s3]), ...busy, ListAutoMLJobs: slow });
  const seen = await roleData.inspect(resource);
  expect(seen?.state.use?.cut).toContain('models');
  expect(seen?.depends).toEqual(expect.arrayContaining([expect.stringContaining('not looked at: all but the newest 100')]));
});

describe('not all is said', () => {
  test.each<[string, object, string]>([
    [
      'of a model of a package',
      { DescribeModel: () => ({ ExecutionRoleArn: arn, PrimaryContainer: { ModelPackageName: 'arn:p' } }) },
      'is of arn:p',
    ],
    [
      'of what is served asynchronously',
      { DescribeEndpointConfig: () => ({ ExecutionRoleArn: arn, ProductionVariants: [{ ModelName: 'churn' }], AsyncInferenceConfig: {} }) },
      'serves asynchronously',
    ],
    [
      'of inference components',
      { DescribeEndpointConfig: () => ({ ExecutionRoleArn: arn, ProductionVariants: [{}] }) },
      'inference components',
    ],
  ])('%s', async (_, more, why) => {
    answer({ ...role(200), ...report([s3]), ...busy, ...more } as never);
    expect((await use())?.unclear).toEqual(expect.arrayContaining([expect.stringContaining(why)]));
  });
});
