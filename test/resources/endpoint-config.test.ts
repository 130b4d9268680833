import { describe, expect, test } from 'vitest';
import { captureOf, cloneName, clonePrefix, contentOf, type EndpointConfig, encryptable } from '../../src/resources/endpoint-config.ts';

const of = (...variants: object[]) => ({ ProductionVariants: variants }) as unknown as EndpointConfig;
const on = (InstanceType: string) => of({ InstanceType });

test.each([
  'ml.m4.xlarge',
  'ml.m5.large',
  'ml.m7i.large',
  'ml.c5.large',
  'ml.c6gn.large',
  'ml.c7g.large',
  'ml.r5.large',
  'ml.r8g.large',
  'ml.p2.xlarge',
  'ml.p3.2xlarge',
  'ml.inf1.xlarge',
  'ml.inf2.xlarge',
  'ml.t2.medium',
  'ml.z99.large',
])('%s has a volume that a key encrypts', (type) => expect(encryptable(on(type))).toBe('all'));

test.each([
  'ml.m5d.large',
  'ml.c5d.large',
  'ml.r5d.large',
  'ml.m6gd.large',
  'ml.c6gd.large',
  'ml.r7gd.large',
  'ml.g4dn.xlarge',
  'ml.p4d.24xlarge',
  'ml.p4de.24xlarge',
  'ml.g5.xlarge',
  'ml.g6.xlarge',
  'ml.g6e.xlarge',
  'ml.g7e.2xlarge',
  'ml.p5.48xlarge',
  'ml.p5en.48xlarge',
  'ml.p6-b200.48xlarge',
  'ml.p6e-gb200.36xlarge',
  'ml.dl1.24xlarge',
  'ml.trn1.32xlarge',
  'ml.trn2.48xlarge',
])('%s has local storage, which no key encrypts', (type) => expect(encryptable(on(type))).toBe('none'));

describe('a configuration', () => {
  test('whose variants are of both sorts is encrypted in part', () => {
    expect(encryptable(of({ InstanceType: 'ml.g5.xlarge' }, { InstanceType: 'ml.m5.large' }))).toBe('some');
    expect(encryptable(of({ InstancePools: [{ InstanceType: 'ml.g5.xlarge' }, { InstanceType: 'ml.m5.large' }] }))).toBe('some');
    expect(encryptable(of({ ServerlessConfig: {} }, { InstanceType: 'ml.m5.large' }))).toBe('some');
  });
  test('that names no instance type may have a volume', () => expect(encryptable(of({}))).toBe('all'));
  test('is its content, without what AWS adds', () => {
    const described = {
      EndpointConfigName: 'a',
      EndpointConfigArn: 'b',
      CreationTime: new Date(),
      ProductionVariants: [],
      KmsKeyId: undefined,
      $metadata: {},
    };
    expect(contentOf(described)).toEqual({ ProductionVariants: [] });
  });
});

test.each([
  ['nothing is said of it', undefined, undefined],
  ['no place is', { EnableCapture: true, DestinationS3Uri: undefined }, undefined],
  ['it is turned off', { EnableCapture: false, DestinationS3Uri: 's3://b' }, undefined],
  ['it is turned on', { EnableCapture: true, DestinationS3Uri: 's3://b', KmsKeyId: 'k' }, { to: 's3://b', key: 'k' }],
  ['it is not said whether', { DestinationS3Uri: 's3://b' }, { to: 's3://b' }],
])('what is captured where %s', (_, says, is) => expect(captureOf(says)).toEqual(is));

describe('the name of a clone', () => {
  const content = on('ml.m5.large');
  const longest = 'x'.repeat(63);
  test('tells its content, in whatever order it is written', () => {
    const name = cloneName('fraud', { ...content, KmsKeyId: 'k' });
    expect(name).toMatch(/^fraud-mlw-[0-9a-f]{12}$/);
    expect(cloneName('fraud', { KmsKeyId: 'k', ...content })).toBe(name);
    expect(cloneName('fraud', { ...content, KmsKeyId: 'other' })).not.toBe(name);
  });
  test('of a clone is that of its origin: suffixes do not pile up', () => {
    expect(cloneName(cloneName('fraud', content), content)).toBe(cloneName('fraud', content));
    expect(clonePrefix('fraud-mlw-0123456789ab')).toBe('fraud-mlw-');
    expect(clonePrefix('fraud-mlw-team')).toBe('fraud-mlw-team-mlw-');
  });
  test('fits in the 63 characters AWS allows', () => expect(cloneName(longest, content)).toHaveLength(63));
});
