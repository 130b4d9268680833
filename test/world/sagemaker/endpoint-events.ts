/** How an endpoint's states are told on the bus. */
import { epochMs } from '../casing.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Endpoint } from './endpoint-life.ts';
import { tagMap } from './requests.ts';

rule(
  'endpoint.event',
  'documented',
  'every change of status is a state-change event, status in SCREAMING_CASE, times in epoch milliseconds',
  'test/events/sagemaker-endpoint-state-change.json',
);
rule(
  'endpoint.deployment-event',
  'documented',
  'an update is also told as a deployment state change with the pending configuration',
  'test/events/sagemaker-endpoint-deployment-state-change.json',
);

export function announce(habitat: Habitat, e: Endpoint): void {
  const event = { source: 'aws.sagemaker', resources: [e.EndpointArn] };
  const detail = {
    EndpointName: e.EndpointName,
    EndpointArn: e.EndpointArn,
    EndpointConfigName: e.EndpointConfigName,
    ProductionVariants: e.ProductionVariants,
    EndpointStatus: e.EndpointStatus.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
    CreationTime: e.CreationTime.getTime(),
    LastModifiedTime: e.LastModifiedTime.getTime(),
    Tags: tagMap(e.Tags),
  };
  habitat.emit({ ...event, 'detail-type': 'SageMaker Endpoint State Change', detail });
  if (!e.PendingDeploymentSummary) return;
  const PendingDeploymentSummary = epochMs(e.PendingDeploymentSummary);
  habitat.emit({ ...event, 'detail-type': 'SageMaker Endpoint Deployment State Change', detail: { ...detail, PendingDeploymentSummary } });
}
