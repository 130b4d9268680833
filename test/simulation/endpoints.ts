/** Endpoints as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::SageMaker::Endpoint';
const KmsKeyId = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** What it captures, and how it was last deployed. */
function drawMore(draw: Draw) {
  const capture = draw.often([
    [4, 'nothing'],
    [4, 'plain'],
    [1, 'encrypted'],
  ] as const);
  const DataCaptureConfig = {
    EnableCapture: true,
    InitialSamplingPercentage: 100,
    DestinationS3Uri: 's3://ml-capture-eu/all',
    CaptureOptions: [{ CaptureMode: 'Input' }],
    ...(capture === 'encrypted' && { KmsKeyId }),
  };
  const TrafficRoutingConfiguration = { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 60 };
  return {
    captures: capture === 'nothing' ? undefined : { DataCaptureConfig },
    isolation: { EnableNetworkIsolation: draw.chance(0.7) },
    deployed: draw.chance(0.15) ? { LastDeploymentConfig: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration } } } : undefined,
  };
}

export function drawEndpoint(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Ep`],
    [2, 'keep-Ep'],
  ]);
  const plain = draw.chance(0.7);
  const InstanceType = draw.often([
    [5, 'ml.m5.large'],
    [1, 'ml.g5.xlarge'],
  ] as const);
  const status = draw.often([
    [8, 'InService'],
    [2, 'Creating'],
    [1, 'Failed'],
  ] as const);
  const EndpointConfigName = `${name}-cfg`;
  const ModelName = `${name}-model`;
  const variants = [{ VariantName: 'AllTraffic', ModelName, InstanceType, InitialInstanceCount: 1, InitialVariantWeight: 1 }];
  const named = { EndpointName: name };
  const age =
    status === 'Creating'
      ? 5_000
      : draw.often([
          [3, 30 * 24 * 60 * MINUTE],
          [1, 10 * MINUTE],
        ]);
  const { captures, deployed, isolation } = drawMore(draw);
  const config = { EndpointConfigName, ProductionVariants: variants, ...(plain ? {} : { KmsKeyId }), ...captures };
  const next = { EndpointConfigName: `${name}-v2`, ProductionVariants: variants, ...captures };
  const says =
    `an endpoint ${name} (${status}, configuration ${plain ? 'without' : 'with'} a key, ${InstanceType}, ` +
    `${captures ? `captures ${captures.DataCaptureConfig.KmsKeyId ? 'with' : 'without'} a key` : 'captures nothing'}` +
    `${deployed ? ', last deployed in steps that nothing watched' : ''}${isolation.EnableNetworkIsolation ? '' : ', without network isolation'})`;
  const there = {
    models: [{ ModelName, ...isolation }],
    endpointConfigs: [config, next],
    endpoints: [{ ...named, EndpointConfigName, EndpointStatus: status, age, ...deployed }],
  };
  const back = { ...named, EndpointConfigName };
  const arn = `arn:aws:sagemaker:eu-west-1:111122223333:endpoint-config/${EndpointConfigName.toLowerCase()}`;
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({
      says: `Terraform moves ${name} back to its configuration, every few minutes`,
      acts: [call('sagemaker:UpdateEndpoint', back, 10 * MINUTE)],
      every: draw.of([15, 21]) * MINUTE,
      times: 3,
    }),
    () => ({ says: `somebody moves ${name} back to its configuration`, acts: [call('sagemaker:UpdateEndpoint', back, 15 * MINUTE)] }),
    () => ({
      says: `somebody moves ${name} to another configuration`,
      acts: [call('sagemaker:UpdateEndpoint', { ...named, EndpointConfigName: `${name}-v2` }, 15 * MINUTE)],
    }),
    () => ({
      says: `somebody deletes ${name} and creates it again as it was`,
      acts: [call('sagemaker:DeleteEndpoint', named, 15 * MINUTE), call('sagemaker:CreateEndpoint', back, 15 * MINUTE)],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('sagemaker:DeleteEndpoint', named, 15 * MINUTE)] }),
    () => ({
      says: `somebody deletes the configuration of ${name}`,
      acts: [call('sagemaker:DeleteEndpointConfig', { EndpointConfigName }, 0)],
    }),
    () => ({ says: `the next deployment of ${name} fails`, acts: [{ fails: 'endpoints', name }] }),
    () => ({
      says: `Config reports the configuration of ${name}`,
      acts: [ruleEvent('AWS::SageMaker::EndpointConfig', arn, 'sagemaker-endpoint-config-kms-key-required')],
    }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
