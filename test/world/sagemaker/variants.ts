/** What an endpoint shows of its variants and its data capture, and what an update keeps of them. */
import type { DataCaptureConfigSummary, ProductionVariant, ProductionVariantSummary, UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import { rule } from '../habitat.ts';
import type { EndpointConfig } from './endpoint-configs.ts';
import type { Endpoint } from './endpoint-life.ts';

rule(
  'endpoint.retain',
  'documented',
  'RetainAllVariantProperties keeps weights, instance counts and data capture, save what ExcludeRetainedVariantProperties lists; without it the new configuration decides',
  'SageMaker API, UpdateEndpoint, VariantProperty',
);

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
  return (
    config && {
      EnableCapture: config.EnableCapture,
      CaptureStatus: config.EnableCapture ? 'Started' : 'Stopped',
      CurrentSamplingPercentage: config.InitialSamplingPercentage,
      DestinationS3Uri: config.DestinationS3Uri,
      KmsKeyId: config.KmsKeyId,
    }
  );
}
