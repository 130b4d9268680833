import { describe, expect, test } from 'vitest';
import { repository, repositoryOf } from '../../src/resources/repository.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::ECR::Repository';
const ARN = 'arn:aws:ecr:eu-west-1:111122223333:repository/churn/train';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = repositoryOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'churn/train');
const info = { repositoryName: 'churn/train', createdAt: new Date('2026-10-01T00:00:00Z'), imageTagMutability: 'IMMUTABLE' };
const absent = () => Promise.reject(refusal('RepositoryPolicyNotFoundException'));
const nothing = { GetRepositoryPolicy: absent, ListTagsForResource: () => ({ tags: [] }) };

describe('a repository', () => {
  test.each([ARN, 'churn/train'])('named %s is located without asking', async (id) => {
    answer({});
    expect(await repository.locate({ type: TYPE, id, ...at })).toEqual([resource]);
    expect(resource).toMatchObject({ key: `aws/${TYPE}/111122223333/eu-west-1/churn/train`, arn: ARN, name: 'churn/train' });
  });

  test('is listed page by page', async () => {
    answer({
      DescribeRepositories: ({ nextToken }: { nextToken?: string }) =>
        nextToken ? { repositories: [{ repositoryName: 'b' }] } : { repositories: [info], nextToken: 'n' },
    });
    expect((await all(repository.list())).map(({ name }) => name)).toEqual(['churn/train', 'b']);
  });

  test('without policy and tags says nothing of ML', async () => {
    answer({ DescribeRepositories: () => ({ repositories: [info] }), ...nothing });
    expect(await repository.inspect(resource)).toEqual({
      born: '2026-10-01T00:00:00.000Z',
      linked: [],
      state: { account: '111122223333', mutability: 'IMMUTABLE', exclusions: [] },
    });
  });

  test('is read with its filters in order and its policy as a document', async () => {
    const filters = [{ filter: 'latest' }, { filter: 'dev-*' }];
    answer({
      DescribeRepositories: () => ({ repositories: [{ ...info, imageTagMutabilityExclusionFilters: filters }] }),
      GetRepositoryPolicy: () => ({ policyText: '{"Statement":{"Effect":"Allow","Sid":"100%"}}' }),
      ListTagsForResource: () => ({ tags: [] }),
    });
    const seen = await repository.inspect(resource);
    expect(seen?.state).toMatchObject({ exclusions: ['dev-*', 'latest'], policy: { Statement: [{ Effect: 'Allow', Sid: '100%' }] } });
  });

  test.each<[says: string, name: string, policyText: string | undefined, tags: object[]]>([
    ['its name', 'sagemaker-x', undefined, []],
    ['its tags', 'x', undefined, [{ Key: 'sagemaker:project-name', Value: 'churn' }]],
    ['its policy', 'x', '{"Statement":[{"Principal":{"Service":"sagemaker.amazonaws.com"}}]}', []],
  ])('is tied to ML by %s', async (_, name, policyText, tags) => {
    answer({
      DescribeRepositories: () => ({ repositories: [info] }),
      GetRepositoryPolicy: () => (policyText ? { policyText } : absent()),
      ListTagsForResource: () => ({ tags }),
    });
    expect((await repository.inspect({ ...resource, name }))?.linked).toEqual(['sagemaker']);
  });

  test('with a policy that is none is not judged', async () => {
    answer({ DescribeRepositories: () => ({ repositories: [info] }), ...nothing, GetRepositoryPolicy: () => ({ policyText: '{' }) });
    await expect(repository.inspect(resource)).rejects.toThrow(ARN);
  });

  test('that is not there is not there', async () => {
    answer({ DescribeRepositories: () => Promise.reject(refusal('RepositoryNotFoundException')) });
    expect(await repository.inspect(resource)).toBeUndefined();
  });

  test('has tags for people', async () => {
    answer({ ListTagsForResource: () => ({ tags: [{ Key: 'Owner', Value: 'ana' }] }) });
    expect(await repository.tags?.(resource)).toEqual({ Owner: 'ana' });
  });
});
