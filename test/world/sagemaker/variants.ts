/** What an endpoint shows of its variants and its data capture, and what an update keeps of them. */
import type { DataCaptureConfigSummary, ProductionVariant, ProductionVariantSummary, UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import { rule } from '../habitat.ts';
import type { EndpointConfig } from './endpoint-configs.ts';
import type { Endpoint } from './endpoint-life.ts';

rule(
  'endpoint.retain',
  'documented',
  'RetainAllVariantProperties keeps weights, instance counts and data capture, save the weights and counts that ExcludeRetainedVariantProperties lists; without it the new configuration decides',
  'SageMaker API, UpdateEndpoint, VariantProperty',
);

rule(
  'endpoint.exclude-capture',
  'assumed',
  'DataCaptureConfig among ExcludeRetainedVariantProperties: the new configuration decides what is captured',
  'SageMaker API, VariantProperty lists it, and says in the same place that it is not supported yet',
);
rule('endpoint.capture-unsaid', 'documented', 'EnableCapture is true where it is not said', 'SageMaker API, DataCaptureConfig');

type Shown = Pick<
  Endpoint,
  'ProductionVariants' | 'ShadowProductionVariants' | 'DataCaptureConfig' | 'AsyncInferenceConfig' | 'ExplainerConfig'
>;

/** What the endpoint will show once the configuration runs. */
export function shown(config: EndpointConfig, before?: Endpoint, update?: UpdateEndpointInput): Shown {
  const overridden = update?.ExcludeRetainedVariantProperties?.map((p) => p.VariantPropertyType) ?? [];
  const retains = (property: 'DesiredWeight' | 'DesiredInstanceCount' | 'DataCaptureConfig') =>
    update?.RetainAllVariantProperties === true && !overridden.includes(property);
  const summaries = (variants: readonly ProductionVariant[] | undefined, old: readonly ProductionVariantSummary[] | undefined) =>
    variants?.map((variant) => {
      const kept = old?.find((v) => v.VariantName === variant.VariantName);
      return summary(
        variant,
        (retains('DesiredWeight') ? kept?.DesiredWeight : undefined) ?? variant.InitialVariantWeight ?? 1,
        (retains('DesiredInstanceCount') ? kept?.DesiredInstanceCount : undefined) ?? variant.InitialInstanceCount,
      );
    });
  return {
    ProductionVariants: summaries(config.ProductionVariants, before?.ProductionVariants),
    ShadowProductionVariants: summaries(config.ShadowProductionVariants, before?.ShadowProductionVariants),
    DataCaptureConfig: retains('DataCaptureConfig') ? before?.DataCaptureConfig : capture(config),
    AsyncInferenceConfig: config.AsyncInferenceConfig,
    ExplainerConfig: config.ExplainerConfig,
  };
}

function summary(variant: ProductionVariant, weight: number, count: number | undefined): ProductionVariantSummary {
  return {
    VariantName: variant.VariantName,
    CurrentWeight: weight,
    DesiredWeight: weight,
    ...(variant.ServerlessConfig
      ? { CurrentServerlessConfig: variant.ServerlessConfig, DesiredServerlessConfig: variant.ServerlessConfig }
      : { CurrentInstanceCount: count, DesiredInstanceCount: count }),
  };
}

function capture({ DataCaptureConfig: config }: EndpointConfig): DataCaptureConfigSummary | undefined {
  if (!config) return undefined;
  const { EnableCapture = true, InitialSamplingPercentage: CurrentSamplingPercentage, DestinationS3Uri } = config;
  // The summary has to have a key (SageMaker API, DataCaptureConfigSummary): where there is none, it is empty.
  const { KmsKeyId = '' } = config;
  return { EnableCapture, CaptureStatus: EnableCapture ? 'Started' : 'Stopped', CurrentSamplingPercentage, DestinationS3Uri, KmsKeyId };
}
