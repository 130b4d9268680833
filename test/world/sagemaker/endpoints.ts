/** Endpoints: what is asked of them and what is refused. */
import type { CreateEndpointInput, ListEndpointsInput, UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { shelf } from '../stale.ts';
import type { EndpointConfigs } from './endpoint-configs.ts';
import type { Endpoint, EndpointLife } from './endpoint-life.ts';
import { endpointLife } from './endpoint-life.ts';
import { arnOf, invalid, nameFrom, page } from './requests.ts';
import { shown } from './variants.ts';

rule(
  'endpoint.texts',
  'observed',
  '"Could not find endpoint "arn"."; "Cannot create already existing endpoint "arn"."',
  'aws/amazon-sagemaker-examples issue 2402; aws/sagemaker-python-sdk issue 101',
);
rule(
  'endpoint.in-progress',
  'observed',
  'Update or Delete while AWS is at work on it: "Cannot update in-progress endpoint "arn"."',
  'that answer in stubs and error tables of several public repositories',
);
rule('endpoint.failed-only-delete', 'documented', 'a Failed endpoint takes DeleteEndpoint only', 'SageMaker API, EndpointStatus');
rule(
  'endpoint.update-in-service',
  'assumed',
  'Update of Failed, OutOfService or UpdateRollbackFailed: "Cannot update endpoint "arn" with status X."',
  'no text found',
);
rule(
  'endpoint.config-stale',
  'documented',
  'the configuration is looked up by an eventually consistent read',
  'SageMaker API, CreateEndpoint; for UpdateEndpoint assumed alike',
);
rule(
  'endpoint.old-config-gone',
  'observed',
  'an update of an endpoint whose present configuration was deleted does not find that one',
  'hashicorp/terraform-provider-aws issue 40048',
);
rule(
  'endpoint.last-deployment',
  'documented',
  'the deployment configuration is kept only with RetainDeploymentConfig',
  'SageMaker API, UpdateEndpoint',
);
rule(
  'endpoint.old-name',
  'documented',
  'while Updating, EndpointConfigName is still the old one',
  'test/events/sagemaker-endpoint-deployment-state-change.json',
);

export interface Endpoints extends Operations, Pick<EndpointLife, 'place' | 'turn' | 'failNext'> {
  readonly shelf: Shelf<Endpoint>;
}
interface Named {
  readonly EndpointName?: string | undefined;
}

export function endpoints(habitat: Habitat, configs: EndpointConfigs): Endpoints {
  const kept = shelf<Endpoint>(habitat, 20);
  const { move, ...life } = endpointLife(habitat, kept, configs);
  return { shelf: kept, ...life, reads: reads(habitat, kept), writes: writes(habitat, kept, configs, move) };
}

const name = (input: Named) => nameFrom(input.EndpointName, 'endpointName');
const arn = (habitat: Habitat, input: Named) => arnOf(habitat, 'endpoint', name(input));
function found(habitat: Habitat, input: Named, from: Shelf<Endpoint>['truth']): Endpoint {
  const endpoint = from(name(input));
  if (!endpoint) throw invalid(`Could not find endpoint "${arn(habitat, input)}".`);
  return endpoint;
}

const reads = (habitat: Habitat, kept: Shelf<Endpoint>): Operations['reads'] => ({
  DescribeEndpoint(input: Named) {
    const { Tags, ...described } = found(habitat, input, kept.read);
    return described;
  },
  ListEndpoints(input: ListEndpointsInput) {
    const all = kept.list().sort((a, b) => b.CreationTime.getTime() - a.CreationTime.getTime());
    const { items, ...rest } = page(all, input, (e) => ({ name: e.EndpointName, status: e.EndpointStatus }));
    return { Endpoints: items.map(summary), ...rest };
  },
});

const atWork = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

function writes(habitat: Habitat, kept: Shelf<Endpoint>, configs: EndpointConfigs, move: EndpointLife['move']): Operations['writes'] {
  const idle = (input: Named): Endpoint => {
    const endpoint = found(habitat, input, kept.truth);
    if (atWork.includes(endpoint.EndpointStatus)) throw invalid(`Cannot update in-progress endpoint "${endpoint.EndpointArn}".`);
    return endpoint;
  };
  return {
    CreateEndpoint(input: CreateEndpointInput) {
      const EndpointArn = arn(habitat, input);
      if (kept.truths().some((other) => other.EndpointArn === EndpointArn))
        throw invalid(`Cannot create already existing endpoint "${EndpointArn}".`);
      const config = configs.find(input.EndpointConfigName);
      const now = new Date(habitat.clock.now());
      const named = { EndpointName: name(input), EndpointArn, EndpointConfigName: config.EndpointConfigName, Tags: input.Tags };
      const born = { CreationTime: now, LastModifiedTime: now, LastDeploymentConfig: input.DeploymentConfig };
      move({ ...named, ...born, EndpointStatus: 'Creating' }, shown(config));
      return { EndpointArn };
    },
    UpdateEndpoint(input: UpdateEndpointInput) {
      const endpoint = idle(input);
      const { EndpointArn, EndpointStatus } = endpoint;
      if (EndpointStatus !== 'InService') throw invalid(`Cannot update endpoint "${EndpointArn}" with status ${EndpointStatus}.`);
      const config = configs.find(input.EndpointConfigName);
      configs.find(endpoint.EndpointConfigName);
      const shows = { ...shown(config, endpoint, input), EndpointConfigName: config.EndpointConfigName };
      const LastDeploymentConfig = input.DeploymentConfig ?? (input.RetainDeploymentConfig ? endpoint.LastDeploymentConfig : undefined);
      const PendingDeploymentSummary = pending(shows, new Date(habitat.clock.now()));
      move(
        { ...endpoint, EndpointStatus: 'Updating', FailureReason: undefined, PendingDeploymentSummary },
        { ...shows, LastDeploymentConfig },
      );
      return { EndpointArn };
    },
    DeleteEndpoint: (input: Named) => move({ ...idle(input), EndpointStatus: 'Deleting' }),
  };
}

const pending = (shows: Pick<Endpoint, 'EndpointConfigName' | 'ProductionVariants'>, StartTime: Date) => ({
  EndpointConfigName: shows.EndpointConfigName,
  StartTime,
  ProductionVariants: shows.ProductionVariants?.map((v) => ({ ...v, VariantStatus: [{ Status: 'Creating' as const, StartTime }] })),
});
const summary = ({ EndpointName, EndpointArn, CreationTime, LastModifiedTime, EndpointStatus }: Endpoint) => ({
  EndpointName,
  EndpointArn,
  CreationTime,
  LastModifiedTime,
  EndpointStatus,
});
