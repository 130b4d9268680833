import { expect, test } from 'vitest';
import { servingEndpoint } from '../../src/resources/serving.ts';
import { answer, atHome, refusal } from './aws.ts';

atHome();
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const variant = (ModelName?: string) => ({
  VariantName: `v-${ModelName}`,
  ModelName,
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 1,
});

/** Two endpoints; the second runs `config`. Models are those of `models`. */
function served(config: object | undefined, models: Record<string, object> = {}) {
  answer({
    ListEndpoints: () => ({ Endpoints: [{ EndpointName: 'Other' }, { EndpointName: 'Triage-Api' }] }),
    DescribeEndpoint: ({ EndpointName }: { EndpointName: string }) => ({
      EndpointName,
      EndpointStatus: 'InService',
      CreationTime: new Date('2026-11-01T10:00:00Z'),
      EndpointConfigName: EndpointName === 'Triage-Api' ? 'triage-cfg' : 'other-cfg',
    }),
    ListEndpointConfigs: () => ({ EndpointConfigs: [] }),
    DescribeEndpointConfig({ EndpointConfigName }: { EndpointConfigName: string }) {
      if (EndpointConfigName === 'other-cfg') return { EndpointConfigName, ProductionVariants: [variant('other')] };
      if (!config) throw refusal('ValidationException', 'Could not find endpoint configuration "triage-cfg".');
      return { EndpointConfigName, ...config };
    },
    DescribeModel({ ModelName }: { ModelName: string }) {
      const model = models[ModelName];
      if (!model) throw refusal('ValidationException', `Could not find model "${ModelName}".`);
      return { ModelName, ...model };
    },
  });
}
async function serves(): Promise<unknown> {
  const [found] = await servingEndpoint.locate({ type: 'AWS::SageMaker::Endpoint', id: 'Triage-Api', ...at });
  return found && (await servingEndpoint.inspect(found))?.state.serves;
}
const VpcConfig = { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] };

test('an endpoint is seen with the network of each model that its variants name, shadows too', async () => {
  const shadow = { ShadowProductionVariants: [variant('b')] };
  served({ ProductionVariants: [variant('a'), variant('a')], ...shadow }, { a: { VpcConfig }, b: { EnableNetworkIsolation: true } });
  expect(await serves()).toEqual({ a: { isolated: false, vpc: true }, b: { isolated: true, vpc: false } });
});

test('without models, a configuration says it itself', async () => {
  served({ ProductionVariants: [variant()], EnableNetworkIsolation: true, VpcConfig });
  expect(await serves()).toEqual({ 'inference components': { isolated: true, vpc: true } });
});

test('a model that was deleted is not there, and neither is anything where the configuration was', async () => {
  served({ ProductionVariants: [variant('a')] });
  expect(await serves()).toEqual({});
  served(undefined);
  expect(await serves()).toEqual({});
});

test('a model leads to the endpoints that serve it, whatever its capitals', async () => {
  served({ ProductionVariants: [variant('Triage-3')] });
  const id = 'arn:aws:sagemaker:eu-west-1:111122223333:model/triage-3';
  expect((await servingEndpoint.locate({ type: 'AWS::SageMaker::Model', id, ...at })).map((r) => r.name)).toEqual(['Triage-Api']);
  served(undefined);
  expect(await servingEndpoint.locate({ type: 'AWS::SageMaker::Model', id, ...at })).toEqual([]);
});
