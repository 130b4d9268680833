/** The repository or the package of CodeArtifact that an event suggests. */
import type { Suggestions } from './suggest-role.ts';

const tags = { 'sagemaker:project-name': 'its-project' };
const partsOf = (id: string): readonly string[] => id.replace(/^arn:.*:(repository|package)\//, '').split('/');

export const ARTIFACTS: Suggestions = {
  'AWS::CodeArtifact::Repository': (ref, { requestParameters }) => {
    const [domain, repository] = partsOf(ref.id);
    const connections = [requestParameters?.externalConnection ?? 'public:pypi'];
    return { artifactRepositories: [{ domain, repository, connections, tags }] };
  },
  'AWS::CodeArtifact::Package': (ref, { requestParameters }) => {
    const [domain, repository, format, namespace, name] = partsOf(ref.id);
    const restrictions = requestParameters?.restrictions ?? { publish: 'ALLOW', upstream: 'ALLOW' };
    const named = { domain, repository, format, ...(namespace && { namespace }), package: name };
    return {
      artifactRepositories: [{ domain, repository, tags }],
      artifactPackages: [{ ...named, ...restrictions, versions: { '1.0.0': 'here' } }],
    };
  },
};
