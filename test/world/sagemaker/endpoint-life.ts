/** How an endpoint passes from state to state, and who hears of it. */
import type { DescribeEndpointOutput, EndpointStatus, Tag } from '@aws-sdk/client-sagemaker';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import type { EndpointConfig, EndpointConfigs } from './endpoint-configs.ts';
import { announce } from './endpoint-events.ts';
import { arnOf, between } from './requests.ts';
import { shown } from './variants.ts';

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

interface Failure {
  readonly reason: string;
  readonly stuck: boolean;
}

export function endpointLife(habitat: Habitat, kept: Shelf<Endpoint>, configs: EndpointConfigs): EndpointLife {
  const failing = new Map<string, Failure>();

  function goOn(endpoint: Endpoint, after: Partial<Endpoint>): void {
    const takes = passing[endpoint.EndpointStatus];
    if (!takes) return;
    const name = endpoint.EndpointName;
    habitat.clock.at(habitat.clock.now() + between(habitat, takes), () => {
      if (kept.truth(name) !== endpoint) return;
      if (endpoint.EndpointStatus === 'Deleting') return kept.put(name, undefined);
      const deploying = endpoint.EndpointStatus === 'Creating' || endpoint.EndpointStatus === 'Updating';
      const failure = deploying ? (failing.get(name) ?? lostConfig(endpoint, configs)) : undefined;
      if (deploying) failing.delete(name);
      move(ended(endpoint, after, failure));
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
      const config = configs.shelf.truth(given.EndpointConfigName) ?? configs.place({ EndpointConfigName: given.EndpointConfigName });
      const endpoint = furnished(habitat, given, config);
      kept.place(endpoint.EndpointName, endpoint);
      goOn(endpoint, endpoint.EndpointStatus === 'Creating' ? shown(config) : {});
      return endpoint;
    },
    turn(name, status, more = {}) {
      const endpoint = kept.truth(name);
      if (!endpoint) throw new Error(`no endpoint ${name} in the world`);
      move({ ...endpoint, ...more, EndpointStatus: status });
    },
  };
}

function ended({ PendingDeploymentSummary, ...endpoint }: Endpoint, after: Partial<Endpoint>, failure: Failure | undefined): Endpoint {
  if (!failure) return { ...endpoint, ...after, EndpointStatus: 'InService' };
  const undone = failure.stuck ? 'UpdateRollbackFailed' : 'RollingBack';
  return { ...endpoint, FailureReason: failure.reason, EndpointStatus: endpoint.EndpointStatus === 'Creating' ? 'Failed' : undone };
}

function lostConfig(endpoint: Endpoint, configs: EndpointConfigs): Failure | undefined {
  const needed = [endpoint.EndpointConfigName, endpoint.PendingDeploymentSummary?.EndpointConfigName];
  const lost = needed.find((name) => name && !configs.shelf.truth(name));
  return lost ? { reason: `Could not find endpoint configuration "${configs.arn(lost)}".`, stuck: false } : undefined;
}

function furnished(habitat: Habitat, given: Parameters<EndpointLife['place']>[0], config: EndpointConfig): Endpoint {
  const CreationTime = given.CreationTime ?? new Date(habitat.clock.now() - 30 * 86_400_000);
  return {
    EndpointArn: arnOf(habitat, 'endpoint', given.EndpointName),
    EndpointStatus: 'InService',
    LastModifiedTime: CreationTime,
    ...(given.EndpointStatus === 'Creating' ? {} : shown(config)),
    ...given,
    CreationTime,
  };
}
