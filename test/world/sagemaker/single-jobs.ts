/** Jobs that launch no others: processing and transform jobs. */
import type { Habitat } from '../habitat.ts';
import { type PlainJobs, plainJobs } from './plain-jobs.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const RoleArn = 'arn:aws:iam::111122223333:role/SageMakerExecutionRole';

/** In a VPC, encrypted and isolated. */
export const processingJobs = (habitat: Habitat): PlainJobs =>
  plainJobs(habitat, {
    ...{ field: 'ProcessingJob', noun: 'processing-job', told: 'Processing Job' },
    usual: {
      AppSpecification: { ImageUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/features:1' },
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30, VolumeKmsKeyId: KEY } },
      NetworkConfig: {
        VpcConfig: { Subnets: ['subnet-0bd8f38199152daa5'], SecurityGroupIds: ['sg-0bd8f38199152daa5'] },
        EnableInterContainerTrafficEncryption: true,
        EnableNetworkIsolation: true,
      },
      RoleArn,
    },
  });

/** With a key. Its network is that of its model. */
export const transformJobs = (habitat: Habitat): PlainJobs =>
  plainJobs(habitat, {
    ...{ field: 'TransformJob', noun: 'transform-job', told: 'Transform Job' },
    usual: {
      ModelName: 'churn',
      TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://ml-data/in' } } },
      TransformOutput: { S3OutputPath: 's3://ml-artifacts/out' },
      TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeKmsKeyId: KEY },
    },
  });
