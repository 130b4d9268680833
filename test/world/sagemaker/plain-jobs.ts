/** Jobs of one status and no phases, processing, transform and those that launch others: what is asked of them, told to them, refused, and who hears of it. */
import type { Tag } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import { type Shelf, shelf } from '../stale.ts';
import { arnOf, between, invalid, nameFrom, page, tagMap } from './requests.ts';

rule(
  'plain-job.statuses',
  'documented',
  'InProgress, Completed; Stopping, Stopped',
  'SageMaker API, the statuses of DescribeProcessingJob, DescribeTransformJob, DescribeHyperParameterTuningJob, DescribeAutoMLJobV2; StopTransformJob',
);
rule('plain-job.durations', 'assumed', 'Stopping up to a minute; InProgress until it is stopped', 'a job takes as long as its script');
rule(
  'plain-job.stop',
  'assumed',
  'one that is not in progress is not stopped, in the words in which a training job is not',
  'awslabs/benchmark-ai issue 928, for training jobs; no text found for these',
);
rule(
  'plain-job.missing',
  'assumed',
  'an unknown job is ValidationException, in the words in which a training job is; what stops one is documented to say ResourceNotFound',
  'boto/boto3 issue 2808, for training jobs; SageMaker API reference',
);

/** Every member of a job, by its name on the wire. */
export interface PlainJob {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly CreationTime: Date;
  readonly Tags?: Tag[] | undefined;
  /** What was asked at its creation, and what it says of itself beyond. */
  readonly said: Readonly<Record<string, unknown>>;
}
export interface PlainJobs extends Operations {
  readonly shelf: Shelf<PlainJob>;
  /** Furnishes a job that is InProgress unless said otherwise. */
  place(given: Readonly<Record<string, unknown>> & { readonly CreationTime?: Date }): void;
}
interface Sort {
  /** As members of its requests begin. */
  readonly field: string;
  /** As ARNs have it. */
  readonly noun: string;
  /** As its events have it, where it has any. */
  readonly told?: string;
  /** What it is where nothing else is said of it. */
  readonly usual: Readonly<Record<string, unknown>>;
  /** What a description says of every job, whatever was asked. */
  readonly always?: Readonly<Record<string, unknown>>;
  /** What its list says of a job, beyond its name and how it is. */
  listed?(job: PlainJob): object;
  /** What it goes by with every status. */
  also?(job: PlainJob): object;
  /** Whoever stops it stops that, too. */
  stops?(job: PlainJob): void;
}

/** How a job of this sort is written on the wire. */
function words(habitat: Habitat, { field, noun, also }: Sort) {
  return {
    named: (input: object) =>
      nameFrom((input as Record<string, string>)[`${field}Name`], `${field[0]?.toLowerCase()}${field.slice(1)}Name`),
    idOf: (job: PlainJob) => ({
      ...{ [`${field}Name`]: job.name, [`${field}Arn`]: job.arn, [`${field}Status`]: job.status, CreationTime: job.CreationTime },
      ...also?.(job),
    }),
    of(given: Readonly<Record<string, unknown>>): PlainJob {
      const { [`${field}Name`]: name, [`${field}Status`]: status = 'InProgress', CreationTime, Tags, ...said } = given;
      return {
        ...{ name: `${name}`, arn: arnOf(habitat, noun, `${name}`), status: `${status}`, said },
        CreationTime: CreationTime instanceof Date ? CreationTime : new Date(habitat.clock.now()),
        Tags: Tags as Tag[] | undefined,
      };
    },
  };
}
type Words = ReturnType<typeof words>;

/** To a new status, announced. One that is stopping stops by itself. */
function life(habitat: Habitat, kept: Shelf<PlainJob>, { told }: Sort, { idOf }: Words) {
  const move = (job: PlainJob, status: string): void => {
    const moved = { ...job, status };
    kept.put(job.name, moved);
    if (told)
      habitat.emit({
        source: 'aws.sagemaker',
        'detail-type': `SageMaker ${told} State Change`,
        resources: [job.arn],
        detail: { ...moved.said, ...idOf(moved), CreationTime: job.CreationTime.getTime(), Tags: tagMap(job.Tags) },
      });
    if (status !== 'Stopping') return;
    habitat.clock.at(habitat.clock.now() + between(habitat, [5, 60]), () => {
      if (kept.truth(job.name) === moved) move(moved, 'Stopped');
    });
  };
  return move;
}

function found(job: PlainJob | undefined): PlainJob {
  if (!job) throw invalid('Requested resource not found.');
  return job;
}

export function plainJobs(habitat: Habitat, sort: Sort): PlainJobs {
  const kept = shelf<PlainJob>(habitat, 20);
  const spelt = words(habitat, sort);
  const { named, idOf, of } = spelt;
  const { field } = sort;
  const said = sort.noun.replaceAll('-', ' ');
  const move = life(habitat, kept, sort, spelt);
  return {
    shelf: kept,
    place(given) {
      const job = of({ ...sort.always, ...sort.usual, ...given });
      kept.place(job.name, job);
    },
    reads: {
      [`Describe${field}`](input: object) {
        const job = found(kept.read(named(input)));
        return { ...job.said, ...idOf(job) };
      },
      [`List${field}s`](input: object) {
        const all = kept.list().sort((a, b) => (a.name < b.name ? -1 : 1));
        const { items, ...rest } = page(all, input, ({ name, status, CreationTime }) => ({ name, status, created: CreationTime }));
        return { [`${field}Summaries`]: items.map((job) => ({ ...sort.listed?.(job), ...idOf(job) })), ...rest };
      },
    },
    writes: {
      [`Create${field}`](input: object) {
        const name = named(input);
        if (kept.truth(name)) throw invalid(`The ${said} names must be unique within an AWS account and region: ${name}`);
        const job = of({ ...sort.always, ...input });
        move(job, 'InProgress');
        return { [`${field}Arn`]: job.arn };
      },
      [`Stop${field}`](input: object) {
        const job = found(kept.truth(named(input)));
        if (job.status !== 'InProgress') throw invalid(`The request was rejected because the ${said} is in status ${job.status}.`);
        move(job, 'Stopping');
        sort.stops?.(job);
        return {};
      },
    },
  };
}
