/** Which endpoint configurations can take a key for their storage. */
import type { CreateEndpointConfigInput } from '@aws-sdk/client-sagemaker';
import { rule } from '../habitat.ts';
import { invalid } from './requests.ts';

rule(
  'endpoint-config.kms-nvme',
  'documented',
  'KmsKeyId with an instance type that has local NVMe storage: the call fails',
  'SageMaker API, CreateEndpointConfig KmsKeyId, in its earlier text; today it only says that the key does not encrypt local storage',
);
rule(
  'endpoint-config.kms-nvme-text',
  'assumed',
  'in the words "KMS key is not supported for instance type X with local NVMe storage"',
  'no real text found; cf. aws/sagemaker-python-sdk issue 3677',
);
rule(
  'endpoint-config.nvme-types',
  'assumed',
  'families with a d after their number, g5, g6, g6e, p5, trn1',
  'EC2 user guide, instance store volumes; aws/sagemaker-python-sdk PR 3870',
);
rule(
  'endpoint-config.kms-serverless',
  'assumed',
  'KmsKeyId with a serverless variant is refused',
  'SageMaker guide, serverless inference feature exclusions',
);

const localNvme = /^ml\.([a-z]+\d+[a-z]*d[a-z]*|g5|g6e?|p5[a-z]*|trn1n?)\./;

export function refuseKey(config: CreateEndpointConfigInput): void {
  if (!config.KmsKeyId) return;
  for (const { InstanceType = '', ServerlessConfig } of [
    ...(config.ProductionVariants ?? []),
    ...(config.ShadowProductionVariants ?? []),
  ]) {
    if (ServerlessConfig) throw invalid('KmsKeyId is not supported for serverless production variants.');
    if (localNvme.test(InstanceType)) throw invalid(`KMS key is not supported for instance type ${InstanceType} with local NVMe storage.`);
  }
}
