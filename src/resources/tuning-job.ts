/** A SageMaker hyperparameter tuning job, as long as it may still be stopped. How its training jobs run is said by its definitions. */
import {
  DescribeHyperParameterTuningJobCommand,
  type DescribeHyperParameterTuningJobCommandOutput,
  DescribeTrainingJobCommand,
  type HyperParameterTrainingJobDefinition,
  type HyperParameterTuningResourceConfig,
  ListHyperParameterTuningJobsCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  SageMakerClient,
  StopHyperParameterTuningJobCommand,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { type How, type Life, networkOf, OVER, unless, withoutKey } from './job.ts';
import { launching } from './parent-job.ts';
import { given, orMissing } from './reading.ts';
import { every, listing } from './sagemaker.ts';
import { instancesOf, trainingJob } from './training-job.ts';

const TYPE = 'AWS::SageMaker::HyperParameterTuningJob';
const NOUN = 'hyper-parameter-tuning-job';

/** `definitions`: how the training jobs of each are to run; `name` where it has one. */
export type TuningJob = Life & { readonly definitions: readonly (How & { readonly name?: string })[] };

const api = {
  StopHyperParameterTuningJob: {
    client: (r: Resource) => writer(SageMakerClient, r),
    command: StopHyperParameterTuningJobCommand,
    iam: ['sagemaker:StopHyperParameterTuningJob'],
  },
} satisfies Table;
export type TuningJobTable = typeof api;

/** One of `InstanceConfigs` at a time, in the order of preference (SageMaker API reference, HyperParameterTuningResourceConfig). */
const eitherOf = ({ InstanceType, InstanceCount = 1, InstanceConfigs = [], VolumeKmsKeyId }: HyperParameterTuningResourceConfig): How => ({
  unkeyed: withoutKey(VolumeKmsKeyId, InstanceType, ...InstanceConfigs.map((config) => config.InstanceType)),
  instances: Math.max(InstanceCount, ...InstanceConfigs.map((config) => config.InstanceCount ?? 1)),
});

function howOf(definition: HyperParameterTrainingJobDefinition): TuningJob['definitions'][number] {
  const { DefinitionName, HyperParameterTuningResourceConfig: either } = definition;
  const on = either ? eitherOf(either) : instancesOf(given(definition.ResourceConfig, 'ResourceConfig'));
  return { ...(DefinitionName && { name: DefinitionName }), ...networkOf(definition), ...on };
}

/** Of a tuning job no description says who launched it; its training jobs say so, and one is as good as another. */
async function launcherOf(r: Resource): Promise<string | undefined> {
  const client = reader(SageMakerClient, r);
  const asked = new ListTrainingJobsForHyperParameterTuningJobCommand({ HyperParameterTuningJobName: r.name, MaxResults: 1 });
  const TrainingJobName = (await orMissing(client.send(asked)))?.TrainingJobSummaries?.[0]?.TrainingJobName;
  if (!TrainingJobName) return undefined;
  return (await orMissing(client.send(new DescribeTrainingJobCommand({ TrainingJobName }))))?.AutoMLJobArn;
}

function stateOf(is: DescribeHyperParameterTuningJobCommandOutput, parent: string | undefined): TuningJob {
  const phase = given(is.HyperParameterTuningJobStatus, 'HyperParameterTuningJobStatus');
  const definitions = is.TrainingJobDefinitions?.length
    ? is.TrainingJobDefinitions
    : [given(is.TrainingJobDefinition, 'TrainingJobDefinition')];
  return {
    phase,
    // What is left of one that is being deleted is its entry alone (SageMaker API reference, DeleteHyperParameterTuningJob).
    over: [...OVER, 'Deleting', 'DeleteFailed'].includes(phase),
    created: given(is.CreationTime, 'CreationTime').toISOString(),
    definitions: definitions.map(howOf),
    ...(parent && { parent }),
  };
}

/** Jobs stay listed for ever; one that has ended is of no concern any more. */
const listed = listing(
  (client, asked) => client.send(new ListHyperParameterTuningJobsCommand({ ...asked, StatusEquals: 'InProgress' })),
  (page) =>
    page.HyperParameterTuningJobSummaries?.map((one) => ({ name: one.HyperParameterTuningJobName, arn: one.HyperParameterTuningJobArn })),
);

export const tuningJob: Kind<TuningJob, TuningJobTable> = {
  types: [TYPE, ...trainingJob.types],
  api,
  reads: [
    'sagemaker:DescribeHyperParameterTuningJob',
    'sagemaker:ListHyperParameterTuningJobs',
    'sagemaker:ListTrainingJobsForHyperParameterTuningJob',
    'sagemaker:DescribeTrainingJob',
  ],
  arns: [every(NOUN), ...trainingJob.arns],
  lag: 20,
  ...launching(TYPE, NOUN, listed, [trainingJob]),
  async inspect(r) {
    const asked = new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: r.name });
    const [is, parent] = await Promise.all([orMissing(reader(SageMakerClient, r).send(asked)), launcherOf(r)]);
    if (!is) return undefined;
    const state = stateOf(is, parent);
    return { born: state.created, state, linked: ['sagemaker'] };
  },
  busy: unless('InProgress'),
};
