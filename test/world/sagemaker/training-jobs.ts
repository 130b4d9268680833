/** Training jobs: what is asked of them, what can be told to them, and what is refused. */
import type { CreateTrainingJobRequest, ListTrainingJobsRequest, UpdateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { shelf } from '../stale.ts';
import { inside, invalid, nameFrom, page } from './requests.ts';
import { made, type TrainingJob, trainingJobLife } from './training-job-life.ts';

rule(
  'training-job.update',
  'documented',
  'remote debugging is updated while the job is Downloading or Training',
  'SageMaker API, UpdateTrainingJob RemoteDebugConfig',
);
rule('training-job.refused', 'assumed', 'in another phase: ValidationException, in a text of our own', 'no text found');
rule(
  'training-job.stop',
  'observed',
  'one that is not in progress is not stopped: ValidationException "The request was rejected because the training job is in status …"',
  'awslabs/benchmark-ai issue 928',
);
rule(
  'training-job.missing',
  'observed',
  'an unknown job is ValidationException "Requested resource not found."',
  'boto/boto3 issue 2808, aws/amazon-sagemaker-examples issue 2360',
);

const NOTHING = { VpcConfig: undefined, EnableInterContainerTrafficEncryption: false, EnableNetworkIsolation: false };

interface Named {
  readonly TrainingJobName?: string | undefined;
}
export interface TrainingJobs extends Operations {
  readonly shelf: Shelf<TrainingJob>;
  /** Furnishes a job that is Training unless said otherwise. It goes on from there. */
  place(given: Partial<TrainingJob> & { readonly TrainingJobName: string }): void;
  /** As what launched it stops it. */
  stop(TrainingJobName: string): void;
}

export function trainingJobs(habitat: Habitat): TrainingJobs {
  const kept = shelf<TrainingJob>(habitat, 20);
  const { move, goOn } = trainingJobLife(habitat, kept);
  return {
    shelf: kept,
    place(given) {
      const job = { ...made(habitat, given), ...given };
      kept.place(job.TrainingJobName, job);
      goOn(job);
    },
    stop: (TrainingJobName) => move(found(kept.truth(TrainingJobName)), 'Stopping'),
    reads: reads(kept),
    writes: {
      CreateTrainingJob(input: CreateTrainingJobRequest) {
        const TrainingJobName = nameFrom(input.TrainingJobName, 'trainingJobName');
        if (kept.truth(TrainingJobName))
          throw invalid(`Training job names must be unique within an AWS account and region: ${TrainingJobName}`);
        // What is not asked for is not there.
        const job = made(habitat, { ...NOTHING, ...(input as Partial<TrainingJob>), TrainingJobName });
        move(job, 'Starting');
        return { TrainingJobArn: job.TrainingJobArn };
      },
      UpdateTrainingJob(input: UpdateTrainingJobRequest) {
        const job = found(kept.truth(nameFrom(input.TrainingJobName, 'trainingJobName')));
        if (!['Downloading', 'Training'].includes(job.SecondaryStatus))
          throw invalid(`Remote debugging of ${job.TrainingJobArn} cannot be updated while it is ${job.SecondaryStatus}.`);
        kept.put(job.TrainingJobName, { ...job, RemoteDebugConfig: input.RemoteDebugConfig ?? job.RemoteDebugConfig });
        return { TrainingJobArn: job.TrainingJobArn };
      },
      StopTrainingJob(input: Named) {
        const job = found(kept.truth(nameFrom(input.TrainingJobName, 'trainingJobName')));
        if (job.TrainingJobStatus !== 'InProgress')
          throw invalid(`The request was rejected because the training job is in status ${job.TrainingJobStatus}.`);
        move(job, 'Stopping');
        return {};
      },
    },
  };
}

function found(job: TrainingJob | undefined): TrainingJob {
  if (!job) throw invalid('Requested resource not found.');
  return job;
}

const reads = (kept: Shelf<TrainingJob>): Operations['reads'] => ({
  DescribeTrainingJob(input: Named) {
    const { Tags, VpcConfig, ...described } = found(kept.read(nameFrom(input.TrainingJobName, 'trainingJobName')));
    return { ...described, ...inside(VpcConfig) };
  },
  ListTrainingJobs(input: ListTrainingJobsRequest) {
    const all = kept.list().sort((a, b) => (a.TrainingJobName < b.TrainingJobName ? -1 : 1));
    const { items, ...rest } = page(all, input, (job) => ({
      ...{ name: job.TrainingJobName, status: job.TrainingJobStatus, created: job.CreationTime },
    }));
    const summary = ({ TrainingJobName, TrainingJobArn, CreationTime, TrainingJobStatus }: TrainingJob) => ({
      ...{ TrainingJobName, TrainingJobArn, CreationTime, TrainingJobStatus },
    });
    return { TrainingJobSummaries: items.map(summary), ...rest };
  },
});
