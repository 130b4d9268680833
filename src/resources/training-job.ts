/** A SageMaker training job, as long as it may still be told something. */
import {
  DescribeTrainingJobCommand,
  type DescribeTrainingJobCommandOutput,
  ListTrainingJobsCommand,
  type ResourceConfig,
  SageMakerClient,
  StopTrainingJobCommand,
  UpdateTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { type How, type Job, networkOf, unless, withoutKey } from './job.ts';
import { given, orMissing } from './reading.ts';
import { every, listing, named } from './sagemaker.ts';

const TYPE = 'AWS::SageMaker::TrainingJob';
const NOUN = 'training-job';

/** `phase`: the job's SecondaryStatus. */
export type TrainingJobState = Job & { readonly remoteDebug: boolean };

const client = (r: Resource) => writer(SageMakerClient, r);
const api = {
  StopTrainingJob: { client, command: StopTrainingJobCommand, iam: ['sagemaker:StopTrainingJob'] },
  UpdateTrainingJob: { client, command: UpdateTrainingJobCommand, iam: ['sagemaker:UpdateTrainingJob'] },
} satisfies Table;
export type TrainingJobTable = typeof api;

/** Those of a job that works, and those it ends with (SageMaker API reference, DescribeTrainingJob SecondaryStatus). */
const WORKING = ['Downloading', 'Training'];
const ENDING = ['Uploading', 'Stopping'];
const OVER = ['Stopped', 'Completed', 'Failed', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded'];
/** Its container is not at work any more, or not for long. */
export const isEnding = ({ phase, over }: TrainingJobState): boolean => over || ENDING.includes(phase);

/** On what it runs. The instances of all groups run together. */
export const instancesOf = ({ InstanceCount, InstanceType, InstanceGroups = [], VolumeKmsKeyId }: ResourceConfig) =>
  ({
    unkeyed: withoutKey(VolumeKmsKeyId, InstanceType, ...InstanceGroups.map((group) => group.InstanceType)),
    instances: InstanceGroups.reduce((sum, group) => sum + (group.InstanceCount ?? 1), InstanceCount ?? 0),
  }) satisfies How;

function stateOf(is: DescribeTrainingJobCommandOutput): TrainingJobState {
  const phase = given(is.SecondaryStatus, 'SecondaryStatus');
  // A tuning job that AutoML launched is launched anew by that.
  const parent = is.AutoMLJobArn ?? is.TuningJobArn ?? is.LabelingJobArn;
  return {
    phase,
    over: OVER.includes(phase),
    created: given(is.CreationTime, 'CreationTime').toISOString(),
    remoteDebug: is.RemoteDebugConfig?.EnableRemoteDebug === true,
    ...networkOf(is),
    ...instancesOf(given(is.ResourceConfig, 'ResourceConfig')),
    ...(parent && { parent }),
  };
}

/** Jobs are many and stay listed for ever; one that has ended is of no concern any more. */
const listed = listing(
  (client, asked) => client.send(new ListTrainingJobsCommand({ ...asked, StatusEquals: 'InProgress' })),
  (page) => page.TrainingJobSummaries?.map((one) => ({ name: one.TrainingJobName, arn: one.TrainingJobArn })),
);

export const trainingJob: Kind<TrainingJobState, TrainingJobTable> = {
  types: [TYPE],
  api,
  reads: ['sagemaker:DescribeTrainingJob', 'sagemaker:ListTrainingJobs'],
  arns: [every(NOUN)],
  lag: 20,
  ...named(TYPE, NOUN, listed),
  async inspect(r) {
    const is = await orMissing(reader(SageMakerClient, r).send(new DescribeTrainingJobCommand({ TrainingJobName: r.name })));
    if (!is) return undefined;
    const state = stateOf(is);
    return { born: state.created, state, linked: ['sagemaker'] };
  },
  busy: unless(...WORKING),
};
