/** How an endpoint is moved to a clone of its configuration: a configuration cannot be changed, only what an endpoint runs can. */
import { isDeepStrictEqual } from 'node:util';
import type { VariantPropertyType } from '@aws-sdk/client-sagemaker';
import type { Expect, Next, Resource, Tell } from '../engine/remediation.ts';
import type { EndpointState, EndpointTable } from './endpoint.ts';
import { cloneName, type EndpointConfig } from './endpoint-config.ts';

export type MoveCalls = 'CreateEndpointConfig' | 'UpdateEndpoint';
type Move = Next<EndpointState, Pick<EndpointTable, MoveCalls>>;

/** `overrides`: what the clone decides, not the endpoint as it is. `shows`: what the endpoint shows once it runs the clone, beside its name. */
export interface Change {
  readonly content: EndpointConfig;
  readonly overrides?: readonly VariantPropertyType[];
  readonly shows?: Expect<EndpointState>;
  /** Where a move back to the old configuration does not bring back what was: what it does not. */
  readonly loses?: string;
}

const tell = (why: string): Tell => ({ do: 'tell', why });

/** The configuration that can be cloned, or why there is none. */
export function origin({ status, config, configName }: EndpointState): EndpointConfig | Tell {
  if (status !== 'InService')
    return tell(`an endpoint in status ${status} takes no update: whether it is still wanted is for its owner to say`);
  return config ?? tell(`the configuration ${configName} is gone, so there is nothing to clone: move the endpoint to another one`);
}

/** First the clone, then the move. Instance counts, weights and the deployment configuration stay as the endpoint has them. */
export function moved(state: EndpointState, { name }: Resource, { content, overrides, shows, loses }: Change): Move {
  const { configName, clones, deployment } = state;
  // Neither do tags come with its content, nor is the right to set them ours: docs/decisions/0016.
  if (content.ExecutionRoleArn)
    return tell(`a clone of ${configName} needs iam:PassRole on ${content.ExecutionRoleArn}, which is not ours`);
  const clone = cloneName(configName, content);
  const there = clones[clone];
  if (!there) {
    return {
      do: 'step',
      call: { api: 'CreateEndpointConfig', input: { ...content, EndpointConfigName: clone } },
      effect: 'reversible',
      expect: { clones: { [clone]: content } },
      loses:
        `nothing: a configuration runs nothing by itself, and ${clone} may be deleted at any time before an endpoint runs it; ` +
        `it does not bear the tags of ${configName}`,
    };
  }
  if (!isDeepStrictEqual(there, content)) return tell(`the configuration ${clone} exists and is not the clone it is named after`);
  const to = (EndpointConfigName: string) => {
    const how = {
      RetainAllVariantProperties: true,
      ...(overrides && { ExcludeRetainedVariantProperties: overrides.map((VariantPropertyType) => ({ VariantPropertyType })) }),
      ...(deployment && { DeploymentConfig: deployment }),
    };
    return { api: 'UpdateEndpoint', input: { EndpointName: name, EndpointConfigName, ...how } } as const;
  };
  const back = loses === undefined ? { undo: to(configName) } : { loses };
  return { do: 'step', call: to(clone), effect: 'disruptive', expect: { configName: clone, ...shows }, ...back };
}
