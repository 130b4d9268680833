import { describe, expect, test } from 'vitest';
import { modelArtifact } from '../../src/resources/model-artifact.ts';
import { modelPackage } from '../../src/resources/model-package.ts';
import { all, answer, atHome, refusal } from './aws.ts';

/** What S3 answers, with the status that comes with it. */
const refused =
  (name: string, message: string, httpStatusCode: number): (() => never) =>
  () => {
    throw Object.assign(refusal(name, message), { $metadata: { httpStatusCode } });
  };

atHome();
const TYPE = 'AWS::SageMaker::ModelPackage';
const arnOf = (n: number) => `arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn-models/${n}`;
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const [CREATED, BEFORE, SINCE] = ['2026-11-01T10:00:00.000Z', '2026-10-31T10:00:00.000Z', '2026-11-02T10:00:00.000Z'].map(
  (t) => new Date(t),
);
const [GOOD, BAD] = ['755f85c2723bb39381c7379a604160d8', 'bae60998ffe4923b131e3d6e4c19993e'];
const KEY = 'churn/model.tar.gz';
const URI = `s3://models/${KEY}`;

const [three] = await modelArtifact.locate({ type: TYPE, id: arnOf(3), ...at });
const version = (ETag: string, LastModified: Date | undefined, more: object = {}) => ({
  ...{ Key: KEY, VersionId: `v-${ETag.slice(0, 3)}`, ETag: `"${ETag}"`, LastModified, Size: 5, IsLatest: false },
  ...more,
});
const latest = { IsLatest: true };
const container = (more: object = {}) => ({ Image: 'serve', ModelDataUrl: URI, ModelDataETag: GOOD, ...more });

interface Given {
  readonly containers?: readonly object[];
  readonly more?: object;
  readonly listed?: object | ((asked: { readonly [member: string]: unknown }) => object);
  readonly objects?: readonly object[];
  readonly answers?: object;
}
/** What is seen of version 3; everything that S3 was asked is in `asked`. */
async function seen({ containers = [container()], more = {}, listed = {}, objects = [], answers = {} }: Given) {
  const asked: object[] = [];
  answer({
    DescribeModelPackage: () => ({
      ...{ CreationTime: CREATED, ModelPackageStatus: 'Completed', ModelApprovalStatus: 'Approved' },
      ...{ InferenceSpecification: { Containers: containers } },
      ...more,
    }),
    ListObjectVersions: (input: { readonly [member: string]: unknown }) => {
      asked.push(input);
      return typeof listed === 'function' ? listed(input) : listed;
    },
    GetBucketVersioning: () => ({ Status: 'Enabled' }),
    GetBucketEncryption: () => ({
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    }),
    ListDetectors: () => ({ DetectorIds: ['d'] }),
    ListFindings: () => ({ FindingIds: objects.length > 0 ? ['f'] : [] }),
    GetFindings: () => ({
      Findings: [{ Id: 'f', Resource: { S3BucketDetails: [{ Name: 'models', S3ObjectDetails: objects }] }, Service: {} }],
    }),
    ...answers,
  });
  const is = await modelArtifact.inspect(three as NonNullable<typeof three>);
  return { is, artifacts: is?.state.artifacts, artifact: is?.state.artifacts[URI], asked };
}

describe('a version of a model and what it is made of', () => {
  test('is held by the same lock as its approval, and says of it the same', async () => {
    const [other] = await modelPackage.locate({ type: TYPE, id: arnOf(3), ...at });
    expect(three).toEqual(other);
    const { is } = await seen({ more: { ApprovalDescription: 'AUC', LastModifiedTime: SINCE } });
    expect(is).toMatchObject({
      ...{ born: '2026-11-01T10:00:00.000Z', linked: ['sagemaker'] },
      state: { approval: 'Approved', description: 'AUC', created: '2026-11-01T10:00:00.000Z', at: '2026-11-02T10:00:00.000Z' },
    });
    expect(is?.state).not.toHaveProperty('history');
  });

  test('is listed where it is approved, and what is not there is not seen', async () => {
    answer({ ListModelPackages: () => ({ ModelPackageSummaryList: [{ ModelPackageArn: arnOf(3) }] }) });
    expect(await all(modelArtifact.list())).toEqual([three]);
    answer({ DescribeModelPackage: refused('ValidationException', `Cannot find Model Package: ${arnOf(3)}`, 400) });
    expect(await modelArtifact.inspect(three as NonNullable<typeof three>)).toBeUndefined();
  });

  test('is not looked for in S3 where it is rejected or has failed', async () => {
    for (const more of [{ ModelApprovalStatus: 'Rejected' }, { ModelPackageStatus: 'Failed' }])
      expect(await seen({ more })).toMatchObject({ artifacts: {}, asked: [] });
  });
});

const under = { ModelDataSource: { S3DataSource: { S3Uri: 's3://models/llm/', S3DataType: 'S3Prefix', CompressionType: 'None' } } };

describe('an object', () => {
  test('is what is there, by its ETag, asked of this account’s bucket alone', async () => {
    const { artifacts, asked } = await seen({ listed: { Versions: [version(GOOD, SINCE, latest)] } });
    expect(artifacts).toEqual({ [URI]: { etags: [GOOD], is: { id: 'v-755', etag: GOOD, at: '2026-11-02T10:00:00.000Z', size: 5 } } });
    expect(asked).toEqual([{ Bucket: 'models', Prefix: KEY, ExpectedBucketOwner: '111122223333' }]);
  });

  test('is one of several: what GuardDuty found in their bucket is asked for once, and told of each', async () => {
    let asked = 0;
    const containers = [
      container(),
      container({ ModelDataUrl: 's3://models/other.tar.gz' }),
      container({ ModelDataUrl: 's3://more/a.tar.gz' }),
    ];
    const { artifacts } = await seen({
      containers,
      listed: ({ Prefix }) => ({ Versions: [version(GOOD, BEFORE, { ...latest, Key: Prefix })] }),
      objects: [KEY, 'other.tar.gz', 'a.tar.gz'].map((Key) => ({ Key, ETag: GOOD })),
      answers: {
        ListFindings: () => {
          asked += 1;
          return { FindingIds: ['f'] };
        },
      },
    });
    expect(asked).toBe(2);
    expect(Object.values(artifacts ?? {}).map(({ malicious }) => malicious)).toEqual(['f', 'f', undefined]);
  });

  test('that is another has the newest of its earlier versions that is as registered', async () => {
    const Versions = [
      version(BAD, SINCE, latest),
      version(BAD, SINCE),
      version(GOOD, SINCE, { VersionId: 'newer' }),
      version(GOOD, BEFORE),
    ];
    const { artifact } = await seen({ listed: { Versions } });
    expect(artifact).toMatchObject({ is: { etag: BAD }, good: { id: 'newer' }, keeping: { versioning: 'Enabled', encryption: 'AES256' } });
  });

  test('that is deleted is not there, and what was there is', async () => {
    const DeleteMarkers = [{ Key: KEY, VersionId: 'm', IsLatest: true, LastModified: SINCE }];
    const { artifact } = await seen({ listed: { DeleteMarkers, Versions: [version(GOOD, BEFORE)] } });
    expect(artifact).toMatchObject({ good: { id: 'v-755' } });
    expect(artifact).not.toHaveProperty('is');
    const { artifact: nowhere } = await seen({});
    expect(nowhere).toEqual({ etags: [GOOD] });
  });

  test('is not taken for another whose key begins with its own, and no page of those is read on for', async () => {
    const other = version(BAD, SINCE, { Key: `${KEY}.old`, ...latest });
    const { artifact, asked } = await seen({ listed: { Versions: [version(GOOD, BEFORE, latest), other], IsTruncated: true } });
    expect([artifact?.is?.etag, asked.length]).toEqual([GOOD, 1]);
  });

  test('is read to the fifth page of its versions, each from where the last one ended', async () => {
    let page = 0;
    const listed = () => {
      page++;
      const VersionId = `v-${page}`;
      return {
        Versions: [version(BAD, SINCE, { IsLatest: page === 1, VersionId })],
        IsTruncated: true,
        NextKeyMarker: KEY,
        NextVersionIdMarker: VersionId,
      };
    };
    const { artifact, asked } = await seen({ listed });
    expect(artifact).toMatchObject({ is: { id: 'v-1' }, cut: true });
    expect(asked).toHaveLength(5);
    expect(asked[4]).toMatchObject({ KeyMarker: KEY, VersionIdMarker: 'v-4' });
  });

  test('of which nothing was recorded is what was there when the version was registered, or nothing earlier than that is known', async () => {
    const containers = [{ Image: 'serve', ModelDataUrl: URI }];
    const Versions = [version(BAD, SINCE, latest), version(GOOD, BEFORE)];
    expect((await seen({ containers, listed: { Versions } })).artifact).toMatchObject({ etags: [GOOD], good: { etag: GOOD } });
    const same = [version(GOOD, SINCE, { ...latest, VersionId: 'x' }), version(GOOD, BEFORE)];
    expect((await seen({ containers, listed: { Versions: same } })).artifact).not.toHaveProperty('good');
    const young = [version(BAD, SINCE, latest)];
    expect((await seen({ containers, listed: { Versions: young } })).artifact).toMatchObject({ etags: [], is: { etag: BAD } });
  });

  test('that was never versioned has the id null', async () => {
    const { VersionId: _, ...is } = version(BAD, SINCE, latest);
    expect((await seen({ listed: { Versions: [is] } })).artifact?.is?.id).toBe('null');
  });

  test.each([
    ['AccessDenied', 403],
    ['NoSuchBucket', 404],
    ['PermanentRedirect', 301],
  ])('that cannot be seen for %s is said to be so', async (name, status) => {
    const listed = refused(name, 'no', status);
    expect((await seen({ listed })).artifact).toEqual({ etags: [GOOD], unseen: `${name}: no` });
  });
  test('that cannot be seen for the moment is looked at again', async () => {
    await expect(seen({ listed: refused('SlowDown', 'Reduce your request rate.', 503) })).rejects.toThrow('Reduce');
  });

  test('in a bucket that says nothing of itself has a good version all the same', async () => {
    const denied = refused('AccessDenied', 'no', 403);
    const answers = { GetBucketVersioning: denied, GetBucketEncryption: denied };
    const Versions = [version(BAD, SINCE, latest), version(GOOD, BEFORE)];
    expect((await seen({ listed: { Versions }, answers })).artifact).toMatchObject({ good: { etag: GOOD }, keeping: {} });
    const down = { GetBucketVersioning: refused('InternalError', 'down', 500) };
    await expect(seen({ listed: { Versions }, answers: down })).rejects.toThrow('down');
  });
});

describe('malware', () => {
  const Versions = [version(BAD, SINCE, latest), version(GOOD, BEFORE)];
  test.each<[says: string, object: object, malicious: boolean]>([
    ['with the ETag of what is there is in it', { Key: KEY, ETag: BAD, VersionId: 'another' }, true],
    ['with the version of what is there is in it', { Key: KEY, VersionId: 'v-bae' }, true],
    ['of which neither is known is in it', { Key: KEY }, true],
    ['in what was there before is not', { Key: KEY, ETag: 'c0ffee', VersionId: 'v-bae' }, false],
    ['in an earlier version is not', { Key: KEY, VersionId: 'v-755' }, false],
    ['in another object is not', { Key: `${KEY}.old`, ETag: BAD }, false],
  ])('%s', async (_, object, malicious) => {
    expect((await seen({ listed: { Versions }, objects: [object] })).artifact?.malicious).toBe(malicious ? 'f' : undefined);
  });
  test('in what was registered makes it nothing to put back', async () => {
    const { artifact } = await seen({ listed: { Versions }, objects: [{ Key: KEY, ETag: GOOD }] });
    expect(artifact).not.toHaveProperty('good');
  });
  test('that several findings are about is told of by the same one, in whatever order GuardDuty lists them', async () => {
    const told = async (...ids: readonly string[]) => {
      const Resource = { S3BucketDetails: [{ Name: 'models', S3ObjectDetails: [{ Key: KEY, ETag: BAD }] }] };
      const Findings = ids.map((Id) => ({ Id, Resource, Service: {} }));
      const answers = { ListFindings: () => ({ FindingIds: ids }), GetFindings: () => ({ Findings }) };
      return (await seen({ listed: { Versions }, answers })).artifact?.malicious;
    };
    expect(await told('f-2', 'f-1')).toBe(await told('f-1', 'f-2'));
  });
  const objects = (many: number) => Array.from({ length: many }, (_, i) => container({ ModelDataUrl: `s3://models/${i}` }));
  test.each<[says: string, containers: readonly object[], field: string, values: readonly string[]]>([
    ['by the objects alone that are named', [container()], 's3ObjectDetails.key', [KEY]],
    ['by bucket, where all below a prefix are looked at', [container(), under], 'name', ['models']],
    ['by as many objects as GuardDuty compares with', objects(50), 's3ObjectDetails.key', objects(50).map((_, i) => String(i))],
    ['by bucket, where there are more', objects(51), 'name', ['models']],
  ])('is asked for %s, and never of what was archived', async (_, containers, field, values) => {
    const criteria: unknown[] = [];
    const ListFindings = (input: { FindingCriteria: unknown }) => {
      criteria.push(input.FindingCriteria);
      return { FindingIds: [] };
    };
    await seen({ containers, listed: { Versions }, answers: { ListFindings } });
    const Equals = (...one: readonly string[]) => ({ Equals: one });
    const of = { 'service.archived': Equals('false'), type: Equals('Object:S3/MaliciousFile') };
    expect(criteria).toEqual([{ Criterion: { ...of, [`resource.s3BucketDetails.${field}`]: Equals(...values) } }]);
  });
});

describe('what a version is made of', () => {
  test('is all that its specifications name, each object once', async () => {
    const source = (S3Uri: string, more: object) => ({ S3DataSource: { S3Uri, S3DataType: 'S3Object', CompressionType: 'Gzip', ...more } });
    const containers = [
      container({ ModelDataETag: `"${GOOD}"` }),
      { ModelDataSource: source('s3://models/a.tar.gz', { ETag: 'a', ManifestS3Uri: 's3://models/m.csv', ManifestEtag: 'm' }) },
      { AdditionalModelDataSources: [source('s3://models/b.tar.gz', { ETag: 'b' })] },
      { AdditionalS3DataSource: { S3Uri: 's3://models/c', S3DataType: 'S3Object', ETag: 'c' } },
      { Image: 'no-data' },
    ];
    const AdditionalInferenceSpecifications = [{ Name: 'x', Containers: [container({ ModelDataETag: BAD })] }];
    const { artifacts } = await seen({ containers, more: { AdditionalInferenceSpecifications } });
    expect(Object.fromEntries(Object.entries(artifacts ?? {}).map(([uri, { etags }]) => [uri, etags]))).toEqual({
      ...{
        [URI]: [GOOD, BAD],
        's3://models/a.tar.gz': ['a'],
        's3://models/m.csv': ['m'],
        's3://models/b.tar.gz': ['b'],
        's3://models/c': ['c'],
      },
    });
  });
  test('is not what the variables of its container are called', async () => {
    const Environment = { S3Uri: 's3://models/scores/today.csv', ModelDataUrl: 'elsewhere' };
    const { artifacts } = await seen({ containers: [container({ Environment })], listed: { Versions: [version(GOOD, BEFORE, latest)] } });
    expect(Object.keys(artifacts ?? {})).toEqual([URI]);
  });
  test.each(['https://s3.amazonaws.com/models/x', 's3://models', 's3://arn:aws:s3:eu-west-1:111122223333:accesspoint/models/x'])(
    'is not seen where it is no object of S3 by bucket and key: %s',
    async (ModelDataUrl) => {
      const { artifacts, asked } = await seen({ containers: [container({ ModelDataUrl })] });
      expect(artifacts).toEqual({ [ModelDataUrl]: { etags: [GOOD], unseen: 'it is no s3://bucket/key' } });
      expect(asked).toEqual([]);
    },
  );
  test('under a prefix is all that there is, and what came or went since the version was registered is told', async () => {
    const containers = [under];
    const Versions = [
      version(GOOD, BEFORE, { Key: 'llm/a', ...latest }),
      ...['b', 'c', 'd', 'e'].map((key) => version(BAD, SINCE, { Key: `llm/${key}`, ...latest })),
      version(GOOD, BEFORE, { Key: 'llm/b' }),
    ];
    const DeleteMarkers = [
      { Key: 'llm/0', IsLatest: true, LastModified: SINCE },
      { Key: 'llm/00', IsLatest: true, LastModified: BEFORE },
      { Key: 'llm/00', LastModified: BEFORE },
    ];
    const { artifacts, asked } = await seen({ containers, listed: { Versions, DeleteMarkers }, objects: [{ Key: 'llm/a', ETag: GOOD }] });
    expect(artifacts).toEqual({ 's3://models/llm/': { etags: [], changed: ['llm/b', 'llm/c', 'llm/d'], malicious: 'f' } });
    expect(asked).toHaveLength(1);
  });
});

describe('an event of an object', () => {
  const object = { type: 'AWS::S3::Object', id: URI, ...at };
  const summary = (n: number, ModelDataUrl: string) => [
    arnOf(n),
    { ModelPackageArn: arnOf(n), InferenceSpecification: { Containers: [{ ModelDataUrl }] } },
  ];
  test('leads to the approved versions that are made of it, and to what nobody describes', async () => {
    const batches: number[] = [];
    answer({
      ListModelPackages: ({ ModelApprovalStatus }: { ModelApprovalStatus: string }) => {
        expect(ModelApprovalStatus).toBe('Approved');
        return { ModelPackageSummaryList: Array.from({ length: 101 }, (_, i) => ({ ModelPackageArn: arnOf(i + 1) })) };
      },
      BatchDescribeModelPackage: ({ ModelPackageArnList: arns }: { ModelPackageArnList: readonly string[] }) => {
        batches.push(arns.length);
        if (arns.length === 1) return { ModelPackageSummaries: Object.fromEntries([summary(101, 's3://models/other.tar.gz')]) };
        const told = Array.from({ length: 99 }, (_, i) => summary(i + 1, i === 2 ? URI : `${URI}.old`));
        return { ModelPackageSummaries: Object.fromEntries(told) };
      },
    });
    expect((await modelArtifact.locate(object)).map(({ arn }) => arn)).toEqual([arnOf(3), arnOf(100)]);
    expect(batches).toEqual([100, 1]);
  });
  test('leads to a version that is made of a prefix, and nowhere where nothing is approved', async () => {
    const Containers = [{ ModelDataSource: { S3DataSource: { S3Uri: 's3://models/churn/', S3DataType: 'S3Prefix' } } }];
    answer({
      ListModelPackages: () => ({ ModelPackageSummaryList: [{ ModelPackageArn: arnOf(3) }] }),
      BatchDescribeModelPackage: () => ({
        ModelPackageSummaries: { x: { ModelPackageArn: arnOf(3), InferenceSpecification: { Containers } } },
      }),
    });
    expect(await modelArtifact.locate(object)).toEqual([three]);
    answer({ ListModelPackages: () => ({ ModelPackageSummaryList: [] }) });
    expect(await modelArtifact.locate(object)).toEqual([]);
  });
});
