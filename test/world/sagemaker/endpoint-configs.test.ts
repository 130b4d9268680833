import { describe, expect, test } from 'vitest';
import { variant, world } from './small-world.ts';

describe('an endpoint configuration', () => {
  const config = {
    EndpointConfigName: 'c',
    ProductionVariants: [variant],
    VpcConfig: { Subnets: ['s'], SecurityGroupIds: ['g'] },
    EnableNetworkIsolation: true,
  };

  test('is kept whole, and its name is taken', () => {
    const { sage, call } = world();
    sage.models.place('m');
    call('CreateEndpointConfig', config);
    expect(call('DescribeEndpointConfig', { EndpointConfigName: 'c' })).toMatchObject(config);
    expect(() => call('CreateEndpointConfig', config)).toThrow('Cannot create already existing endpoint configuration "arn:');
  });

  test.each([
    ['an unknown model', {}, 'Could not find model'],
    [
      'a key on local NVMe storage',
      { KmsKeyId: 'k', ProductionVariants: [{ ...variant, ModelName: 'known', InstanceType: 'ml.g4dn.xlarge' }] },
      'KMS key is not supported',
    ],
    [
      'a key on a serverless variant',
      { KmsKeyId: 'k', ProductionVariants: [{ VariantName: 'v', ModelName: 'known', ServerlessConfig: {} }] },
      'serverless',
    ],
    ['a name of 64 characters', { EndpointConfigName: 'x'.repeat(64) }, 'less than or equal to 63'],
    ['a name with an underscore', { EndpointConfigName: 'a_b' }, 'regular expression'],
    ['no name', { EndpointConfigName: undefined }, "Value null at 'endpointConfigName'"],
  ])('with %s is refused', (_, more, text) => {
    const { sage, call } = world();
    sage.models.place('known');
    expect(() => call('CreateEndpointConfig', { ...config, ...more })).toThrow(text);
  });
});
