import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import * as z from 'zod/mini';
import type { Plain, Remediation } from '../../engine/remediation.ts';
import { type EndpointState, type EndpointTable, endpoint } from '../../resources/endpoint.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::Endpoint';
const running = { type: TYPE, id: 'endpointName' };
const names = { name: 'EndpointName', arn: 'EndpointArn' };

/**
 * Both are off by default. An alarm has to be there before it can be named, and steps take two instances of each variant, time and money:
 * what production owes, a trial does not. Steps that no alarm watches are wrong anywhere: whoever asked for them waits for nothing.
 */
const settings = z.strictObject({
  /** Whether alarms have to be named that roll a deployment back. */
  alarms: z._default(z.boolean(), false),
  /** Whether traffic has to move in steps: canary, linear or rolling. */
  steps: z._default(z.boolean(), false),
});
type Settings = z.infer<typeof settings>;
type Deployment = Plain<DeploymentConfig>;

const alarmsOf = (d: Deployment | undefined) => d?.AutoRollbackConfiguration?.Alarms ?? [];
/** A rolling deployment moves traffic like a linear one, under the same alarms (SageMaker guide, "Use rolling deployments"). */
const inSteps = (d: Deployment | undefined): boolean =>
  d?.RollingUpdatePolicy !== undefined || ['CANARY', 'LINEAR'].includes(d?.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration?.Type ?? '');

/**
 * For these AWS takes no deployment configuration, and moves all traffic at once (SageMaker guide, "Deployment guardrails" and its
 * "Exclusions"). Containers of the Marketplace are excluded as well, which a configuration does not say.
 */
const excluded = ({ config }: EndpointState): boolean =>
  [...(config?.ProductionVariants ?? []), ...(config?.ShadowProductionVariants ?? [])].some(
    (v) => v.ServerlessConfig !== undefined || v.AcceleratorType !== undefined || /^ml\.inf1\./.test(v.InstanceType ?? ''),
  );

function faults(state: EndpointState, wanted: Settings): readonly string[] {
  if (excluded(state)) return [];
  const { deployment } = state;
  const steps = inSteps(deployment);
  const watched = alarmsOf(deployment).length > 0;
  return [
    ...(!watched && steps ? ['its last deployment moved traffic in steps that no alarm watched'] : []),
    ...(!watched && !steps && wanted.alarms ? ['no alarm rolls its deployments back'] : []),
    ...(wanted.steps && !steps ? ['its last deployment moved all traffic at once'] : []),
  ];
}

/** Minutes enough for an alarm of one-minute periods to go off. */
const BAKE = 300;
/** A canary of one instance is at most half of a variant that has two (SageMaker API reference, TrafficRoutingConfig). */
const canary = { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: BAKE } as const;
const atOnce = { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 } as const;

const single = ({ variants }: EndpointState): boolean => Object.values(variants).some(({ instances = 1 }) => instances < 2);

/** What the next update should be given: what there was, and what it lacked. */
function proposed(state: EndpointState): Deployment {
  const { deployment } = state;
  const named = alarmsOf(deployment);
  const AutoRollbackConfiguration = { Alarms: named.length > 0 ? named : [{ AlarmName: 'ALARM' }] };
  if (inSteps(deployment)) return { ...deployment, AutoRollbackConfiguration };
  const TrafficRoutingConfiguration = single(state) ? atOnce : canary;
  return { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration, TerminationWaitInSeconds: BAKE }, AutoRollbackConfiguration };
}

/** How a release spreads is its owner's to say, and an endpoint is not deployed again for it: people are told what to give the next update. */
export const remediation: Remediation<EndpointState, EndpointTable, never, Settings> = {
  id: 'endpoint-rollback',
  family: 'endpoints',
  title: 'A deployment of the endpoint moves traffic in watched steps and is rolled back by alarms',
  severity: 'low',
  standards: [],
  triggers: [
    cloudtrail('sagemaker', { CreateEndpoint: running, UpdateEndpoint: running }),
    stateChange('SageMaker Endpoint Deployment State Change', TYPE, names),
    // Until a deployment has ended, the one before it may be all that is shown.
    stateChange('SageMaker Endpoint State Change', TYPE, names),
  ],
  kind: endpoint,
  calls: [],
  settings,
  flaw(state, { settings }) {
    const wrong = faults(state, settings);
    return wrong.length > 0 ? { says: wrong.join('; '), contained: false } : undefined;
  },
  repair(state, _, { settings }) {
    const alarm = alarmsOf(state.deployment).length === 0 ? ', where ALARM is one of yours on what it answers (Invocation5XXErrors)' : '';
    const more = settings.steps && single(state) && !inSteps(state.deployment) ? '; steps take two instances of each variant' : '';
    return { do: 'tell', why: `give its next update this DeploymentConfig: ${JSON.stringify(proposed(state))}${alarm}${more}` };
  },
};
