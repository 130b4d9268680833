/** A SageMaker AutoML (Autopilot) job, as long as it may still be stopped. How the jobs that it launches run is said by its security configuration. */
import {
  DescribeAutoMLJobV2Command,
  type DescribeAutoMLJobV2CommandOutput,
  ListAutoMLJobsCommand,
  SageMakerClient,
  StopAutoMLJobCommand,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { type Job, networkOf, OVER, unless } from './job.ts';
import { launching } from './parent-job.ts';
import { processingJob } from './processing-job.ts';
import { given, orMissing } from './reading.ts';
import { every, listing } from './sagemaker.ts';
import { trainingJob } from './training-job.ts';

const TYPE = 'AWS::SageMaker::AutoMLJob';
const NOUN = 'automl-job';

const api = {
  StopAutoMLJob: { client: (r: Resource) => writer(SageMakerClient, r), command: StopAutoMLJobCommand, iam: ['sagemaker:StopAutoMLJob'] },
} satisfies Table;
export type AutoMLJobTable = typeof api;

/** AutoML chooses the instances itself, and has no network isolation to choose (SageMaker API reference, AutoMLSecurityConfig). */
function stateOf(is: DescribeAutoMLJobV2CommandOutput): Job {
  const phase = given(is.AutoMLJobStatus, 'AutoMLJobStatus');
  const { isolated, ...network } = networkOf(is.SecurityConfig ?? {});
  return {
    phase,
    over: OVER.includes(phase),
    created: given(is.CreationTime, 'CreationTime').toISOString(),
    ...network,
    unkeyed: !is.SecurityConfig?.VolumeKmsKeyId,
  };
}

/** Jobs stay listed for ever; one that has ended is of no concern any more. */
const listed = listing(
  (client, asked) => client.send(new ListAutoMLJobsCommand({ ...asked, StatusEquals: 'InProgress' })),
  (page) => page.AutoMLJobSummaries?.map((one) => ({ name: one.AutoMLJobName, arn: one.AutoMLJobArn })),
);

export const autoMLJob: Kind<Job, AutoMLJobTable> = {
  types: [TYPE, ...trainingJob.types, ...processingJob.types],
  api,
  // Whichever of the two operations created it (SageMaker API reference, DescribeAutoMLJobV2).
  reads: ['sagemaker:DescribeAutoMLJobV2', 'sagemaker:ListAutoMLJobs', 'sagemaker:DescribeTrainingJob', 'sagemaker:DescribeProcessingJob'],
  arns: [every(NOUN), ...trainingJob.arns, ...processingJob.arns],
  lag: 20,
  ...launching<Job>(TYPE, NOUN, listed, [trainingJob, processingJob]),
  async inspect(r) {
    const is = await orMissing(reader(SageMakerClient, r).send(new DescribeAutoMLJobV2Command({ AutoMLJobName: r.name })));
    if (!is) return undefined;
    const state = stateOf(is);
    return { born: state.created, state, linked: ['sagemaker'] };
  },
  busy: unless('InProgress'),
};
