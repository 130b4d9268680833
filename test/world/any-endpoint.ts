/** Any endpoint, with the configuration that it runs. */
import fc from 'fast-check';
import { age, given, KEY, maybe, option, type Part } from './any.ts';

const { constantFrom } = fc;

/** The one here whose storage takes a key. */
const PLAIN = 'ml.m5.large';
const variant = fc
  .record({
    InstanceType: constantFrom(PLAIN, 'ml.g5.xlarge', 'ml.c6gd.large'),
    InitialInstanceCount: fc.integer({ min: 1, max: 3 }),
    serverless: fc.boolean(),
  })
  .map(({ serverless, ...instances }) => (serverless ? { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } } : instances));
const capture = fc.record(
  {
    EnableCapture: fc.boolean(),
    InitialSamplingPercentage: fc.constant(100),
    DestinationS3Uri: constantFrom('s3://ml-capture-eu/all', 's3://somebody-elses'),
    CaptureOptions: fc.constant([]),
    KmsKeyId: fc.constant(KEY),
  },
  { requiredKeys: ['InitialSamplingPercentage', 'DestinationS3Uri', 'CaptureOptions'] },
);
export const endpoint = (n: number): fc.Arbitrary<Part> =>
  fc
    .record({
      EndpointStatus: constantFrom(
        ...['InService', 'Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'],
        ...['Failed', 'OutOfService', 'UpdateRollbackFailed'],
      ),
      age,
      variants: fc.array(variant, { minLength: 1, maxLength: 2 }),
      KmsKeyId: maybe(fc.constant(KEY)),
      ExecutionRoleArn: option(fc.constant('arn:aws:iam::111122223333:role/ml'), { nil: undefined, freq: 4 }),
      DataCaptureConfig: maybe(capture),
      LastDeploymentConfig: maybe(fc.constant({ RollingUpdatePolicy: { WaitIntervalInSeconds: 60 } })),
    })
    .map(({ variants, KmsKeyId, ExecutionRoleArn, DataCaptureConfig, ...is }) => {
      const ProductionVariants = variants.map((v, i) => ({ VariantName: `v${i}`, ModelName: 'model', InitialVariantWeight: 1, ...v }));
      const EndpointConfigName = `Cfg-${n}`;
      // AWS takes no other: nobody can have created one.
      const key = variants.every((v) => 'InstanceType' in v && v.InstanceType === PLAIN) ? KmsKeyId : undefined;
      return {
        endpointConfigs: [
          { ...given({ KmsKeyId: key, ExecutionRoleArn, DataCaptureConfig }), EndpointConfigName, ProductionVariants, age: is.age },
        ],
        endpoints: [{ ...given(is), EndpointName: `Ep-${n}`, EndpointConfigName }],
      };
    });
