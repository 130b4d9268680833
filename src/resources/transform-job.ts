/** A SageMaker (batch) transform job, as long as it may still be stopped. It has no network of its own, but that of the model it runs. */
import {
  DescribeModelCommand,
  DescribeTransformJobCommand,
  type DescribeTransformJobCommandOutput,
  ListTransformJobsCommand,
  SageMakerClient,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { type Job, OVER, unless, withoutKey } from './job.ts';
import { given, orMissing } from './reading.ts';
import { every, listing, named } from './sagemaker.ts';

const TYPE = 'AWS::SageMaker::TransformJob';
const NOUN = 'transform-job';

const api = {
  StopTransformJob: {
    client: (r: Resource) => writer(SageMakerClient, r),
    command: StopTransformJobCommand,
    iam: ['sagemaker:StopTransformJob'],
  },
} satisfies Table;
export type TransformJobTable = typeof api;

/** SageMaker API reference, CreateModel VpcConfig: used for hosting services and in batch transform. Nothing where the model is gone. */
async function network(r: Resource, ModelName: string): Promise<Pick<Job, 'vpc' | 'isolated'>> {
  const model = await orMissing(reader(SageMakerClient, r).send(new DescribeModelCommand({ ModelName })));
  return model ? { vpc: (model.VpcConfig?.Subnets ?? []).length > 0, isolated: model.EnableNetworkIsolation === true } : {};
}

function stateOf(is: DescribeTransformJobCommandOutput, runs: Pick<Job, 'vpc' | 'isolated'>): Job {
  const { InstanceCount, InstanceType, VolumeKmsKeyId } = given(is.TransformResources, 'TransformResources');
  const phase = given(is.TransformJobStatus, 'TransformJobStatus');
  const parent = is.AutoMLJobArn ?? is.LabelingJobArn;
  return {
    phase,
    over: OVER.includes(phase),
    created: given(is.CreationTime, 'CreationTime').toISOString(),
    ...runs,
    unkeyed: withoutKey(VolumeKmsKeyId, InstanceType),
    instances: given(InstanceCount, 'InstanceCount'),
    ...(parent && { parent }),
  };
}

/** Jobs stay listed for ever; one that has ended is of no concern any more. */
const listed = listing(
  (client, asked) => client.send(new ListTransformJobsCommand({ ...asked, StatusEquals: 'InProgress' })),
  (page) => page.TransformJobSummaries?.map((one) => ({ name: one.TransformJobName, arn: one.TransformJobArn })),
);

export const transformJob: Kind<Job, TransformJobTable> = {
  types: [TYPE],
  api,
  reads: ['sagemaker:DescribeTransformJob', 'sagemaker:DescribeModel', 'sagemaker:ListTransformJobs'],
  arns: [every(NOUN), every('model')],
  lag: 20,
  ...named(TYPE, NOUN, listed),
  async inspect(r) {
    const is = await orMissing(reader(SageMakerClient, r).send(new DescribeTransformJobCommand({ TransformJobName: r.name })));
    if (!is) return undefined;
    const state = stateOf(is, await network(r, given(is.ModelName, 'ModelName')));
    return { born: state.created, state, linked: ['sagemaker'] };
  },
  busy: unless('InProgress'),
};
