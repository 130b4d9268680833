import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import type { EndpointTable } from '../../resources/endpoint.ts';
import { deleted } from '../../resources/endpoint-deletion.ts';
import { newborn } from '../../resources/newborn.ts';
import { modelsOf, type Network, type ServingState, servingEndpoint } from '../../resources/serving.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::Endpoint';
const MODEL = 'AWS::SageMaker::Model';
const running = { type: TYPE, id: 'endpointName' };
const RULES = ['sagemaker-model-isolation-enabled', 'sagemaker-model-in-vpc'];
const names = { name: 'EndpointName', arn: 'EndpointArn' };

/** What a model may lack, and how that is said. */
const LACKS = {
  vpc: (n: Network) => !n.vpc && 'outside a VPC',
  'network-isolation': (n: Network) => !n.isolated && 'without network isolation',
};
const settings = z.strictObject({
  newborn,
  demands: z._default(z.array(z.enum(['vpc', 'network-isolation'])).check(z.minLength(1)), ['vpc', 'network-isolation']),
});
type Settings = z.infer<typeof settings>;

const lacking = (network: Network, { demands }: Settings): string =>
  demands
    .map((want) => LACKS[want](network))
    .filter((lack) => lack !== false)
    .join(' and ');
const unread = ({ config, configName, serves }: ServingState): string | undefined => {
  if (!config) return `its configuration ${configName} has been deleted, so nobody can tell what it serves`;
  const gone = modelsOf(config).filter((model) => !Object.hasOwn(serves, model));
  return gone.length === 0 ? undefined : `${gone.join(', ')} has been deleted, so nobody can tell how it is isolated`;
};

/**
 * A model cannot be changed, and nothing of AWS says what an endpoint ran before. So an endpoint that was just made may be deleted, where
 * `newborn` says so; of any other the deletion is what policy makes of a destructive step, and its owner is told what to build.
 */
export const remediation: Remediation<ServingState, EndpointTable, 'DeleteEndpoint', Settings> = {
  id: 'endpoint-isolation',
  family: 'endpoints',
  title: 'The endpoint serves models inside a VPC and in network isolation only',
  severity: 'medium',
  standards: ['SageMaker.5', ...RULES, 'ATLAS AML.T0025'],
  triggers: [
    cloudtrail('sagemaker', { CreateEndpoint: running, UpdateEndpoint: running }),
    configRule(MODEL, RULES),
    ...securityHub(MODEL, ['SageMaker.5']),
    stateChange('SageMaker Endpoint State Change', TYPE, names),
    stateChange('SageMaker Endpoint Deployment State Change', TYPE, names),
  ],
  kind: servingEndpoint,
  calls: ['DeleteEndpoint'],
  settings,
  flaw(state, ctx) {
    const wrong = Object.entries(state.serves).flatMap(([model, network]) => {
      const lacks = lacking(network, ctx.settings);
      return lacks === '' ? [] : [`${model} ${lacks}`];
    });
    const says = wrong.length > 0 ? `it serves ${wrong.join(', ')}` : unread(state);
    return says === undefined ? undefined : { says, contained: false };
  },
  repair(state, resource, ctx) {
    const unknown = unread(state);
    return unknown === undefined ? deleted(state, resource, ctx) : { do: 'tell', why: unknown };
  },
};
