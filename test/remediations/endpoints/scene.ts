/** An endpoint in service, for the tables of the violations of endpoints. */
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import type { EndpointState } from '../../../src/resources/endpoint.ts';
import type { EndpointConfig } from '../../../src/resources/endpoint-config.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';

export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11267bce-04c4-414d-9c67-7a7db160b879';
const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };

export const variant = (InstanceType?: string, rest = {}) =>
  ({ VariantName: 'AllTraffic', ModelName: 'fraud-7', ...(InstanceType && { InstanceType }), ...rest }) as never;
export const config: EndpointConfig = { ProductionVariants: [variant('ml.m5.large', { InitialInstanceCount: 1 })] };
export const inService: EndpointState = {
  status: 'InService',
  created: '2026-10-29T12:00:00.000Z',
  configName: 'fraud-cfg-7',
  config,
  clones: {},
  variants: { AllTraffic: { instances: 4, weight: 1 } },
};
export const on =
  (remediation: unknown) =>
  (state: Partial<EndpointState>, settings: Readonly<Record<string, unknown>> = {}) => ({
    remediation: remediation as AnyRemediation,
    resource: sagemaker('AWS::SageMaker::Endpoint', 'endpoint', place, 'Fraud-Prod'),
    state: { ...inService, ...state },
    settings: settings as never,
  });
