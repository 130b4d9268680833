/** SageMaker: notebook instances and their lifecycle configurations, models, endpoint configurations, endpoints, jobs of every sort, model package groups and what is in them. */
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import type { EndpointConfigs } from './sagemaker/endpoint-configs.ts';
import { endpointConfigs } from './sagemaker/endpoint-configs.ts';
import type { Endpoints } from './sagemaker/endpoints.ts';
import { endpoints } from './sagemaker/endpoints.ts';
import { type LifecycleConfigs, lifecycleConfigs } from './sagemaker/lifecycle-configs.ts';
import type { ModelPackageGroups } from './sagemaker/model-package-groups.ts';
import { modelPackageGroups } from './sagemaker/model-package-groups.ts';
import type { ModelPackages } from './sagemaker/model-packages.ts';
import { modelPackages } from './sagemaker/model-packages.ts';
import type { Models } from './sagemaker/models.ts';
import { models } from './sagemaker/models.ts';
import type { Notebooks } from './sagemaker/notebooks.ts';
import { notebooks } from './sagemaker/notebooks.ts';
import { autoMLJobs, tuningJobs } from './sagemaker/parent-jobs.ts';
import type { PlainJobs } from './sagemaker/plain-jobs.ts';
import { processingJobs, transformJobs } from './sagemaker/single-jobs.ts';
import { tags } from './sagemaker/tags.ts';
import type { TrainingJobs } from './sagemaker/training-jobs.ts';
import { trainingJobs } from './sagemaker/training-jobs.ts';

export interface SageMaker extends Service {
  readonly notebooks: Notebooks;
  readonly models: Models;
  readonly configs: EndpointConfigs;
  readonly endpoints: Endpoints;
  readonly trainingJobs: TrainingJobs;
  readonly processingJobs: PlainJobs;
  readonly transformJobs: PlainJobs;
  readonly tuningJobs: PlainJobs;
  readonly autoMLJobs: PlainJobs;
  readonly groups: ModelPackageGroups;
  readonly packages: ModelPackages;
  readonly lifecycleConfigs: LifecycleConfigs;
}

export function sagemaker(habitat: Habitat): SageMaker {
  const ours = {
    ...{ notebooks: notebooks(habitat), models: models(habitat) },
    ...{ trainingJobs: trainingJobs(habitat), groups: modelPackageGroups(habitat) },
    ...{ packages: modelPackages(habitat), lifecycleConfigs: lifecycleConfigs(habitat) },
    ...{ processingJobs: processingJobs(habitat), transformJobs: transformJobs(habitat) },
  };
  const configs = endpointConfigs(habitat, ours.models);
  const parents = { tuningJobs: tuningJobs(habitat, ours.trainingJobs), autoMLJobs: autoMLJobs(habitat) };
  const all = { ...ours, ...parents, configs, endpoints: endpoints(habitat, configs) };
  const plain = [ours.processingJobs.shelf, ours.transformJobs.shelf, parents.tuningJobs.shelf, parents.autoMLJobs.shelf];
  const jobs = [ours.trainingJobs.shelf, ...plain];
  const tagged = [ours.notebooks.shelf, all.endpoints.shelf, ours.groups.shelf, ours.lifecycleConfigs.shelf, ...jobs];
  const parts = [...Object.values(all), tags(tagged, configs.shelf)];
  const reads = Object.assign({}, ...parts.map((part) => part.reads));
  const writes = Object.assign({}, ...parts.map((part) => part.writes));
  return { ...all, ...service(habitat, 'sagemaker', { reads, writes }) };
}
