import { describe, expect, test } from 'vitest';
import { namedIn } from '../../src/resources/s3-named.ts';
import { below, byBucket, placeOf, placesIn, settled, shared } from '../../src/resources/s3-place.ts';

describe('a URI', () => {
  test.each([
    ['s3://ml-data', 'ml-data/'],
    ['s3://ml-data/', 'ml-data/'],
    ['s3://ml-data/in/a.csv', 'ml-data/in/a.csv'],
    ['s3://Old_Bucket/in', 'Old_Bucket/in'],
    ['s3://ml-data/in*/x', 'ml-data/in'],
    ['s3://ml-data/in?', 'ml-data/in'],
    [`s3://ml-data/a${'$'}{aws:username}/b`, 'ml-data/a'],
    ['s3://ml-data/a$b', 'ml-data/a$b'],
    ['s3://ml-data/größe', 'ml-data/gr'],
  ])('%s is of %s', (uri, place) => expect(placeOf(uri)).toBe(place));
  test.each([
    's3://my-point-abcdefgh-s3alias/in',
    's3://churn--euw1-az1--x-s3/in',
    's3://arn:aws:s3:eu-west-1:111122223333:accesspoint/p/in',
    's3://ml-*/in',
    's3://ab',
    'https://s3.eu-west-1.amazonaws.com/ml-data/in',
  ])('%s is of no bucket by its plain name', (uri) => expect(placeOf(uri)).toBeUndefined());
  test('in a text is found, and its end with it', () => {
    expect(placesIn('{"a":"s3://ml-data/in","b":"s3://ml-code/x.tar.gz"} s3://arn:x')).toEqual(['ml-data/in', 'ml-code/x.tar.gz']);
    expect(placesIn('none')).toEqual([]);
  });
});

test('a directory that only one of many jobs has is left out', () => {
  expect(shared('sagemaker-eu/churn-2026-10-20/output/', 'churn-2026-10-20')).toBe('sagemaker-eu/');
  expect(shared('ml/runs/churn-2026-10-20', 'churn-2026-10-20')).toBe('ml/runs/');
  expect(shared('ml/churn/in', 'churn')).toBe('ml/churn/in');
  expect(shared('ml/other', 'churn-2026-10-20')).toBe('ml/other');
});
test('places are in order, none within another, and too many of a bucket are what they have in common', () => {
  expect(settled(['b/x', 'a/in/1', 'a/in', 'b/x'])).toEqual(['a/in', 'b/x']);
  expect(settled(['a/', 'a/in'])).toEqual(['a/']);
  expect(settled([1, 2, 3, 4, 5, 6].map((i) => `a/runs/r${i}/out/`))).toEqual(['a/runs/']);
  expect(settled([1, 2, 3, 4, 5].map((i) => `a/runs/r${i}/`))).toHaveLength(5);
  expect(settled(['p', 'q', 'r', 's', 't', 'u'].map((i) => `a/${i}`))).toEqual(['a/']);
  expect(settled([])).toEqual([]);
  expect(byBucket(['a/x', 'a/y', 'b/'])).toEqual(
    new Map([
      ['a', ['x', 'y']],
      ['b', ['']],
    ]),
  );
  expect([below('a/x'), below('a/')]).toEqual(['a/x/', 'a/']);
});

describe('a description', () => {
  const channel = (S3Uri: string, S3DataType = 'S3Prefix') => ({ ChannelName: 'c', DataSource: { S3DataSource: { S3DataType, S3Uri } } });
  test('says what is read and what is written', () => {
    const job = {
      InputDataConfig: [channel('s3://input/a'), channel('s3://input/b')],
      OutputDataConfig: { S3OutputPath: 's3://out/models' },
      CheckpointConfig: { S3Uri: 's3://out/checkpoints', LocalPath: '/opt/ml/checkpoints' },
      DebugHookConfig: { S3OutputPath: 's3://out/debug' },
      ProfilerConfig: { S3OutputPath: 's3://out/profile/' },
      TensorBoardOutputConfig: { S3OutputPath: 's3://out/board' },
      CreationTime: new Date(),
      FailureReason: 'No S3 objects found under s3://elsewhere/x',
      ModelArtifacts: { S3ModelArtifacts: 's3://out/models/job/output/model.tar.gz' },
    };
    expect(namedIn(job, 'job')).toEqual({
      reads: ['input/a', 'input/b', 'out/checkpoints'],
      writes: ['out/models/', 'out/checkpoints/', 'out/debug/', 'out/profile/', 'out/board/'],
      unclear: [],
    });
  });
  test('of what it serves, of what it captures and of what failed', () => {
    const container = { Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1', ModelDataUrl: 's3://models/churn.tar.gz' };
    const source = { ModelDataSource: { S3DataSource: { S3Uri: 's3://models/big/', S3DataType: 'S3Prefix', CompressionType: 'None' } } };
    expect(namedIn({ PrimaryContainer: container, Containers: [source] }, 'm').reads).toEqual(['models/churn.tar.gz', 'models/big/']);
    const config = {
      DataCaptureConfig: { EnableCapture: true, DestinationS3Uri: 's3://capture/churn' },
      AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://async/out', S3FailurePath: 's3://async/failed' } },
    };
    expect(namedIn(config, 'c')).toMatchObject({ reads: [], writes: ['capture/churn/', 'async/out/', 'async/failed/'] });
  });
  test('that names a place where nobody knows what for may read and write it', () => {
    const job = {
      HyperParameters: { sagemaker_submit_directory: '"s3://code/src.tar.gz"', S3_OUT: 's3://out/x' },
      Environment: { DATA_Message: 's3://data/in', URL: 'https://example.com' },
      AppSpecification: { ContainerArguments: ['--to', 's3://too/there'] },
    };
    const all = ['code/src.tar.gz', 'out/x', 'data/in', 'too/there'];
    expect(namedIn(job, 'job')).toEqual({ reads: all, writes: all, unclear: [] });
  });
  test('what a query leaves is written and read', () => {
    const input = { DatasetDefinition: { AthenaDatasetDefinition: { OutputS3Uri: 's3://athena/out', Database: 'd' } } };
    expect(namedIn({ ProcessingInputs: [input] }, 'p')).toMatchObject({ reads: ['athena/out'], writes: ['athena/out/'] });
  });
  test('of a manifest, of an access point or of a web address does not say all', () => {
    expect(namedIn({ InputDataConfig: [channel('s3://input/a.manifest', 'AugmentedManifestFile')] }, 'job').unclear).toEqual([
      'job reads what a manifest lists',
    ]);
    expect(namedIn({ ModelDataUrl: 'https://s3.amazonaws.com/ml/m.tar.gz' }, 'm').unclear).toEqual([
      'm names https://s3.amazonaws.com/ml/m.tar.gz, which is not the plain name of a bucket',
    ]);
    expect(namedIn(channel('s3://p-abc-s3alias/x'), 'job').unclear).toHaveLength(1);
  });
});
