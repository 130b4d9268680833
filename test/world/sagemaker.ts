/** SageMaker: notebook instances, models, endpoint configurations, endpoints. */
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import type { EndpointConfigs } from './sagemaker/endpoint-configs.ts';
import { endpointConfigs } from './sagemaker/endpoint-configs.ts';
import type { Endpoints } from './sagemaker/endpoints.ts';
import { endpoints } from './sagemaker/endpoints.ts';
import type { Models } from './sagemaker/models.ts';
import { models } from './sagemaker/models.ts';
import type { Notebooks } from './sagemaker/notebooks.ts';
import { notebooks } from './sagemaker/notebooks.ts';
import { tags } from './sagemaker/tags.ts';

export interface SageMaker extends Service {
  readonly notebooks: Notebooks;
  readonly models: Models;
  readonly configs: EndpointConfigs;
  readonly endpoints: Endpoints;
}

export function sagemaker(habitat: Habitat): SageMaker {
  const ours = { notebooks: notebooks(habitat), models: models(habitat) };
  const configs = endpointConfigs(habitat, ours.models);
  const all = { ...ours, configs, endpoints: endpoints(habitat, configs) };
  const parts = [...Object.values(all), tags([ours.notebooks.shelf, all.endpoints.shelf])];
  const reads = Object.assign({}, ...parts.map((part) => part.reads));
  const writes = Object.assign({}, ...parts.map((part) => part.writes));
  return { ...all, ...service(habitat, 'sagemaker', { reads, writes }) };
}
