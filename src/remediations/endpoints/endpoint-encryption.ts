import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { Ctx, Next, Remediation, Resource } from '../../engine/remediation.ts';
import { type EndpointState, type EndpointTable, endpoint } from '../../resources/endpoint.ts';
import { cloneName, type EndpointConfig, encryptable } from '../../resources/endpoint-config.ts';
import { age, deletion, newborn } from '../../resources/newborn.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::Endpoint';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const running = { type: TYPE, id: 'endpointName' };
const names = { name: 'EndpointName', arn: 'EndpointArn' };

const settings = z.strictObject({
  newborn,
  /** ARN of the key that clones are encrypted with. Not an alias: a clone is recognised by what AWS gives back of it. */
  key: z.optional(z.string().check(z.regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, 'the ARN of a KMS key'))),
});
type Settings = z.infer<typeof settings>;
type Calls = 'CreateEndpointConfig' | 'UpdateEndpoint' | 'DeleteEndpoint';
type Repair = Next<EndpointState, Pick<EndpointTable, Calls>>;
const tell = (why: string): Repair => ({ do: 'tell', why });

/** Moves the endpoint to a clone of its configuration that differs by the key alone: first the clone, then the move. */
function encrypted(state: EndpointState, config: EndpointConfig, key: string, { name }: Resource): Repair {
  const content: EndpointConfig = { ...config, KmsKeyId: key };
  const clone = cloneName(state.configName, content);
  const there = state.clones[clone];
  if (!there) {
    return {
      do: 'step',
      call: { api: 'CreateEndpointConfig', input: { ...content, EndpointConfigName: clone } },
      effect: 'reversible',
      expect: { clones: { [clone]: content } },
      // Neither do they come with its content, nor is the right to set them ours: docs/decisions/0016.
      loses:
        `nothing: a configuration runs nothing by itself, and ${clone} may be deleted at any time before an endpoint runs it; ` +
        `it does not bear the tags of ${state.configName}`,
    };
  }
  if (!isDeepStrictEqual(there, content)) return tell(`the configuration ${clone} exists and is not the clone it is named after`);
  const move = (EndpointConfigName: string) => {
    const deployment = state.deployment && { DeploymentConfig: state.deployment };
    return {
      api: 'UpdateEndpoint',
      input: { EndpointName: name, EndpointConfigName, RetainAllVariantProperties: true, ...deployment },
    } as const;
  };
  return { do: 'step', call: move(clone), effect: 'disruptive', expect: { configName: clone }, undo: move(state.configName) };
}

function deleted(state: EndpointState, { name }: Resource, ctx: Ctx<Settings>): Repair {
  const variants = Object.entries(state.variants).map(
    ([variant, v]) => `${variant}: ${v.instances ?? '-'} instances, weight ${v.weight ?? '-'}`,
  );
  const rollout = state.deployment ? ` and deployment configuration ${JSON.stringify(state.deployment)}` : '';
  return {
    do: 'step',
    call: { api: 'DeleteEndpoint', input: { EndpointName: name } },
    effect: deletion(state.created, ctx),
    expect: 'gone',
    loses:
      `an endpoint that is ${age(state.created, ctx.now)} old: nothing answers under its name until it is created again from ` +
      `configuration ${state.configName}, which stays (${variants.join('; ')})${rollout}; its tags and scaling targets go with it`,
  };
}

/** A configuration cannot be changed, so the flaw is the endpoint's that runs it. */
export const remediation: Remediation<EndpointState, EndpointTable, Calls, Settings> = {
  id: 'endpoint-encryption',
  family: 'endpoints',
  title: 'The endpoint encrypts the volumes of its instances with a customer managed key',
  severity: 'medium',
  standards: ['sagemaker-endpoint-config-kms-key-required', 'sagemaker-endpoint-configuration-kms-key-configured'],
  triggers: [
    cloudtrail('sagemaker', {
      CreateEndpointConfig: { type: CONFIG, id: 'endpointConfigName' },
      CreateEndpoint: running,
      UpdateEndpoint: running,
    }),
    configRule(CONFIG, ['sagemaker-endpoint-config-kms-key-required', 'sagemaker-endpoint-configuration-kms-key-configured']),
    stateChange('SageMaker Endpoint State Change', TYPE, names),
    stateChange('SageMaker Endpoint Deployment State Change', TYPE, names),
  ],
  kind: endpoint,
  calls: ['CreateEndpointConfig', 'UpdateEndpoint', 'DeleteEndpoint'],
  settings,
  flaw({ config, configName }) {
    if (!config)
      return { says: `its configuration ${configName} has been deleted, so nobody can tell whether it has a key`, contained: false };
    if (config.KmsKeyId || encryptable(config) === 'none') return undefined;
    return { says: `its configuration ${configName} has no KmsKeyId`, contained: false };
  },
  repair(state, resource, ctx) {
    const { config, configName, status } = state;
    if (status !== 'InService')
      return tell(`an endpoint in status ${status} takes no update: whether it is still wanted is for its owner to say`);
    if (!config) return tell(`the configuration ${configName} is gone, so there is nothing to clone: move the endpoint to another one`);
    if (encryptable(config) === 'some')
      return tell(`${configName} mixes instances with and without local storage: AWS may refuse it a key`);
    if (ctx.settings.key === undefined) return deleted(state, resource, ctx);
    if (config.ExecutionRoleArn)
      return tell(`a clone of ${configName} needs iam:PassRole on ${config.ExecutionRoleArn}, which is not ours`);
    return encrypted(state, config, ctx.settings.key, resource);
  },
};
