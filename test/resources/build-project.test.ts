import { describe, expect, test, vi } from 'vitest';
import { type Environment, veiled } from '../../src/resources/build-environment.ts';
import { buildProject, project } from '../../src/resources/build-project.ts';
import { unveiled } from '../../src/resources/build-unveiled.ts';
import { NotAsSeen } from '../../src/resources/veil.ts';
import { all, answer, atHome } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::CodeBuild::Project';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const ARN = 'arn:aws:codebuild:eu-west-1:111122223333:project/Churn-Image';
const resource = project({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Churn-Image');
const SECRET = 'correct horse battery staple';
const environment: Environment = {
  type: 'LINUX_CONTAINER',
  image: 'aws/codebuild/standard:7.0',
  computeType: 'BUILD_GENERAL1_SMALL',
  privilegedMode: true,
  environmentVariables: [
    { name: 'TOKEN', type: 'PLAINTEXT', value: SECRET },
    { name: 'STAGE', value: 'prod' },
    { name: 'KEY', type: 'PARAMETER_STORE', value: '/churn/key' },
  ],
};
const described = {
  name: 'Churn-Image',
  arn: ARN,
  environment,
  source: { type: 'CODEPIPELINE' },
  created: new Date('2026-10-29T12:00:00Z'),
};
const gives = (projects: readonly object[]) => answer({ BatchGetProjects: () => ({ projects }), DescribeParameters: () => ({}) });
/** Nothing is in a parameter of ours. */
const none = () => Promise.reject(new Error('no parameter is read'));
const place = (recorded: Environment, there: Environment) => unveiled(recorded, there, resource, none);
const other = (value: string): Environment => ({ ...environment, environmentVariables: [{ name: 'TOKEN', value }] });

describe('a build project', () => {
  test.each(['Churn-Image', ARN])('named %s keeps its capitals, in its key, too', async (id) => {
    answer({});
    expect(await buildProject.locate({ type: TYPE, id, ...at })).toEqual([
      {
        key: `aws/${TYPE}/111122223333/eu-west-1/Churn-Image`,
        type: TYPE,
        arn: ARN,
        name: 'Churn-Image',
        account: at.account,
        region: at.region,
      },
    ]);
  });

  test('is listed, page after page, in the account of the function', async () => {
    answer({ ListProjects: ({ nextToken }) => (nextToken ? { projects: ['b'] } : { projects: ['Churn-Image'], nextToken: '2' }) });
    expect(await all(buildProject.list())).toMatchObject([{ arn: ARN }, { name: 'b' }]);
    vi.stubEnv('HOME_ACCOUNT', '');
    await expect(all(buildProject.list())).rejects.toThrow('HOME_ACCOUNT');
  });

  test('is described without what stands in it in clear text', async () => {
    gives([{ ...described, logsConfig: { s3Logs: { status: 'ENABLED' } }, projectVisibility: 'PUBLIC_READ', resourceAccessRole: 'r' }]);
    const seen = await buildProject.inspect(resource);
    expect(seen).toMatchObject({
      born: '2026-10-29T12:00:00.000Z',
      state: { visibility: 'PUBLIC_READ', accessRole: 'r', logs: { s3Logs: { status: 'ENABLED' } } },
      linked: [],
    });
    expect(JSON.stringify(seen)).not.toMatch(/horse|prod/);
    expect(seen?.state.environment.environmentVariables?.[2]).toEqual({ name: 'KEY', type: 'PARAMETER_STORE', value: '/churn/key' });
  });

  test('that nobody ever made public or told about logs says so', async () => {
    gives([described]);
    const { state } = (await buildProject.inspect(resource)) ?? {};
    expect(state).toMatchObject({ visibility: 'PRIVATE' });
    expect(state).not.toHaveProperty('logs');
  });

  test('that is not there is not there', async () => {
    gives([]);
    expect(await buildProject.inspect(resource)).toBeUndefined();
  });

  test.each<[says: string, more: object, linked: string[]]>([
    ['a tag of SageMaker Projects', { tags: [{ key: 'sagemaker:project-name', value: 'churn' }] }, ['sagemaker']],
    ['a command', { source: { type: 'S3', buildspec: 'aws sagemaker create-model' } }, ['sagemaker']],
    ['a role', { serviceRole: 'arn:aws:iam::111122223333:role/AmazonSageMakerServiceCatalogProductsCodeBuildRole' }, ['sagemaker']],
    ['nothing', { serviceRole: 'arn:aws:iam::111122223333:role/codebuild' }, []],
  ])('is tied to ML by %s', async (_, more, linked) => {
    gives([{ ...described, ...more }]);
    expect((await buildProject.inspect(resource))?.linked).toEqual(linked);
  });
});

describe('what stands in clear text', () => {
  test('stands veiled by one digest that depends on all values and on whose they are', () => {
    const values = (e: Environment) => e.environmentVariables?.map(({ value }) => value);
    const [first, second, third] = values(veiled(environment, ARN)) ?? [];
    expect(first).toMatch(/^veiled:[\w-]{24}$/);
    expect([second, third]).toEqual([first, '/churn/key']);
    expect(values(veiled(environment, ARN))?.[0]).toBe(first);
    expect(values(veiled(environment, `${ARN}-2`))?.[0]).not.toBe(first);
    expect(values(veiled(other(SECRET), ARN))?.[0]).not.toBe(first);
  });

  test('comes back whole, with everything that was changed beside it', async () => {
    const less = { ...veiled(environment, ARN), privilegedMode: false };
    expect(await place(less, environment)).toEqual({ ...environment, privilegedMode: false });
  });

  test('that has changed, or gone, does not come back', async () => {
    const recorded = veiled(environment, ARN);
    await expect(place(recorded, other('another'))).rejects.toThrow(NotAsSeen);
    await expect(place(recorded, { ...environment, environmentVariables: [] })).rejects.toThrow(NotAsSeen);
  });

  test('is nothing where there is nothing in clear text', async () => {
    const { environmentVariables: _, ...bare } = environment;
    expect(await place(veiled(bare, ARN), bare)).toEqual(bare);
  });
});

describe('what is sent', () => {
  const reveal = (input: object) => buildProject.api.UpdateProject.reveal(resource, input as never, AbortSignal.timeout(1_000));
  const recorded = { name: 'Churn-Image', environment: { ...veiled(environment, ARN), privilegedMode: false } };

  const withMore = (variable: object) => ({
    ...environment,
    environmentVariables: [...(environment.environmentVariables ?? []), variable],
  });

  test('is nothing where the project had no variable in clear text and has one now: it would be lost, and is on no record', async () => {
    const { environmentVariables: _, ...bare } = environment;
    gives([described]);
    await expect(reveal({ name: 'Churn-Image', environment: { ...bare, privilegedMode: false } })).rejects.toThrow(NotAsSeen);
  });

  test('holds the values that are there', async () => {
    gives([described]);
    expect(await reveal(recorded)).toEqual({ ...recorded, environment: { ...environment, privilegedMode: false } });
  });

  test.each([
    ['they are others by now', [{ ...described, environment: other('another') }]],
    [
      'a variable has come since, of another type',
      [{ ...described, environment: withMore({ name: 'KEY', type: 'PARAMETER_STORE', value: '/key' }) }],
    ],
    ['its image is another since', [{ ...described, environment: { ...environment, image: 'acme/build:2' } }]],
    ['it has a certificate since', [{ ...described, environment: { ...environment, certificate: 'acme/ca.pem' } }]],
    ['the project is gone', []],
  ])('is nothing when %s', async (_, projects) => {
    gives(projects);
    await expect(reveal(recorded)).rejects.toThrow(NotAsSeen);
  });

  test('is what was recorded where that is no environment', async () => {
    answer({});
    expect(await reveal({ name: 'Churn-Image', logsConfig: {} })).toEqual({ name: 'Churn-Image', logsConfig: {} });
  });
});
