import { describe, expect, it } from 'vitest';
import { cloudtrail } from '../../src/triggers/cloudtrail.ts';
import { packageCalled, repositoryCalled } from '../../src/triggers/code-artifact.ts';
import { outcome, sample } from './outcome.ts';

const TRIGGERS = [
  cloudtrail('codeartifact', {
    DeletePackage: { type: 'AWS::CodeArtifact::Package', id: packageCalled },
    DeleteRepository: { type: 'AWS::CodeArtifact::Repository', id: repositoryCalled },
  }),
];
function told(eventName: string, requestParameters: object | null): string {
  const event = sample('cloudtrail.codebuild.UpdateProject');
  Object.assign(event.detail, { eventSource: 'codeartifact.amazonaws.com', eventName, requestParameters, responseElements: null });
  return outcome({ ...event, source: 'aws.codeartifact' }, TRIGGERS);
}
const NAMED = { domain: 'd', repository: 'r', format: 'pypi', package: 'p' };
const RECORDED = { domainName: 'd', repositoryName: 'r', packageFormat: 'pypi', packageName: 'p' };

describe('a call to CodeArtifact', () => {
  it.each<[requestParameters: object | null, expected: string]>([
    [NAMED, 'Package d/r/pypi//p'],
    [RECORDED, 'Package d/r/pypi//p'],
    [{ ...NAMED, ...RECORDED, domainName: 'other' }, 'Package d/r/pypi//p'],
    [{ ...NAMED, namespace: 'n' }, 'Package d/r/pypi/n/p'],
    [{ ...RECORDED, packageNamespace: 'n' }, 'Package d/r/pypi/n/p'],
    [{ ...NAMED, namespace: '' }, 'Package d/r/pypi//p'],
    [{ ...NAMED, namespace: null }, 'Package d/r/pypi//p'],
    [{ ...NAMED, namespace: ['n'] }, '! detail.requestParameters.namespace'],
    [{ ...NAMED, domain: null }, '! detail.requestParameters.domain'],
    [{ ...NAMED, package: undefined }, '! detail.requestParameters.package'],
    [null, '! detail.requestParameters.domain'],
  ])('about a package names it in %j', (requestParameters, expected) => expect(told('DeletePackage', requestParameters)).toBe(expected));

  it.each<[requestParameters: object, expected: string]>([
    [{ domain: 'd', repository: 'r' }, 'Repository d/r'],
    [{ domainName: 'd', repositoryName: 'r' }, 'Repository d/r'],
    [{ domain: 'd' }, '! detail.requestParameters.repository'],
  ])('about a repository names it in %j', (requestParameters, expected) =>
    expect(told('DeleteRepository', requestParameters)).toBe(expected),
  );

  it.each<[domainOwner: unknown, expected: string]>([
    [undefined, 'Repository d/r'],
    [null, 'Repository d/r'],
    ['111122223333', 'Repository d/r'],
    ['999900001111', 'foreign'],
    ['nobody', '! detail.requestParameters.domainOwner'],
  ])('is about the domain of the account %j', (domainOwner, expected) =>
    expect(told('DeleteRepository', { domain: 'd', repository: 'r', domainOwner })).toBe(expected),
  );
});
