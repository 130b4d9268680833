import { describe, expect, test } from 'vitest';
import { codeArtifact } from './codeartifact.ts';
import { smallHabitat } from './small-habitat.ts';

const repository = { domain: 'd', repository: 'r' };
const features = { ...repository, format: 'pypi', package: 'features' };
function world() {
  const service = codeArtifact(smallHabitat());
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    service.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { call, service, connections: () => call('DescribeRepository', repository).repository.externalConnections };
}
const put = (publish: string, upstream: string) => ({ ...features, restrictions: { publish, upstream } });

describe('a package repository', () => {
  test('is made but once, and connected to nothing', () => {
    const { call, connections } = world();
    call('CreateRepository', { ...repository, tags: [{ key: 'a', value: '1' }] });
    expect(connections()).toEqual([]);
    const resourceArn = 'arn:aws:codeartifact:eu-west-1:111122223333:repository/d/r';
    expect(call('ListTagsForResource', { resourceArn })).toEqual({ tags: [{ key: 'a', value: '1' }] });
    expect(() => call('CreateRepository', repository)).toThrow('already exists');
  });

  test('has one external connection at most', () => {
    const { call, connections } = world();
    call('CreateRepository', repository);
    call('AssociateExternalConnection', { ...repository, externalConnection: 'public:pypi' });
    expect(connections()).toEqual([{ externalConnectionName: 'public:pypi', packageFormat: 'pypi', status: 'Available' }]);
    const connect = (externalConnection: string) => () => call('AssociateExternalConnection', { ...repository, externalConnection });
    expect(connect('public:pypi')).toThrow('there already');
    expect(connect('public:npmjs')).toThrow('one external connection at most');
    expect(connect('public:nowhere')).toThrow('External connection not found');
    call('DisassociateExternalConnection', { ...repository, externalConnection: 'public:pypi' });
    expect(connections()).toEqual([]);
    expect(() => call('DisassociateExternalConnection', { ...repository, externalConnection: 'public:pypi' })).toThrow('not found');
  });

  test('takes its packages with it', () => {
    const { call } = world();
    expect(() => call('DescribeRepository', repository)).toThrow("Repository 'd/r' does not exist");
    call('CreateRepository', repository);
    call('PutPackageOriginConfiguration', put('ALLOW', 'BLOCK'));
    call('DeleteRepository', repository);
    expect(() => call('DescribePackage', features)).toThrow('Repository not found');
    call('CreateRepository', repository);
    expect(() => call('DescribePackage', features)).toThrow("Package 'd/r/pypi//features' does not exist");
  });

  test('in the domain of another account is not there', () => {
    const { call } = world();
    call('CreateRepository', repository);
    expect(() => call('DescribeRepository', { ...repository, domainOwner: '999900001111' })).toThrow('Domain not found');
  });

  test('is listed by name, a hundred a page', () => {
    const { call, service } = world();
    const names = Array.from({ length: 101 }, (_, i) => `r${String(i).padStart(3, '0')}`);
    for (const name of names.toReversed())
      service.place({ domain: 'd', repository: name, connections: [], tags: {}, createdTime: new Date(0) });
    const { repositories, nextToken } = call('ListRepositories');
    expect([repositories.length, repositories[0].name, repositories[0].domainOwner]).toEqual([100, 'r000', '111122223333']);
    expect(call('ListRepositories', { nextToken }).repositories).toMatchObject([{ name: 'r100' }]);
  });
});

describe('a package', () => {
  test('is made by what is said of its origin, keeps its versions, and is deleted', () => {
    const { call, service } = world();
    call('CreateRepository', repository);
    call('PutPackageOriginConfiguration', put('ALLOW', 'ALLOW'));
    expect(call('ListPackageVersions', features)).toEqual({ versions: [] });
    const versions = { '1': 'here', '2': 'upstream', '3': 'public', '4': 'unknown' } as const;
    service.placePackage({
      ...repository,
      format: 'pypi',
      package: 'features',
      restrictions: { publish: 'ALLOW', upstream: 'ALLOW' },
      versions,
    });
    call('PutPackageOriginConfiguration', put('ALLOW', 'BLOCK'));
    expect(call('DescribePackage', features).package).toEqual({
      ...{ format: 'pypi', name: 'features' },
      originConfiguration: { restrictions: { publish: 'ALLOW', upstream: 'BLOCK' } },
    });
    const origins = call('ListPackageVersions', features).versions.map(({ origin }: { origin: object }) => origin);
    expect(origins).toEqual([
      { originType: 'INTERNAL', domainEntryPoint: { repositoryName: 'r' } },
      { originType: 'INTERNAL', domainEntryPoint: { repositoryName: 'r-upstream' } },
      { originType: 'EXTERNAL', domainEntryPoint: { externalConnectionName: 'public:pypi' } },
      { originType: 'UNKNOWN' },
    ]);
    call('DeletePackage', features);
    expect(() => call('DeletePackage', features)).toThrow('Package not found');
  });

  test('is listed by what is allowed to it, page by page', () => {
    const { call } = world();
    call('CreateRepository', repository);
    for (const [name, publish, upstream] of ['ALLOW', 'BLOCK'].flatMap((p) => ['ALLOW', 'BLOCK'].map((u) => [`${p}-${u}`, p, u])))
      call('PutPackageOriginConfiguration', { ...features, package: name, restrictions: { publish, upstream } });
    const names = (more: object) => call('ListPackages', { ...repository, ...more }).packages.map((p: { package: string }) => p.package);
    expect(names({ upstream: 'ALLOW' })).toEqual(['ALLOW-ALLOW', 'BLOCK-ALLOW']);
    expect(names({ publish: 'ALLOW', upstream: 'ALLOW' })).toEqual(['ALLOW-ALLOW']);
    const { nextToken } = call('ListPackages', { ...repository, maxResults: 3 });
    expect(names({ maxResults: 3, nextToken })).toEqual(['BLOCK-BLOCK']);
  });
});
