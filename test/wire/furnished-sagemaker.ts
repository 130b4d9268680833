/** What of SageMaker must be there before a call, as moto takes it. */
import {
  CreateAutoMLJobV2Command,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigInput,
  CreateModelCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  CreateNotebookInstanceCommand,
  CreateProcessingJobCommand,
  ListModelPackagesCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { type Before, orThere, SOMEONE } from './furnishing.ts';

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn/train:1';

const notebook: Before = async (at, { NotebookInstanceName }) => {
  const made = new CreateNotebookInstanceCommand({ NotebookInstanceName, InstanceType: 'ml.t3.medium', RoleArn: SOMEONE });
  await new SageMakerClient(at).send(made).catch(orThere);
};
const stopped: Before = async (at, input) => {
  await notebook(at, input);
  await new SageMakerClient(at).send(new StopNotebookInstanceCommand({ NotebookInstanceName: input.NotebookInstanceName }));
};
const model = (sagemaker: SageMakerClient, ModelName = '') =>
  sagemaker.send(new CreateModelCommand({ ModelName, ExecutionRoleArn: SOMEONE })).catch(orThere);
const models: Before = async (at, { ProductionVariants = [], ShadowProductionVariants = [] }: CreateEndpointConfigInput) => {
  for (const { ModelName } of [...ProductionVariants, ...ShadowProductionVariants]) await model(new SageMakerClient(at), ModelName);
};
const endpoint: Before = async (at, { EndpointName }) => {
  const sagemaker = new SageMakerClient(at);
  const EndpointConfigName = 'before';
  const variant = { VariantName: 'v', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
  await model(sagemaker, 'm');
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [variant] })).catch(orThere);
  await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName })).catch(orThere);
};
const processing: Before = async (at, { ProcessingJobName }) => {
  const made = new CreateProcessingJobCommand({
    ...{ ProcessingJobName, RoleArn: SOMEONE, AppSpecification: { ImageUri: IMAGE } },
    ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 } },
  });
  await new SageMakerClient(at).send(made);
};
const automl: Before = async (at, { AutoMLJobName }) => {
  const made = new CreateAutoMLJobV2Command({
    ...{ AutoMLJobName, RoleArn: SOMEONE, OutputDataConfig: { S3OutputPath: 's3://ml-artifacts/' } },
    AutoMLJobInputDataConfig: [{ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://ml-data/in' } } }],
    AutoMLProblemTypeConfig: { ImageClassificationJobConfig: { CompletionCriteria: { MaxCandidates: 1 } } },
  });
  await new SageMakerClient(at).send(made).catch(orThere);
};
/** As many versions as the one that is meant. */
const version: Before = async (at, { ModelPackageArn }) => {
  const sagemaker = new SageMakerClient(at);
  const [ModelPackageGroupName = '', wanted] = ModelPackageArn.split('/').slice(1);
  await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName })).catch(orThere);
  const { ModelPackageSummaryList = [] } = await sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName }));
  for (let made = ModelPackageSummaryList.length; made < Number(wanted); made++) {
    await sagemaker.send(new CreateModelPackageCommand({ ModelPackageGroupName }));
  }
};

export const sagemaker: Readonly<Record<string, Before>> = {
  StopNotebookInstance: notebook,
  StartNotebookInstance: stopped,
  DeleteNotebookInstance: stopped,
  CreateEndpointConfig: models,
  DeleteEndpoint: endpoint,
  StopProcessingJob: processing,
  StopAutoMLJob: automl,
  UpdateModelPackage: version,
};
