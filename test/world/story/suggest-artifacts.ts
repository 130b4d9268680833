/** The repository or the package of CodeArtifact that an event suggests; and the version of a model, if it speaks of an object. */
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

/** An approved version that is made of the object, which was another when it was registered. GuardDuty's finding is there, if it is one. */
export const OBJECTS: Suggestions = {
  'AWS::S3::Object': (ref, detail) => {
    const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(ref.id) ?? [];
    const deleted = 'deletion-type' in detail;
    const updates = [{ ago: '20m', by: 'user/somebody-else', asks: { ModelApprovalStatus: 'Approved' } }];
    const made = { Containers: [{ Image: 'its-image', ModelDataUrl: ref.id }] };
    const version = { ModelPackageGroupName: 'its-models', ModelPackageVersion: 1, createdBy: 'user/somebody', age: '1h' };
    return {
      modelPackages: [{ ...version, InferenceSpecification: made, updates }],
      objects: [
        {
          Bucket,
          Key,
          versions: [
            { ago: '2h', Body: 'registered' },
            { ago: '10s', ...(!deleted && { Body: 'another' }) },
          ],
        },
      ],
    };
  },
};
