/** How an endpoint passes from state to state, and who hears of it. */
import type { DescribeEndpointOutput, EndpointStatus, Tag } from '@aws-sdk/client-sagemaker';
import { epochMs } from '../casing.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import type { EndpointConfigs } from './endpoint-configs.ts';
import { arnOf, between, tagMap } from './requests.ts';
import { shown } from './variants.ts';

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
rule('endpoint.durations', 'assumed', 'Creating 3-8 minutes, Updating 3-8, SystemUpdating 2-5, RollingBack 1-3, Deleting 5-60 s', 'none');
rule(
  'endpoint.failed-update',
  'observed',
  'an update that fails leaves the endpoint InService on its old configuration, with a FailureReason',
  'hashicorp/terraform-provider-aws issues 39099, 46663',
);
rule(
  'endpoint.rolling-back',
  'assumed',
  'it passes through RollingBack, or ends in UpdateRollbackFailed',
  'SageMaker API, EndpointStatus names both',
);

export interface Endpoint extends DescribeEndpointOutput {
  readonly EndpointName: string;
  readonly EndpointArn: string;
  readonly EndpointConfigName: string;
  readonly EndpointStatus: EndpointStatus;
  readonly CreationTime: Date;
  readonly LastModifiedTime: Date;
  readonly Tags?: Tag[] | undefined;
}

export interface EndpointLife {
  /** To a new state, announced; a state AWS works in ends by itself, and then `after` shows. */
  move(endpoint: Endpoint, after?: Partial<Endpoint>): void;
  /** Furnishes an endpoint that has always been there, InService unless said otherwise; one in a passing state goes on from there. */
  place(given: Partial<Endpoint> & Pick<Endpoint, 'EndpointName' | 'EndpointConfigName'>): Endpoint;
  /** AWS moves it by itself: maintenance, out of service. */
  turn(name: string, status: EndpointStatus, more?: Partial<Endpoint>): void;
  /** The next Creating or Updating of that name fails; an update rolls back, or `stuck` fails even in that. */
  failNext(name: string, reason: string, stuck?: boolean): void;
}

const passing: { readonly [status: string]: readonly [number, number] } = {
  Creating: [180, 480],
  Updating: [180, 480],
  SystemUpdating: [120, 300],
  RollingBack: [60, 180],
  Deleting: [5, 60],
};

export function endpointLife(habitat: Habitat, kept: Shelf<Endpoint>, configs: EndpointConfigs): EndpointLife {
  const failing = new Map<string, { reason: string; stuck: boolean }>();

  function ended(endpoint: Endpoint, after: Partial<Endpoint>): Endpoint {
    const failure = failing.get(endpoint.EndpointName);
    const { PendingDeploymentSummary: pending, ...rest } = endpoint;
    if (endpoint.EndpointStatus === 'Creating' || endpoint.EndpointStatus === 'Updating') {
      failing.delete(endpoint.EndpointName);
      const lost = [endpoint.EndpointConfigName, pending?.EndpointConfigName].find((name) => name && !configs.shelf.truth(name));
      const reason = failure?.reason ?? (lost && `Could not find endpoint configuration "${configs.arn(lost)}".`);
      const failed = endpoint.EndpointStatus === 'Creating' ? 'Failed' : failure?.stuck ? 'UpdateRollbackFailed' : 'RollingBack';
      if (reason) return { ...rest, EndpointStatus: failed, FailureReason: reason };
    }
    return { ...rest, ...after, EndpointStatus: 'InService' };
  }

  function goOn(endpoint: Endpoint, after: Partial<Endpoint>): void {
    const takes = passing[endpoint.EndpointStatus];
    if (!takes) return;
    habitat.clock.at(habitat.clock.now() + between(habitat, takes), () => {
      if (kept.truth(endpoint.EndpointName) !== endpoint) return;
      if (endpoint.EndpointStatus === 'Deleting') kept.put(endpoint.EndpointName, undefined);
      else move(ended(endpoint, after));
    });
  }

  function move(endpoint: Endpoint, after: Partial<Endpoint> = {}): void {
    const moved = { ...endpoint, LastModifiedTime: new Date(habitat.clock.now()) };
    kept.put(moved.EndpointName, moved);
    announce(habitat, moved);
    goOn(moved, after);
  }

  return {
    move,
    failNext: (name, reason, stuck = false) => void failing.set(name, { reason, stuck }),
    place(given) {
      const CreationTime = given.CreationTime ?? new Date(habitat.clock.now() - 30 * 86_400_000);
      const config = configs.shelf.truth(given.EndpointConfigName) ?? configs.place({ EndpointConfigName: given.EndpointConfigName });
      const shows = shown(config);
      const endpoint: Endpoint = {
        EndpointArn: arnOf(habitat, 'endpoint', given.EndpointName),
        EndpointStatus: 'InService',
        LastModifiedTime: CreationTime,
        ...(given.EndpointStatus === 'Creating' ? {} : shows),
        ...given,
        CreationTime,
      };
      kept.place(endpoint.EndpointName, endpoint);
      goOn(endpoint, endpoint.EndpointStatus === 'Creating' ? shows : {});
      return endpoint;
    },
    turn(name, status, more = {}) {
      const endpoint = kept.truth(name);
      if (!endpoint) throw new Error(`no endpoint ${name} in the world`);
      move({ ...endpoint, ...more, EndpointStatus: status });
    },
  };
}

function announce(habitat: Habitat, e: Endpoint): void {
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
