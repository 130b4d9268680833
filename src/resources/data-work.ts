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
}

/** The newest first, the first page. */
export interface Asked {
  readonly MaxResults: number;
  readonly SortBy: 'CreationTime';
  readonly SortOrder: 'Descending';
  readonly CreationTimeAfter?: Date;
}
interface Page {
  readonly all: readonly { readonly name: string | undefined; readonly at: Date | undefined }[];
  readonly more: boolean;
}
/** A sort of work. `lasting`: it counts however old it is. */
export interface Sort {
  readonly what: string;
  readonly lasting?: true;
  list(client: SageMakerClient, asked: Asked): Promise<Page>;
  describe(client: SageMakerClient, name: string): Promise<Work>;
}

const work = (name: string, is: object, role?: string, models: readonly (string | undefined)[] = []): Work => ({
  ...namedIn(is, name),
  ...(role && { role }),
  models: models.filter((model) => model !== undefined),
});
const unclear = (of: Work, ...why: readonly (string | false)[]): Work => ({
  ...of,
  unclear: [...of.unclear, ...why.filter((one) => one !== false)],
});

const model: Sort = {
  what: 'models',
  lasting: true,
  async list(client, asked) {
    const { Models = [], NextToken } = await client.send(new ListModelsCommand(asked));
    return { all: Models.map((one) => ({ name: one.ModelName, at: one.CreationTime })), more: NextToken !== undefined };
  },
  async describe(client, ModelName) {
    const is = await client.send(new DescribeModelCommand({ ModelName }));
    const containers = [is.PrimaryContainer, ...(is.Containers ?? [])];
    const packed = containers.find((c) => c?.ModelPackageName && !c.ModelDataUrl && !c.ModelDataSource)?.ModelPackageName;
    return unclear(
      work(ModelName, { PrimaryContainer: is.PrimaryContainer, Containers: is.Containers }, is.ExecutionRoleArn),
      packed !== undefined && `the model ${ModelName} is of the package ${packed}, which says where its data are`,
    );
  },
};

const endpointConfig: Sort = {
  what: 'endpoint configurations',
  lasting: true,
  async list(client, asked) {
    const { EndpointConfigs = [], NextToken } = await client.send(new ListEndpointConfigsCommand(asked));
    return { all: EndpointConfigs.map((one) => ({ name: one.EndpointConfigName, at: one.CreationTime })), more: NextToken !== undefined };
  },
  async describe(client, EndpointConfigName) {
    const is = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
    const variants = [...(is.ProductionVariants ?? []), ...(is.ShadowProductionVariants ?? [])];
    const models = variants.map((variant) => variant.ModelName);
    return unclear(
      work(EndpointConfigName, is, is.ExecutionRoleArn, models),
      is.AsyncInferenceConfig !== undefined && `${EndpointConfigName} serves asynchronously: where its input is, each request says`,
      models.includes(undefined) && `${EndpointConfigName} serves inference components, which were not looked at`,
    );
  },
};

const training: Sort = {
  what: 'training jobs',
  async list(client, asked) {
    const { TrainingJobSummaries = [], NextToken } = await client.send(new ListTrainingJobsCommand(asked));
    return { all: TrainingJobSummaries.map((one) => ({ name: one.TrainingJobName, at: one.CreationTime })), more: NextToken !== undefined };
  },
  async describe(client, TrainingJobName) {
    const is = await client.send(new DescribeTrainingJobCommand({ TrainingJobName }));
    return work(TrainingJobName, is, is.RoleArn);
  },
};

const processing: Sort = {
  what: 'processing jobs',
  async list(client, asked) {
    const { ProcessingJobSummaries = [], NextToken } = await client.send(new ListProcessingJobsCommand(asked));
    return {
      all: ProcessingJobSummaries.map((one) => ({ name: one.ProcessingJobName, at: one.CreationTime })),
      more: NextToken !== undefined,
    };
  },
  async describe(client, ProcessingJobName) {
    const is = await client.send(new DescribeProcessingJobCommand({ ProcessingJobName }));
    return work(ProcessingJobName, is, is.RoleArn);
  },
};

/** It runs as its model does. */
const transform: Sort = {
  what: 'transform jobs',
  async list(client, asked) {
    const { TransformJobSummaries = [], NextToken } = await client.send(new ListTransformJobsCommand(asked));
    return {
      all: TransformJobSummaries.map((one) => ({ name: one.TransformJobName, at: one.CreationTime })),
      more: NextToken !== undefined,
    };
  },
  async describe(client, TransformJobName) {
    const is = await client.send(new DescribeTransformJobCommand({ TransformJobName }));
    return work(TransformJobName, is, undefined, [is.ModelName]);
  },
};

/** What it launches is listed besides. */
const autoML: Sort = {
  what: 'AutoML jobs',
  async list(client, asked) {
    const { AutoMLJobSummaries = [], NextToken } = await client.send(new ListAutoMLJobsCommand(asked));
    return { all: AutoMLJobSummaries.map((one) => ({ name: one.AutoMLJobName, at: one.CreationTime })), more: NextToken !== undefined };
  },
  async describe(client, AutoMLJobName) {
    const is = await client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName }));
    return work(AutoMLJobName, is, is.RoleArn);
  },
};

/** Tuning jobs are not among them: what they launch are training jobs, and says all that they say. */
export const SORTS: readonly Sort[] = [model, endpointConfig, training, processing, transform, autoML];
