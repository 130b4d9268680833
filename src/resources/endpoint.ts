/** AWS::SageMaker::Endpoint, with the configuration it runs: a configuration cannot be changed, only what an endpoint runs can. */
import {
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  type DeploymentConfig,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { writer } from '../aws.ts';
import type { Kind, Plain, Resource, Table } from '../engine/remediation.ts';
import { placeOf } from './arn.ts';
import { onEndpoint } from './depends.ts';
import { type Capture, captureOf, type EndpointConfig } from './endpoint-config.ts';
import { clonesOf, describe, describeConfig, listed, running } from './endpoint-reads.ts';
import { endpointUse } from './endpoint-use.ts';
import { given } from './reading.ts';
import { every, named, nameOf, sagemaker } from './sagemaker.ts';
import { settling } from './status.ts';

const TYPE = 'AWS::SageMaker::Endpoint';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const NOUN = 'endpoint';

/**
 * `created` is ISO 8601. `config` is missing where the configuration was deleted under the running endpoint. `clones`: the
 * configurations, by name, that are named as clones of `configName`. `variants`: what is set on the endpoint and not in the configuration.
 * `capture`: what the endpoint shows, which an update may have retained from an older configuration. `deployment`: how it was last rolled out.
 */
export type EndpointState = {
  readonly status: string;
  readonly created: string;
  readonly configName: string;
  readonly config?: EndpointConfig;
  readonly clones: { readonly [name: string]: EndpointConfig };
  readonly capture?: Capture;
  readonly deployment?: Plain<DeploymentConfig>;
  readonly variants: { readonly [name: string]: { readonly instances?: number; readonly weight?: number } };
};

const client = (r: Resource) => writer(SageMakerClient, r);
const api = {
  CreateEndpointConfig: { client, command: CreateEndpointConfigCommand, iam: ['sagemaker:CreateEndpointConfig'] },
  // IAM asks for it on the endpoint and on the configuration (aws-controllers-k8s/community#1889).
  UpdateEndpoint: { client, command: UpdateEndpointCommand, iam: ['sagemaker:UpdateEndpoint'] },
  DeleteEndpoint: { client, command: DeleteEndpointCommand, iam: ['sagemaker:DeleteEndpoint'] },
} satisfies Table;
export type EndpointTable = typeof api;

const PASSING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];
const LASTING = ['InService', 'OutOfService', 'Failed', 'UpdateRollbackFailed'];

export const endpoint: Kind<EndpointState, EndpointTable> = {
  types: [TYPE, CONFIG],
  api,
  reads: ['sagemaker:DescribeEndpoint', 'sagemaker:DescribeEndpointConfig', 'sagemaker:ListEndpoints', 'sagemaker:ListEndpointConfigs'],
  arns: [every(NOUN), every('endpoint-config')],
  lag: 20,
  ...named(TYPE, NOUN, listed),
  async locate(ref) {
    const subjects = ref.type === CONFIG ? await running(ref) : [await nameOf(ref, listed)];
    return subjects.map((name) => sagemaker(TYPE, NOUN, placeOf(ref), name));
  },
  async inspect(r) {
    const is = await describe(r.region, r.name);
    if (!is) return undefined;
    const created = given(is.CreationTime, 'CreationTime').toISOString();
    const configName = given(is.EndpointConfigName, 'EndpointConfigName');
    const [config, clones] = await Promise.all([describeConfig(r.region, configName), clonesOf(r.region, configName)]);
    const capture = captureOf(is.DataCaptureConfig);
    const state: EndpointState = {
      status: given(is.EndpointStatus, 'EndpointStatus'),
      created,
      configName,
      ...(config && { config }),
      clones,
      ...(capture && { capture }),
      ...(is.LastDeploymentConfig && { deployment: JSON.parse(JSON.stringify(is.LastDeploymentConfig)) as Plain<DeploymentConfig> }),
      variants: Object.fromEntries(
        (is.ProductionVariants ?? []).map((v) => [
          given(v.VariantName, 'VariantName'),
          {
            ...(v.DesiredInstanceCount !== undefined && { instances: v.DesiredInstanceCount }),
            ...(v.DesiredWeight !== undefined && { weight: v.DesiredWeight }),
          },
        ]),
      ),
    };
    return { born: created, state, linked: ['sagemaker'], depends: onEndpoint(is.ProductionVariants, config) };
  },
  inUse: endpointUse,
  busy: ({ status }) => settling('the endpoint', status, PASSING, LASTING),
};
