import { describe, expect, test, vi } from 'vitest';
import { UnreadableArn } from '../../src/resources/arn.ts';
import { endpoint } from '../../src/resources/endpoint.ts';
import { notebook } from '../../src/resources/notebook.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();

const NOTEBOOK = 'AWS::SageMaker::NotebookInstance';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const arn = (rest: string) => `arn:aws:sagemaker:eu-west-1:111122223333:${rest}`;
const created = new Date('2026-10-29T12:00:00Z');

describe('a notebook', () => {
  test('named by its name is located without asking', async () => {
    answer({});
    const [r] = await notebook.locate({ type: NOTEBOOK, id: 'Team-A', ...at });
    expect(r).toEqual({
      key: 'aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/team-a',
      type: NOTEBOOK,
      arn: arn('notebook-instance/team-a'),
      name: 'Team-A',
      account: '111122223333',
      region: 'eu-west-1',
    });
  });
  test.each([true, false])('named by an ARN gets its capitals back, whether or not NameContains heeds case (%s)', async (heeds) => {
    const listed = ['team-a-2', 'Team-A'];
    const holds = (name: string, part = '') => (heeds ? name : name.toLowerCase()).includes(part);
    answer({
      ListNotebookInstances: ({ NameContains }) => ({
        NotebookInstances: listed.filter((n) => holds(n, NameContains)).map((n) => ({ NotebookInstanceName: n })),
      }),
    });
    expect(await notebook.locate({ type: NOTEBOOK, id: arn('notebook-instance/team-a'), ...at })).toMatchObject([{ name: 'Team-A' }]);
  });
  test('that is listed nowhere goes by the name in its ARN', async () => {
    answer({ ListNotebookInstances: () => ({}) });
    expect(await notebook.locate({ type: NOTEBOOK, id: arn('notebook-instance/team-a'), ...at })).toMatchObject([{ name: 'team-a' }]);
  });
  test('is where its ARN says, not where the event came from', async () => {
    answer({
      ListNotebookInstances: (_, region) => ({ NotebookInstances: region === 'us-west-2' ? [{ NotebookInstanceName: 'X' }] : [] }),
    });
    const id = 'arn:aws:sagemaker:us-west-2:444455556666:notebook-instance/x';
    expect(await notebook.locate({ type: NOTEBOOK, id, ...at })).toMatchObject([
      { name: 'X', account: '444455556666', region: 'us-west-2' },
    ]);
  });
  test('named by an ARN that is none is refused', async () => {
    answer({});
    await expect(notebook.locate({ type: NOTEBOOK, id: 'arn:aws:sagemaker', ...at })).rejects.toThrow(UnreadableArn);
  });
  test('is read as far as it is judged', async () => {
    answer({
      DescribeNotebookInstance: () => ({
        NotebookInstanceStatus: 'InService',
        CreationTime: created,
        RootAccess: 'Enabled',
        DirectInternetAccess: 'Enabled',
        VolumeSizeInGB: 5,
        Url: 'x',
      }),
    });
    const [r] = await notebook.locate({ type: NOTEBOOK, id: 'Team-A', ...at });
    expect(r && (await notebook.inspect(r))).toEqual({
      born: '2026-10-29T12:00:00.000Z',
      state: {
        status: 'InService',
        created: '2026-10-29T12:00:00.000Z',
        rootAccess: 'Enabled',
        directInternetAccess: 'Enabled',
        volume: 5,
      },
      linked: ['sagemaker'],
    });
  });
  test.each([
    ['RecordNotFound is not there', refusal('ValidationException', 'RecordNotFound'), 'undefined'],
    ['access denied is an error', refusal('AccessDeniedException', 'no'), 'AccessDeniedException'],
    ['another ValidationException is an error', refusal('ValidationException', '1 validation error detected'), 'ValidationException'],
  ])('%s', async (_, error, is) => {
    answer({
      DescribeNotebookInstance: () => {
        throw error;
      },
    });
    const [r] = await notebook.locate({ type: NOTEBOOK, id: 'Team-A', ...at });
    const seen = r && notebook.inspect(r).catch((e: Error) => e.name);
    expect(`${await seen}`).toBe(is);
  });
  test('without a status is an error', async () => {
    answer({ DescribeNotebookInstance: () => ({ CreationTime: created, RootAccess: 'Enabled' }) });
    const [r] = await notebook.locate({ type: NOTEBOOK, id: 'Team-A', ...at });
    await expect(r && notebook.inspect(r)).rejects.toThrow('NotebookInstanceStatus');
  });
  test('is listed, page by page', async () => {
    const one = (name: string) => ({ NotebookInstanceName: name, NotebookInstanceArn: arn(`notebook-instance/${name.toLowerCase()}`) });
    answer({
      ListNotebookInstances: ({ NextToken }) =>
        NextToken ? { NotebookInstances: [one('B')] } : { NotebookInstances: [one('A')], NextToken: 'x' },
    });
    expect((await all(notebook.list())).map((r) => r.name)).toEqual(['A', 'B']);
  });
  test('cannot be listed where no Region is known', async () => {
    vi.stubEnv('AWS_REGION', '');
    await expect(all(notebook.list())).rejects.toThrow('AWS_REGION');
  });
});

describe('an endpoint', () => {
  const CONFIG = 'AWS::SageMaker::EndpointConfig';
  const variants = [{ VariantName: 'AllTraffic', InstanceType: 'ml.m5.large' }];
  const running: Record<string, object> = {
    Now: { EndpointConfigName: 'Cfg-7' },
    Soon: { EndpointConfigName: 'other', PendingDeploymentSummary: { EndpointConfigName: 'Cfg-7' } },
    Never: { EndpointConfigName: 'Cfg-77' },
  };
  const endpoints = {
    ListEndpoints: () => ({
      Endpoints: Object.keys(running).map((n) => ({ EndpointName: n, EndpointArn: arn(`endpoint/${n.toLowerCase()}`) })),
    }),
    DescribeEndpoint: ({ EndpointName }: { EndpointName: string }) => ({ EndpointName, ...running[EndpointName] }),
  };
  test.each(['Cfg-7', arn('endpoint-config/cfg-7')])('is found from its configuration %s, running it or on its way there', async (id) => {
    answer(endpoints);
    const found = await endpoint.locate({ type: CONFIG, id, ...at });
    expect(found).toMatchObject([
      { type: 'AWS::SageMaker::Endpoint', name: 'Now' },
      { type: 'AWS::SageMaker::Endpoint', name: 'Soon' },
    ]);
  });
  test('is none where nobody runs the configuration', async () => {
    answer(endpoints);
    expect(await endpoint.locate({ type: CONFIG, id: 'fresh', ...at })).toEqual([]);
  });
  test('is read with its configuration, the clones of that, and what is set on it alone', async () => {
    const configs: Record<string, object> = {
      'Cfg-7': { ProductionVariants: variants },
      'Cfg-7-mlw-0123456789ab': { ProductionVariants: variants, KmsKeyId: 'k' },
      'My-Cfg-7-mlw-0123456789ab': { ProductionVariants: variants },
    };
    answer({
      DescribeEndpoint: () => ({
        EndpointConfigName: 'Cfg-7',
        EndpointStatus: 'InService',
        CreationTime: created,
        ProductionVariants: [{ VariantName: 'AllTraffic', DesiredInstanceCount: 4, DesiredWeight: 1 }],
        LastDeploymentConfig: { AutoRollbackConfiguration: { Alarms: [{ AlarmName: '5xx' }] } },
        DataCaptureConfig: { EnableCapture: true, CaptureStatus: 'Started', DestinationS3Uri: 's3://b/c', KmsKeyId: 'k' },
      }),
      DescribeEndpointConfig: ({ EndpointConfigName: name }) => ({
        EndpointConfigName: name,
        EndpointConfigArn: 'x',
        CreationTime: created,
        ...configs[name],
      }),
      ListEndpointConfigs: ({ NameContains }) => ({
        EndpointConfigs: Object.keys(configs)
          .filter((n) => n.includes(NameContains))
          .map((n) => ({ EndpointConfigName: n })),
      }),
    });
    const [r] = await endpoint.locate({ type: 'AWS::SageMaker::Endpoint', id: 'Now', ...at });
    expect(r && (await endpoint.inspect(r))).toEqual({
      born: '2026-10-29T12:00:00.000Z',
      state: {
        status: 'InService',
        created: '2026-10-29T12:00:00.000Z',
        configName: 'Cfg-7',
        config: { ProductionVariants: variants },
        clones: { 'Cfg-7-mlw-0123456789ab': { ProductionVariants: variants, KmsKeyId: 'k' } },
        capture: { to: 's3://b/c', key: 'k' },
        deployment: { AutoRollbackConfiguration: { Alarms: [{ AlarmName: '5xx' }] } },
        variants: { AllTraffic: { instances: 4, weight: 1 } },
      },
      linked: ['sagemaker'],
      depends: ['variant AllTraffic: 4 × ml.m5.large, weight 1'],
    });
  });
  test('whose configuration is deleted is read without it; itself deleted, it is not there', async () => {
    const gone = (what: string) => () => {
      throw refusal('ValidationException', `Could not find ${what} "x".`);
    };
    const there = { DescribeEndpoint: () => ({ EndpointConfigName: 'Cfg-7', EndpointStatus: 'InService', CreationTime: created }) };
    const rest = { ListEndpointConfigs: () => ({}), DescribeEndpointConfig: gone('endpoint configuration') };
    const [r] = await endpoint.locate({ type: 'AWS::SageMaker::Endpoint', id: 'Now', ...at });
    answer({ ...there, ...rest });
    expect(r && (await endpoint.inspect(r))?.state).not.toHaveProperty('config');
    answer({ DescribeEndpoint: gone('endpoint') });
    expect(r && (await endpoint.inspect(r))).toBeUndefined();
  });
  test('is listed', async () => {
    answer(endpoints);
    expect((await all(endpoint.list())).map((r) => r.key)).toContain('aws/AWS::SageMaker::Endpoint/111122223333/eu-west-1/soon');
  });
});
