/** What SageMaker runs, and what each says that it reads and writes in S3. */
import {
  DescribeAutoMLJobV2Command,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListAutoMLJobsCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
  ListProcessingJobsCommand,
  ListTrainingJobsCommand,
  ListTransformJobsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { type Named, namedIn } from './s3-named.ts';

/** `role`: the ARN of whom it runs as; where it does not say, as its `models` do. */
export interface Work extends Named {
  readonly role?: string | undefined;
  readonly models: readonly string[];
  /** A job may be changed as long as it runs, and says more once it has ended (SageMaker API, UpdateTrainingJob, DescribeAutoMLJobV2). */
  readonly running: boolean;
}

/** The newest first, the first page. */
export interface Asked {
  readonly MaxResults: number;
  readonly SortBy: 'CreationTime';
  readonly SortOrder: 'Descending';
  readonly CreationTimeAfter?: Date;
}
interface Page {
  readonly all: readonly { readonly name: string; readonly at: number }[];
  readonly more: boolean;
}
/** A sort of work. `lasting`: it counts however old it is. */
export interface Sort {
  readonly what: string;
  readonly lasting: boolean;
  list(client: SageMakerClient, asked: Asked): Promise<Page>;
  describe(client: SageMakerClient, name: string): Promise<Work>;
}

/** What the answers have in common; a summary's name is `<noun>Name`. */
type Listed = Readonly<Record<string, unknown>> & { readonly NextToken?: string };
interface Described {
  readonly RoleArn?: string;
  readonly ExecutionRoleArn?: string;
  readonly ModelName?: string;
  readonly ProductionVariants?: readonly { readonly ModelName?: string }[];
  readonly ShadowProductionVariants?: readonly { readonly ModelName?: string }[];
}
// biome-ignore lint/suspicious/noExplicitAny: the six operations have no input in common but a name, and answers are read by their members.
type Command = new (input: any) => any;

const sort = (what: string, noun: string, List: Command, Describe: Command, lasting = false): Sort => ({
  what,
  lasting,
  async list(client, asked) {
    const answer: unknown = await client.send(new List(asked));
    const { NextToken, ...page } = answer as Listed;
    const all = (Object.values(page).find(Array.isArray) ?? []) as readonly (Record<string, string> & { CreationTime: Date })[];
    return { all: all.map((one) => ({ name: `${one[`${noun}Name`]}`, at: one.CreationTime.getTime() })), more: NextToken !== undefined };
  },
  async describe(client, name) {
    const answer: unknown = await client.send(new Describe({ [`${noun}Name`]: name }));
    const [is, answered] = [answer as Described, answer as Listed];
    const variants = [...(is.ProductionVariants ?? []), ...(is.ShadowProductionVariants ?? [])];
    // A transform job runs as its model does, and names that itself.
    const models = [...variants, ...(lasting ? [] : [is])].flatMap(({ ModelName }) => ModelName ?? []);
    const components = variants.length > 0 && models.length < variants.length;
    const named = namedIn(is, name);
    if (components) named.unclear.push(`${name} serves inference components`);
    return {
      ...named,
      role: is.RoleArn ?? is.ExecutionRoleArn,
      models,
      running: /^(InProgress|Stopping)$/.test(`${answered[`${noun}Status`]}`),
    };
  },
});

/** Tuning jobs are not among them: what they launch are training jobs, and says all that they say. */
export const SORTS: readonly Sort[] = [
  sort('models', 'Model', ListModelsCommand, DescribeModelCommand, true),
  sort('endpoint configurations', 'EndpointConfig', ListEndpointConfigsCommand, DescribeEndpointConfigCommand, true),
  sort('training jobs', 'TrainingJob', ListTrainingJobsCommand, DescribeTrainingJobCommand),
  sort('processing jobs', 'ProcessingJob', ListProcessingJobsCommand, DescribeProcessingJobCommand),
  sort('transform jobs', 'TransformJob', ListTransformJobsCommand, DescribeTransformJobCommand),
  sort('AutoML jobs', 'AutoMLJob', ListAutoMLJobsCommand, DescribeAutoMLJobV2Command),
];
