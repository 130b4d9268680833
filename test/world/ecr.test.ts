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
