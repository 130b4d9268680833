import { describe, expect, test } from 'vitest';
import { imagePipeline } from '../../src/resources/image-pipeline.ts';
import { pipelineOf } from '../../src/resources/pipeline.ts';
import { answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = pipelineOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Churn-Release');
const [A, B, C] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string, string];
const source = (name: string, RepositoryName: string, more: object = {}) => ({
  ...{ name, actionTypeId: { category: 'Source', owner: 'AWS', provider: 'ECR', version: '1' } },
  ...{ configuration: { RepositoryName, ImageTag: 'stable' }, ...more },
});
const defined = (...actions: object[]) => ({ name: 'Churn-Release', version: 1, roleArn: 'r', stages: [{ name: 'Source', actions }] });
const run = (status: string, actionName: string, revisionId?: string) => ({ status, sourceRevisions: [{ actionName, revisionId }] });
const scan = (imageScanFindings: object, status = 'COMPLETE') => ({ imageScanStatus: { status }, imageScanFindings });
const CLEAN = scan({ findings: [] });
const when = (day: number) => new Date(`2026-10-${String(day).padStart(2, '0')}T08:00:00Z`);

interface Served {
  readonly sources?: readonly object[];
  readonly runs?: readonly object[];
  readonly scans?: (asked: { repositoryName: string; imageId: { imageDigest: string }; nextToken?: string }) => unknown;
}
async function images({ sources = [source('Image', 'churn/serve')], runs = [run('Succeeded', 'Image', A)], scans = () => CLEAN }: Served) {
  answer({
    GetPipeline: () => ({ pipeline: defined(...sources), metadata: { created: when(1) } }),
    GetPipelineState: () => ({ stageStates: [] }),
    ListTagsForResource: () => ({ tags: [] }),
    ListPipelineExecutions: () => ({ pipelineExecutionSummaries: runs }),
    DescribeImageScanFindings: scans,
  });
  return (await imagePipeline.inspect(resource))?.state.images;
}

describe('the images that a pipeline may still deploy', () => {
  test.each<[says: string, runs: object[], digests: string[]]>([
    ['the newest, however its run ended', [run('Failed', 'Image', A), run('Succeeded', 'Image', B)], [A]],
    ['those of all runs under way', [run('InProgress', 'Image', A), run('InProgress', 'Image', B), run('Stopping', 'Image', C)], [A, B, C]],
    [
      'none of a run that was superseded or stopped',
      [run('Succeeded', 'Image', A), run('Superseded', 'Image', B), run('Stopped', 'Image', C)],
      [A],
    ],
    ['the newest that is known, where a run has brought in nothing yet', [{ status: 'InProgress' }, run('Succeeded', 'Image', A)], [A]],
    ['the same but once', [run('InProgress', 'Image', A), run('InProgress', 'Image', A)], [A]],
    ['nothing of other sources', [run('InProgress', 'Code', A), run('InProgress', 'Image', 'f00'), run('InProgress', 'Image')], []],
    ['none where nothing ever ran', [], []],
  ])('are %s', async (_, runs, digests) => {
    expect(Object.keys((await images({ runs })) ?? {})).toEqual(digests.map((digest) => `churn/serve@${digest}`));
  });

  test.each<[says: string, more: object, read: boolean]>([
    ['its own account and Region', {}, true],
    ['its own Region, said so', { region: 'eu-west-1', roleArn: 'arn:aws:iam::111122223333:role/source' }, true],
    ['another Region', { region: 'us-east-1' }, false],
    ['another account', { roleArn: 'arn:aws:iam::999900001111:role/source' }, false],
  ])('are read where they come from %s: %j', async (_, more, read) => {
    expect(Object.keys((await images({ sources: [source('Image', 'churn/serve', more)] })) ?? {})).toHaveLength(read ? 1 : 0);
  });

  test('are not asked for where no image comes from ECR', async () => {
    const code = { name: 'Code', actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' } };
    const asked = images({
      sources: [code],
      scans: () => {
        throw new Error('nobody asked');
      },
    });
    expect(await asked).toEqual({});
  });
});

describe('what a scan has found', () => {
  test('of Inspector is counted by severity over all pages, from when it was first seen, without what is closed', async () => {
    const finding = (severity: string, day: number, status?: string) => ({
      severity,
      firstObservedAt: when(day),
      ...(status && { status }),
    });
    const pages = [
      [finding('CRITICAL', 12), finding('LOW', 2), finding('CRITICAL', 3, 'CLOSED'), finding('HIGH', 5, 'SUPPRESSED')],
      [finding('CRITICAL', 11, 'ACTIVE')],
    ];
    const scans = ({ nextToken = '0' }: { nextToken?: string }) => ({
      ...scan({ enhancedFindings: pages[Number(nextToken)] }, 'ACTIVE'),
      ...(nextToken === '0' && { nextToken: '1' }),
    });
    expect(await images({ scans })).toEqual({ [`churn/serve@${A}`]: { CRITICAL: { count: 2, oldest: '2026-10-11T08:00:00.000Z' } } });
  });

  test('of ECR itself is known since it was completed', async () => {
    const scans = () => scan({ imageScanCompletedAt: when(20), findings: [{ severity: 'HIGH' }, { severity: 'MEDIUM' }] });
    expect(await images({ scans })).toEqual({ [`churn/serve@${A}`]: { HIGH: { count: 1, oldest: '2026-10-20T08:00:00.000Z' } } });
  });

  test.each(['PENDING', 'IN_PROGRESS', 'FAILED', 'SCAN_ELIGIBILITY_EXPIRED', 'UNSUPPORTED_IMAGE', 'FINDINGS_UNAVAILABLE', 'SOMETHING_NEW'])(
    'is nothing that anybody knows while it is %s',
    async (status) => {
      expect(await images({ scans: () => scan({ findings: [] }, status) })).toEqual({ [`churn/serve@${A}`]: null });
    },
  );

  test('is nothing that anybody knows where there is none, and no matter where the image is gone', async () => {
    const refused = (name: string) => images({ scans: () => Promise.reject(refusal(name)) });
    expect(await refused('ScanNotFoundException')).toEqual({ [`churn/serve@${A}`]: null });
    expect(await refused('ImageNotFoundException')).toEqual({});
    expect(await refused('RepositoryNotFoundException')).toEqual({});
    await expect(refused('AccessDeniedException')).rejects.toThrow();
  });
});

describe('a repository', () => {
  const listed = {
    ListPipelines: () => ({ pipelines: [{ name: 'fed' }, { name: 'other' }, { name: 'gone' }] }),
    GetPipeline: ({ name }: { name: string }) => {
      if (name === 'gone') throw refusal('PipelineNotFoundException');
      return { pipeline: { ...defined(source('Image', name === 'fed' ? 'churn/serve' : 'churn/train')), name } };
    },
  };
  const type = 'AWS::ECR::Repository';
  test.each(['churn/serve', 'arn:aws:ecr:eu-west-1:111122223333:repository/churn/serve'])('named %s leads to what it feeds', async (id) => {
    answer(listed);
    expect((await imagePipeline.locate({ type, id, ...at })).map(({ name }) => name)).toEqual(['fed']);
  });

  test('of another Region feeds nothing here', async () => {
    answer(listed);
    expect(await imagePipeline.locate({ type, id: 'churn/serve', ...at, region: 'us-east-1' })).toEqual([]);
  });

  test('is not asked for where the pipeline itself is named', async () => {
    answer({});
    expect(await imagePipeline.locate({ type: 'AWS::CodePipeline::Pipeline', id: 'Churn-Release', ...at })).toEqual([resource]);
  });
});
