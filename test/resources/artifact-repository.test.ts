import { describe, expect, test } from 'vitest';
import { artifactRepository, artifactRepositoryOf } from '../../src/resources/artifact-repository.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::CodeArtifact::Repository';
const ARN = 'arn:aws:codeartifact:eu-west-1:111122223333:repository/churn/packages';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = artifactRepositoryOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'churn/packages');
const is = { name: 'packages', createdTime: new Date('2026-10-01T00:00:00Z') };
const bare = { ListTagsForResource: () => ({}) };

describe('a package repository', () => {
  test.each([ARN, 'churn/packages'])('named %s is located without asking', async (id) => {
    answer({});
    expect(await artifactRepository.locate({ type: TYPE, id, ...at })).toEqual([resource]);
    expect(resource).toMatchObject({ key: `aws/${TYPE}/111122223333/eu-west-1/churn/packages`, arn: ARN, name: 'churn/packages' });
  });

  test('is listed page by page, unless it stands in the domain of another account', async () => {
    const named = (name: string, domainOwner: string) => ({ name, domainName: 'churn', domainOwner });
    answer({
      ListRepositories: ({ nextToken }: { nextToken?: string }) =>
        nextToken
          ? { repositories: [named('b', '111122223333')] }
          : { repositories: [named('a', '111122223333'), named('theirs', '999900001111')], nextToken: 'n' },
    });
    expect((await all(artifactRepository.list())).map(({ name }) => name)).toEqual(['churn/a', 'churn/b']);
  });

  test('that is connected to nothing says so', async () => {
    const asked: unknown[] = [];
    answer({
      ...bare,
      DescribeRepository: (input) => {
        asked.push(input);
        return { repository: is };
      },
    });
    expect(await artifactRepository.inspect(resource)).toEqual({
      born: '2026-10-01T00:00:00.000Z',
      linked: [],
      state: { repository: 'packages', connections: {} },
    });
    expect(asked).toEqual([{ domain: 'churn', domainOwner: '111122223333', repository: 'packages' }]);
  });

  test('is read with its connections', async () => {
    const externalConnections = [{ externalConnectionName: 'public:pypi', packageFormat: 'pypi', status: 'Available' }];
    answer({ ...bare, DescribeRepository: () => ({ repository: { ...is, externalConnections } }) });
    expect((await artifactRepository.inspect(resource))?.state.connections).toEqual({ 'public:pypi': 'pypi' });
  });

  test.each<[says: string, name: string, description: string | undefined, tags: object[]]>([
    ['its name', 'sagemaker/packages', undefined, []],
    ['its description', 'churn/packages', 'for SageMaker jobs', []],
    ['its tags', 'churn/packages', undefined, [{ key: 'sagemaker:project-name', value: 'churn' }]],
  ])('is tied to ML by %s', async (_, name, description, tags) => {
    answer({ DescribeRepository: () => ({ repository: { ...is, description } }), ListTagsForResource: () => ({ tags }) });
    expect((await artifactRepository.inspect({ ...resource, name }))?.linked).toEqual(['sagemaker']);
  });

  test('that is not there is not there', async () => {
    answer({ DescribeRepository: () => Promise.reject(refusal('ResourceNotFoundException')) });
    expect(await artifactRepository.inspect(resource)).toBeUndefined();
  });

  test('has tags for people', async () => {
    answer({ ListTagsForResource: ({ resourceArn }) => ({ tags: resourceArn === ARN ? [{ key: 'Owner', value: 'ana' }] : [] }) });
    expect(await artifactRepository.tags?.(resource)).toEqual({ Owner: 'ana' });
  });
});
