/**
 * AWS::SageMaker::Endpoint with the models that it serves. A kind of its own: who judges volumes or what is captured need not read models.
 * Models cannot be changed, only what an endpoint serves can.
 */
import { DescribeModelCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reader } from '../aws.ts';
import type { Kind, Ref } from '../engine/remediation.ts';
import { placeOf } from './arn.ts';
import { type EndpointState, type EndpointTable, endpoint } from './endpoint.ts';
import type { EndpointConfig } from './endpoint-config.ts';
import { describeConfig, lowerName, those } from './endpoint-reads.ts';
import { orMissing } from './reading.ts';
import { every, sagemaker } from './sagemaker.ts';

const MODEL = 'AWS::SageMaker::Model';

/** `isolated`: no traffic leaves its containers. `vpc`: they stand in subnets of yours. */
export type Network = { readonly isolated: boolean; readonly vpc: boolean };
/** `serves`: by model; for inference components, what the configuration itself says. A model that was deleted is not in it. */
export type ServingState = EndpointState & { readonly serves: { readonly [model: string]: Network } };

export const OWN = 'inference components';
type Said = {
  readonly EnableNetworkIsolation?: boolean | undefined;
  readonly VpcConfig?: { readonly Subnets?: readonly string[] | undefined } | undefined;
};
const networkOf = ({ EnableNetworkIsolation, VpcConfig }: Said): Network => ({
  isolated: EnableNetworkIsolation === true,
  vpc: (VpcConfig?.Subnets ?? []).length > 0,
});

/** The models that the variants of a configuration name, shadows too. */
export function modelsOf({ ProductionVariants = [], ShadowProductionVariants = [] }: EndpointConfig): string[] {
  return [...new Set([...ProductionVariants, ...ShadowProductionVariants].flatMap(({ ModelName }) => ModelName ?? []))];
}

async function served(region: string, config: EndpointConfig): Promise<ServingState['serves']> {
  const models = modelsOf(config);
  // Only a configuration without models may say it itself (SageMaker API reference, CreateEndpointConfig ExecutionRoleArn).
  if (models.length === 0) return { [OWN]: networkOf(config) };
  const read = async (ModelName: string) => {
    const is = await orMissing(reader(SageMakerClient, { region }).send(new DescribeModelCommand({ ModelName })));
    return is ? [[ModelName, networkOf(is)] as const] : [];
  };
  return Object.fromEntries((await Promise.all(models.map(read))).flat());
}

/** The endpoints whose configuration names a model. */
async function serving(ref: Ref): Promise<string[]> {
  const { region } = placeOf(ref);
  return await those(region, async ({ EndpointConfigName }) => {
    const config = EndpointConfigName && (await describeConfig(region, EndpointConfigName));
    return config ? modelsOf(config).some((name) => name.toLowerCase() === lowerName(ref)) : false;
  });
}

export const servingEndpoint: Kind<ServingState, EndpointTable> = {
  ...endpoint,
  types: [...endpoint.types, MODEL],
  reads: [...endpoint.reads, 'sagemaker:DescribeModel'],
  arns: [...endpoint.arns, every('model')],
  async locate(ref) {
    if (ref.type !== MODEL) return await endpoint.locate(ref);
    return (await serving(ref)).map((name) => sagemaker(endpoint.types[0], 'endpoint', placeOf(ref), name));
  },
  async inspect(r) {
    const seen = await endpoint.inspect(r);
    if (!seen) return undefined;
    const { config } = seen.state;
    return { ...seen, state: { ...seen.state, serves: config ? await served(r.region, config) : {} } };
  },
};
