import { describe, expect, test } from 'vitest';
import { ecr } from './ecr.ts';
import { smallHabitat } from './small-habitat.ts';

const named = { repositoryName: 'r' };
function world() {
  const habitat = smallHabitat();
  const registry = ecr(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    registry.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { call, registry, info: () => call('DescribeRepositories', { repositoryNames: ['r'] }).repositories[0] };
}
const filters = { imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }] };
const policyText = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:*"}]}';

describe('a repository', () => {
  test('is mutable where it was not told otherwise, and made but once', () => {
    const { call, info } = world();
    call('CreateRepository', named);
    expect(info()).toMatchObject({ ...named, imageTagMutability: 'MUTABLE', registryId: '111122223333' });
    expect(info()).not.toHaveProperty('imageTagMutabilityExclusionFilters');
    expect(() => call('CreateRepository', named)).toThrow('already exists');
    call('DeleteRepository', named);
    expect(info).toThrow("The repository with name 'r' does not exist in the registry with id '111122223333'");
  });

  test('has filters where its mutability has exclusions, and nowhere else', () => {
    const { call, info } = world();
    call('CreateRepository', named);
    call('PutImageTagMutability', { ...named, imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', ...filters });
    expect(info()).toMatchObject({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', ...filters });
    expect(() => call('PutImageTagMutability', { ...named, imageTagMutability: 'IMMUTABLE', ...filters })).toThrow('Invalid parameter');
    call('PutImageTagMutability', { ...named, imageTagMutability: 'IMMUTABLE' });
    expect(info()).not.toHaveProperty('imageTagMutabilityExclusionFilters');
  });

  test('gives its policy back laid out anew, and none where there is none', () => {
    const { call } = world();
    call('CreateRepository', named);
    expect(() => call('GetRepositoryPolicy', named)).toThrow("Repository policy does not exist for the repository with name 'r'");
    expect(() => call('DeleteRepositoryPolicy', named)).toThrow('does not exist');
    call('SetRepositoryPolicy', { ...named, policyText });
    const told = call('GetRepositoryPolicy', named).policyText;
    expect([told === policyText, JSON.parse(told)]).toEqual([false, JSON.parse(policyText)]);
    expect(JSON.parse(call('DeleteRepositoryPolicy', named).policyText)).toEqual(JSON.parse(policyText));
  });

  test.each(['{"Statement":[]}', '{"Statement":[{"Effect":"Allow","Resource":"*"}]}'])('refuses the policy %s', (text) => {
    const { call } = world();
    call('CreateRepository', named);
    expect(() => call('SetRepositoryPolicy', { ...named, policyText: text })).toThrow('Invalid repository policy provided');
  });

  test('is tagged', () => {
    const { call } = world();
    call('CreateRepository', { ...named, tags: [{ Key: 'a', Value: '1' }] });
    const resourceArn = 'arn:aws:ecr:eu-west-1:111122223333:repository/r';
    call('TagResource', { resourceArn, tags: [{ Key: 'a', Value: '2' }] });
    expect(call('ListTagsForResource', { resourceArn })).toEqual({ tags: [{ Key: 'a', Value: '2' }] });
  });

  test('is listed by name, a hundred a page', () => {
    const { call, registry } = world();
    const names = Array.from({ length: 101 }, (_, i) => `r${String(i).padStart(3, '0')}`);
    for (const repositoryName of names.toReversed()) registry.place({ repositoryName, createdAt: new Date(0) });
    const { repositories, nextToken } = call('DescribeRepositories');
    expect([repositories.length, repositories[0].repositoryName]).toEqual([100, 'r000']);
    expect(call('DescribeRepositories', { nextToken })).toMatchObject({ repositories: [{ repositoryName: 'r100' }] });
  });
});

describe('an image', () => {
  const finding = { severity: 'CRITICAL', when: '2026-10-01T00:00:00Z' };
  const scanned = '2026-10-02T00:00:00Z';
  function scans(images: Parameters<ReturnType<typeof ecr>['place']>[0]['images'] = {}) {
    const { call, registry } = world();
    registry.place({ ...named, images, createdAt: new Date(0) });
    return {
      call,
      of: (imageDigest: string, more = {}) => call('DescribeImageScanFindings', { ...named, imageId: { imageDigest }, ...more }),
    };
  }

  test('tells since when Inspector has known each finding, page by page, and ECR itself when it looked', () => {
    const { of } = scans({
      inspected: { scanned, findings: Array.from({ length: 101 }, () => finding) },
      looked: { scanned, findings: [{ severity: 'HIGH' }] },
    });
    const first = of('inspected');
    expect(first).toMatchObject({ imageScanStatus: { status: 'ACTIVE' }, nextToken: '100' });
    const rest = of('inspected', { nextToken: '100' });
    expect(rest.imageScanFindings.enhancedFindings).toMatchObject([{ severity: 'CRITICAL', firstObservedAt: new Date(finding.when) }]);
    expect(rest).not.toHaveProperty('nextToken');
    expect(of('looked')).toMatchObject({
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { imageScanCompletedAt: new Date(scanned), findings: [{ severity: 'HIGH' }] },
    });
  });

  test('whose scan has expired, that nobody has scanned, and that is deleted, tells nothing', () => {
    const { call, of } = scans({ old: { scanned, status: 'SCAN_ELIGIBILITY_EXPIRED', findings: [finding] }, fresh: { findings: [] } });
    expect(of('old')).not.toHaveProperty('imageScanFindings');
    expect(() => of('fresh')).toThrow('Image scan does not exist');
    call('BatchDeleteImage', { ...named, imageIds: [{ imageDigest: 'old' }] });
    expect(() => of('old')).toThrow('does not exist within the repository');
  });
});
