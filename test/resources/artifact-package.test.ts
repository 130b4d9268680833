import { describe, expect, test } from 'vitest';
import { artifactPackage, artifactPackageOf } from '../../src/resources/artifact-package.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::CodeArtifact::Package';
const ARN = 'arn:aws:codeartifact:eu-west-1:111122223333:package/churn/packages/pypi//features';
const REPOSITORY = 'arn:aws:codeartifact:eu-west-1:111122223333:repository/churn/packages';
const NAME = 'churn/packages/pypi//features';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const here = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const resource = artifactPackageOf(here, NAME);
const named = { domain: 'churn', domainOwner: '111122223333', repository: 'packages', format: 'pypi', package: 'features' };
const absent = () => Promise.reject(refusal('ResourceNotFoundException'));
const of = (publish: string, upstream: string) => ({
  DescribePackage: () => ({ package: { name: 'features', originConfiguration: { restrictions: { publish, upstream } } } }),
  DescribeRepository: () => ({ repository: { createdTime: new Date('2026-10-01T00:00:00Z') } }),
  ListTagsForResource: () => ({ tags: [] }),
});
const own = { origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: 'packages' } } };
const elsewhere = { origin: { originType: 'INTERNAL', domainEntryPoint: { repositoryName: 'shared' } } };
const external = { origin: { originType: 'EXTERNAL', domainEntryPoint: { externalConnectionName: 'public:pypi' } } };

describe('a package', () => {
  test.each([ARN, NAME])('named %s is located without asking', async (id) => {
    answer({});
    expect(await artifactPackage.locate({ type: TYPE, id, ...at })).toEqual([resource]);
    expect(resource).toMatchObject({ key: `aws/${TYPE}/111122223333/eu-west-1/${NAME}`, arn: ARN, name: NAME });
  });

  test.each([
    ['d/r/pypi//Churn_Features.v-_2', 'd/r/pypi//churn-features-v-2'],
    ['d/r/nuget//Acme.Features', 'd/r/nuget//acme.features'],
    ['d/r/swift/Acme/Features', 'd/r/swift/acme/features'],
    ['d/R.x/npm/Acme/Features_x', 'd/R.x/npm/Acme/Features_x'],
    // No format of CodeArtifact's, and words that JavaScript has a meaning for.
    ['d/r/toString//x', 'd/r/toString//x'],
    ['d/r/__proto__//x', 'd/r/__proto__//x'],
  ])('that a call names %s is %s', (path, name) => expect(artifactPackageOf(here, path).name).toBe(name));

  test('is listed where both is allowed, page by page of every repository that is still there', async () => {
    const asked: object[] = [];
    answer({
      ListRepositories: () => ({
        repositories: ['packages', 'gone'].map((name) => ({ name, domainName: 'churn', domainOwner: '111122223333' })),
      }),
      ListPackages: ({ nextToken, ...filter }) => {
        asked.push(filter);
        if (filter.repository === 'gone') return absent();
        return nextToken
          ? { packages: [{ format: 'npm', namespace: 'acme', package: 'b' }] }
          : { packages: [{ format: 'pypi', package: 'a' }], nextToken: 'n' };
      },
    });
    expect((await all(artifactPackage.list())).map(({ name }) => name)).toEqual(['churn/packages/pypi//a', 'churn/packages/npm/acme/b']);
    expect(asked[0]).toEqual({
      ...{ domain: 'churn', domainOwner: '111122223333', repository: 'packages' },
      ...{ publish: 'ALLOW', upstream: 'ALLOW', maxResults: 1000 },
    });
  });

  test('that is closed to elsewhere is read without its versions', async () => {
    answer(of('ALLOW', 'BLOCK'));
    expect(await artifactPackage.inspect(resource)).toEqual({
      born: '2026-10-01T00:00:00.000Z',
      linked: [],
      state: { package: NAME, publish: 'ALLOW', upstream: 'BLOCK' },
    });
  });

  test.each<[says: string, pages: object[][], versions: object, read: number]>([
    ['none', [[]], { own: false, fetched: false }, 1],
    ['its own', [[own]], { own: true, fetched: false }, 1],
    ['those of an upstream', [[elsewhere]], { own: false, fetched: true }, 1],
    ['public ones', [[external, external]], { own: false, fetched: true }, 1],
    ['some of which nobody knows whence', [[{ origin: { originType: 'UNKNOWN' } }, {}]], { own: false, fetched: true }, 1],
    ['both, on two pages', [[external], [own], [own]], { own: true, fetched: true }, 2],
  ])('that is open is read with its versions: %s', async (_, pages, versions, read) => {
    const asked: object[] = [];
    answer({
      ...of('ALLOW', 'ALLOW'),
      ListPackageVersions: ({ nextToken = '0', ...input }) => {
        asked.push(input);
        const next = Number(nextToken) + 1;
        return { versions: pages[next - 1], ...(next < pages.length && { nextToken: String(next) }) };
      },
    });
    expect((await artifactPackage.inspect(resource))?.state.versions).toEqual(versions);
    expect(asked).toEqual(Array.from({ length: read }, () => ({ ...named, maxResults: 1000 })));
  });

  test('whose versions are gone by then has none', async () => {
    answer({ ...of('ALLOW', 'ALLOW'), ListPackageVersions: absent });
    expect((await artifactPackage.inspect(resource))?.state.versions).toEqual({ own: false, fetched: false });
  });

  test('of a namespace is asked for with it', async () => {
    const asked: object[] = [];
    const seen = (input: object) => void asked.push(input);
    answer({ ...of('ALLOW', 'BLOCK'), DescribePackage: seen });
    await artifactPackage.inspect(artifactPackageOf(here, 'churn/packages/npm/acme/b'));
    expect(asked).toEqual([{ ...named, format: 'npm', namespace: 'acme', package: 'b' }]);
  });

  test('is tied to ML by what its repository says of itself', async () => {
    answer({
      ...of('ALLOW', 'BLOCK'),
      ListTagsForResource: ({ resourceArn }) => ({ tags: resourceArn === REPOSITORY ? [{ key: 'sagemaker:project-name' }] : [] }),
    });
    expect((await artifactPackage.inspect(resource))?.linked).toEqual(['sagemaker']);
    expect(await artifactPackage.tags?.(resource)).toEqual({ 'sagemaker:project-name': '' });
  });

  test.each(['DescribePackage', 'DescribeRepository'])('that %s does not find is not there', async (operation) => {
    answer({ ...of('ALLOW', 'ALLOW'), [operation]: absent });
    expect(await artifactPackage.inspect(resource)).toBeUndefined();
  });

  test('of which AWS does not say what is allowed is not judged', async () => {
    answer({ ...of('ALLOW', 'ALLOW'), DescribePackage: () => ({ package: { name: 'features' } }) });
    await expect(artifactPackage.inspect(resource)).rejects.toThrow('restrictions');
  });
});
