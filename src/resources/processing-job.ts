/** A SageMaker processing job, as long as it may still be stopped. */
import {
  DescribeProcessingJobCommand,
  type DescribeProcessingJobCommandOutput,
  ListProcessingJobsCommand,
  SageMakerClient,
  StopProcessingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { type Job, networkOf, OVER, unless, withoutKey } from './job.ts';
import { given, orMissing } from './reading.ts';
import { every, listing, named } from './sagemaker.ts';

const TYPE = 'AWS::SageMaker::ProcessingJob';
const NOUN = 'processing-job';

const api = {
  StopProcessingJob: {
    client: (r: Resource) => writer(SageMakerClient, r),
    command: StopProcessingJobCommand,
    iam: ['sagemaker:StopProcessingJob'],
  },
} satisfies Table;
export type ProcessingJobTable = typeof api;

function stateOf(is: DescribeProcessingJobCommandOutput): Job {
  const { InstanceCount, InstanceType, VolumeKmsKeyId } = given(is.ProcessingResources?.ClusterConfig, 'ClusterConfig');
  const phase = given(is.ProcessingJobStatus, 'ProcessingJobStatus');
  const parent = is.AutoMLJobArn ?? is.MonitoringScheduleArn;
  return {
    phase,
    over: OVER.includes(phase),
    created: given(is.CreationTime, 'CreationTime').toISOString(),
    ...networkOf(is.NetworkConfig ?? {}),
    unkeyed: withoutKey(VolumeKmsKeyId, InstanceType),
    instances: given(InstanceCount, 'InstanceCount'),
    ...(parent && { parent }),
  };
}

/** Jobs stay listed for ever; one that has ended is of no concern any more. */
const listed = listing(
  (client, asked) => client.send(new ListProcessingJobsCommand({ ...asked, StatusEquals: 'InProgress' })),
  (page) => page.ProcessingJobSummaries?.map((one) => ({ name: one.ProcessingJobName, arn: one.ProcessingJobArn })),
);

export const processingJob: Kind<Job, ProcessingJobTable> = {
  types: [TYPE],
  api,
  reads: ['sagemaker:DescribeProcessingJob', 'sagemaker:ListProcessingJobs'],
  arns: [every(NOUN)],
  lag: 20,
  ...named(TYPE, NOUN, listed),
  async inspect(r) {
    const is = await orMissing(reader(SageMakerClient, r).send(new DescribeProcessingJobCommand({ ProcessingJobName: r.name })));
    if (!is) return undefined;
    const state = stateOf(is);
    return { born: state.created, state, linked: ['sagemaker'] };
  },
  busy: unless('InProgress'),
};
