/** What an event suggests that speaks of an image or of scanning: what is wrong with it, and the pipeline of ML that deploys it. */
import { type Detail, type Fields, text } from './suggest-role.ts';

const action = (name: string, category: string, provider: string, configuration: Fields = {}) => ({
  name,
  actions: [{ name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, configuration }],
});
const pipelineName = 'its-pipeline';
const roleArn = 'arn:aws:iam::111122223333:role/service-role/AmazonSageMakerServiceCatalogProductsUseRole';
const artifactStore = { type: 'S3', location: 'artifacts', encryptionKey: { id: 'alias/artifacts', type: 'KMS' } };

interface Finding {
  readonly details?: { readonly awsEcrContainerImage?: { readonly imageHash?: string } };
}
/** A scan says it itself, a finding by its resource. */
function digestOf({ resources, 'image-digest': scanned }: Detail): string | undefined {
  const [first] = Array.isArray(resources) ? (resources as readonly (Finding | null)[]) : [];
  return text(scanned) ?? text(first?.details?.awsEcrContainerImage?.imageHash);
}

/** Undefined where the event speaks of no image. */
export function fed(repositoryName: string, detail: Detail) {
  const digest = digestOf(detail);
  if (digest === undefined) return undefined;
  const found = { scanned: '2026-01-08T09:00:00Z', findings: [{ severity: 'CRITICAL', when: '2026-01-01T09:00:00Z' }] };
  const stages = [
    action('Source', 'Source', 'ECR', { RepositoryName: repositoryName, ImageTag: 'latest' }),
    action('Approve', 'Approval', 'Manual'),
    action('Deploy', 'Deploy', 'ECS'),
  ];
  const run = { pipelineName, pipelineExecutionId: '01234567-0123-4123-8123-0123456789ab', revisions: { Source: digest } };
  return {
    repositories: [{ repositoryName, images: { [digest]: found } }],
    pipelines: [{ name: pipelineName, versions: [{ roleArn, artifactStore, stages }] }],
    executions: [run],
  };
}

type Rules = readonly { readonly scanFrequency: string; readonly repositoryFilters?: readonly { readonly filter: string }[] }[];
/** The registry as somebody has set it; where nothing is said of that, it scans nothing. */
export function unscanned({ requestParameters, 'scan-type': type }: Detail) {
  const rules = (requestParameters?.rules ?? []) as Rules;
  const filters = rules.map(({ scanFrequency, repositoryFilters = [] }) => [scanFrequency, repositoryFilters.map(({ filter }) => filter)]);
  const scanType = text(requestParameters?.scanType) ?? text(type);
  return { imageScanning: [{ ...(scanType && { scanType }), rules: Object.fromEntries(filters) }] };
}
