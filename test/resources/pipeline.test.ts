import { describe, expect, test } from 'vitest';
import { pipeline, pipelineOf } from '../../src/resources/pipeline.ts';
import { contentOf, type Definition, digestOf, isMasked, veiled } from '../../src/resources/pipeline-definition.ts';
import { approvedBefore, deploying, gateOf, keyless, origins } from '../../src/resources/pipeline-stages.ts';
import { NotAsSeen } from '../../src/resources/veil.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::CodePipeline::Pipeline';
const ARN = 'arn:aws:codepipeline:eu-west-1:111122223333:Churn-Release';
const resource = pipelineOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Churn-Release');
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const action = (category: string, provider: string, configuration: object = {}, more: object = {}) => ({
  name: `${category}-${provider}`,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  configuration,
  ...more,
});
const stage = (name: string, ...actions: object[]) => ({ name, actions });
const defined = (...stages: object[]) => ({ name: 'Churn-Release', roleArn: 'r', stages }) as unknown as Definition;
const source = stage('Source', action('Source', 'CodeCommit', { RepositoryName: 'churn', BranchName: 'main' }));
const approve = stage('Approve', action('Approval', 'Manual'));
const deploy = stage('Deploy', action('Deploy', 'CloudFormation', { StackName: 'churn', ParameterOverrides: 'secret' }));
const sound = defined(source, approve, deploy);
const tampered = defined(source, deploy);
const created = new Date('2026-10-29T12:00:00Z');
const versions: readonly Definition[] = [sound, tampered];
const missing = (name: string) => refusal(`${name}NotFoundException`);
const served = {
  GetPipeline: ({ version = 2 }) => {
    const is = versions[version - 1];
    if (!is) throw missing('PipelineVersion');
    return { pipeline: { ...is, version }, metadata: { created } };
  },
  GetPipelineState: () => ({
    stageStates: [
      { stageName: 'Source' },
      { stageName: 'Deploy', inboundTransitionState: { enabled: false, disabledReason: 'freeze' } },
      { stageName: 'Ship', inboundTransitionState: { enabled: false } },
      { stageName: 'Canary', inboundTransitionState: { enabled: false, disabledReason: 'Closed by mlwarden (a-violation).' } },
    ],
  }),
  ListTagsForResource: () => ({ tags: [{ key: 'sagemaker:project-name', value: 'churn' }] }),
};

describe('a pipeline', () => {
  test.each(['Churn-Release', ARN, 'arn:aws:codepipeline:eu-west-1:111122223333:pipeline:Churn-Release'])(
    'named %s is located',
    async (id) => {
      answer({});
      expect(await pipeline.locate({ type: TYPE, id, ...at })).toMatchObject([
        { key: `aws/${TYPE}/111122223333/eu-west-1/Churn-Release`, arn: ARN, name: 'Churn-Release' },
      ]);
    },
  );

  test('is listed, page after page', async () => {
    answer({ ListPipelines: ({ nextToken }) => ({ pipelines: [{ name: nextToken ?? 'a' }], ...(!nextToken && { nextToken: 'b' }) }) });
    expect((await all(pipeline.list())).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('is described with what it was before, which stages are closed and why, and without secrets', async () => {
    answer(served);
    const seen = await pipeline.inspect(resource);
    expect(seen).toMatchObject({
      born: '2026-10-29T12:00:00.000Z',
      linked: ['sagemaker'],
      state: {
        version: 2,
        closed: { Canary: 'Closed by mlwarden (a-violation).' },
        shut: { Deploy: 'freeze', Ship: '' },
        definition: veiled(tampered, ARN),
        earlier: { 1: veiled(sound, ARN) },
      },
    });
    expect(seen?.state.content).toBe(digestOf(veiled(tampered, ARN)));
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  test('whose definition names SageMaker is not asked for its tags', async () => {
    const { ListTagsForResource: _, ...without } = served;
    const GetPipeline = () => ({ pipeline: { ...tampered, roleArn: 'AmazonSageMakerRole', version: 1 }, metadata: { created } });
    answer({ ...without, GetPipeline });
    expect(await pipeline.inspect(resource)).toMatchObject({ linked: ['sagemaker'], state: { earlier: {} } });
  });

  test('without tags is tied to nothing', async () => {
    answer({ ...served, ListTagsForResource: () => ({}) });
    expect((await pipeline.inspect(resource))?.linked).toEqual([]);
  });

  test.each([
    ['is not there', { GetPipeline: () => Promise.reject(missing('Pipeline')) }],
    ['goes while it is read', { GetPipelineState: () => Promise.reject(missing('Pipeline')) }],
  ])('that %s is not there', async (_, gone) => {
    answer({ ...served, ...gone });
    expect(await pipeline.inspect(resource)).toBeUndefined();
  });

  test('has no more than ten earlier versions read, and those that are gone are left out', async () => {
    const asked: number[] = [];
    const GetPipeline = ({ version = 40 }) => {
      asked.push(version);
      if (version === 35) throw missing('PipelineVersion');
      return { pipeline: { ...sound, version }, metadata: { created } };
    };
    answer({ ...served, GetPipeline });
    const earlier = (await pipeline.inspect(resource))?.state.earlier ?? {};
    expect([asked.length, Object.keys(earlier).length, '35' in earlier]).toEqual([11, 9, false]);
  });
});

describe('what is sent of a pipeline', () => {
  const reveal = (definition: Definition, version: number) =>
    pipeline.api.UpdatePipeline.reveal(resource, { pipeline: { ...definition, version } } as never, AbortSignal.timeout(1_000));

  test('is the version that was recorded, with its secrets', async () => {
    answer(served);
    expect(await reveal(veiled(sound, ARN), 1)).toEqual({ pipeline: sound });
  });

  test.each([
    ['is another by now', veiled(tampered, ARN), 1],
    ['is not kept any more', veiled(sound, ARN), 3],
  ])('is nothing where that version %s', async (_, definition, version) => {
    answer(served);
    await expect(reveal(definition, version)).rejects.toThrow(NotAsSeen);
  });
});

describe('a definition', () => {
  test('is content without its version', () => expect(contentOf({ ...sound, version: 7 } as never)).toEqual(sound));

  test('stands veiled where somebody may have written a secret, and nowhere else', () => {
    const open = defined(
      stage(
        'S',
        action(
          'Build',
          'CodeBuild',
          { ProjectName: 'p', EnvironmentVariables: 'secret-1' },
          { environmentVariables: [{ name: 'T', value: 'secret-2' }] },
        ),
        action('Compute', 'Commands', {}, { commands: ['echo secret-3'] }),
        action('Source', 'GitHub', { Owner: 'o', OAuthToken: '****' }),
      ),
    );
    const is = veiled({ ...open, variables: [{ name: 'V', defaultValue: 'secret-4' }, { name: 'W' }] } as Definition, ARN);
    expect(JSON.stringify(is)).not.toContain('secret');
    expect(JSON.stringify(is).match(/veiled:[\w-]{24}/g)).toHaveLength(4);
    expect(is.stages?.[0]?.actions?.[0]?.configuration?.ProjectName).toBe('p');
    expect(is.variables?.[1]).toEqual({ name: 'W' });
    expect(is.stages?.[0]?.actions?.map((one) => isMasked(one))).toEqual([false, false, true]);
    expect(veiled(defined(source), ARN)).toEqual(defined(source));
  });

  test('has one digest, whatever the order of its members', () => {
    const { roleArn, ...rest } = sound;
    expect(digestOf({ ...rest, roleArn } as Definition)).toBe(digestOf(sound));
    expect(digestOf(tampered)).not.toBe(digestOf(sound));
  });
});

describe('the stages of a pipeline', () => {
  const late = { runOrder: 2 };
  test.each<[says: string, definition: Definition, approved: boolean]>([
    ['in a stage before', sound, true],
    ['nowhere', tampered, false],
    ['in a stage behind', defined(source, deploy, approve), false],
    ['earlier in the stage itself', defined(source, stage('Deploy', action('Approval', 'Manual'), action('Deploy', 'S3', {}, late))), true],
    ['side by side', defined(source, stage('Deploy', action('Approval', 'Manual'), action('Deploy', 'S3'))), false],
    ['after a first deployment', defined(source, stage('Deploy', action('Deploy', 'S3'), action('Approval', 'Manual', {}, late))), false],
  ])('are approved %s', (_, definition, approved) => expect(approvedBefore(definition, 'Deploy')).toBe(approved));

  test('are closed where the first one deploys or, where none does, right behind the sources', () => {
    expect(deploying(sound)).toEqual(['Deploy']);
    expect(gateOf(defined(source, stage('Staging', action('Deploy', 'S3')), approve, deploy))).toBe('Staging');
    expect(gateOf(defined(source, stage('Build', action('Build', 'CodeBuild'))))).toBe('Build');
    expect(gateOf(defined(source))).toBeUndefined();
  });

  test('know which of their stores have no key', () => {
    const store = (location: string, encryptionKey?: object) => ({ type: 'S3', location, ...(encryptionKey && { encryptionKey }) });
    const key = { id: 'k', type: 'KMS' };
    expect(keyless({ ...sound, artifactStore: store('a') } as never)).toEqual(['a']);
    expect(keyless({ ...sound, artifactStores: { one: store('b', key), two: store('c') } } as never)).toEqual(['c']);
    expect(keyless(sound)).toEqual([]);
  });

  test.each([
    ['CodeCommit', { RepositoryName: 'churn', BranchName: 'main' }, 'CodeCommit:churn@main'],
    ['CodeStarSourceConnection', { FullRepositoryId: 'acme/churn', BranchName: 'main' }, 'CodeStarSourceConnection:acme/churn@main'],
    ['GitHub', { Owner: 'acme', Repo: 'churn', Branch: 'main' }, 'GitHub:acme/churn@main'],
    ['ECR', { RepositoryName: 'churn' }, 'ECR:churn'],
    ['S3', { S3Bucket: 'bucket', S3ObjectKey: 'key.zip' }, 'S3:bucket/key.zip'],
    ['Custom', {}, 'Custom:/'],
  ])('name what %s brings in', (provider, configuration, origin) => {
    expect(origins(defined(stage('Source', action('Source', provider, configuration)), deploy))).toEqual([origin]);
  });
});
