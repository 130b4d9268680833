/** What of SageMaker an event suggests. */
import { type Fields, lastPart, pick, type Suggestions, text, upper } from './suggest-role.ts';

/** Of a training job that an event names without saying how it runs. */
const OPEN_JOB = { RemoteDebugConfig: { EnableRemoteDebug: true } };
/** Of the training jobs of a tuning job. */
const OPEN_TRAINING = { VpcConfig: {} };
/** Of a model that a finding names. */
const OPEN_MODEL = { EnableNetworkIsolation: false, VpcConfig: {} };

const ASKED = ['ModelApprovalStatus', 'ApprovalDescription', 'InferenceSpecification'];

/** The parent that an event of a job names, open where the event does not say how it is. */
function parentsOf(detail: Fields) {
  const HyperParameterTuningJobName = text(detail.TuningJobArn)?.replace(/^.*\//, '');
  const AutoMLJobName = text(detail.AutoMLJobArn)?.replace(/^.*\//, '');
  return {
    ...(HyperParameterTuningJobName && { tuningJobs: [{ TrainingJobDefinition: OPEN_TRAINING, HyperParameterTuningJobName }] }),
    ...(AutoMLJobName && { autoMLJobs: [{ SecurityConfig: {}, AutoMLJobName }] }),
  };
}
const PARENTS = ['TuningJobArn', 'AutoMLJobArn'];

export const SAGEMAKER: Suggestions = {
  'AWS::SageMaker::NotebookInstance': (ref, detail) => {
    const asked = (upper(detail.requestParameters ?? {}) ?? {}) as Fields;
    const told =
      'NotebookInstanceStatus' in detail
        ? pick(detail, ['NotebookInstanceStatus', 'KmsKeyId', 'InstanceType', 'SubnetId', 'DirectInternetAccess'])
        : {};
    // Where nothing is said of it, as AWS creates it by default.
    const network = told.SubnetId || asked.SubnetId ? {} : { DirectInternetAccess: 'Enabled' };
    const created = detail.eventName === 'CreateNotebookInstance' ? { ...asked, NotebookInstanceStatus: 'Pending', age: '5s' } : {};
    return {
      notebooks: [
        {
          ...network,
          ...told,
          ...created,
          NotebookInstanceName: text(told.NotebookInstanceName ?? asked.NotebookInstanceName) ?? lastPart(ref.id),
        },
      ],
    };
  },
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': (ref, { requestParameters }) => {
    const told = upper(requestParameters ?? {}) as { readonly [hook: string]: readonly { readonly Content: string }[] };
    const script = (hook: string) => told[hook]?.map(({ Content }) => Buffer.from(Content, 'base64').toString())[0];
    const scripts = Object.fromEntries(['OnCreate', 'OnStart'].flatMap((hook) => (script(hook) ? [[hook, script(hook)]] : [])));
    const before = { createdBy: 'arn:aws:sts::111122223333:assumed-role/Platform/ci', OnStart: '#!/bin/bash\ntrue\n' };
    const updates = [{ ago: '20m', by: 'user/somebody', ...scripts }];
    return { lifecycleConfigs: [{ NotebookInstanceLifecycleConfigName: lastPart(ref.id), ...before, updates }] };
  },
  'AWS::SageMaker::ModelPackageGroup': (ref, { requestParameters }) => {
    const told = requestParameters?.resourcePolicy;
    return {
      modelPackageGroups: [{ ModelPackageGroupName: lastPart(ref.id), ...(typeof told === 'string' && { policy: JSON.parse(told) }) }],
    };
  },
  'AWS::SageMaker::ModelPackage': (ref, { eventName, requestParameters }) => {
    const [ModelPackageVersion = '', ModelPackageGroupName = ''] = ref.id.split('/').reverse();
    if (!/^\d+$/.test(ModelPackageVersion)) return {};
    const asks = eventName === 'UpdateModelPackage' ? pick(upper(requestParameters ?? {}) as Fields, ASKED) : {};
    const updates = [{ ago: '20m', by: 'user/somebody', asks: { ModelApprovalStatus: 'Approved', ...asks } }];
    const version = Number(ModelPackageVersion);
    return { modelPackages: [{ ModelPackageGroupName, ModelPackageVersion: version, createdBy: 'user/somebody', age: '1h', updates }] };
  },
  'AWS::SageMaker::Model': (ref) => {
    const ModelName = lastPart(ref.id);
    const ProductionVariants = [{ VariantName: 'AllTraffic', ModelName, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }];
    const EndpointConfigName = `${ModelName}-config`;
    return {
      models: [{ ...OPEN_MODEL, ModelName }],
      endpointConfigs: [{ EndpointConfigName, ProductionVariants }],
      endpoints: [{ EndpointName: `${ModelName}-endpoint`, EndpointConfigName }],
    };
  },
  'AWS::SageMaker::EndpointConfig': (ref, detail) => {
    const EndpointConfigName = lastPart(ref.id);
    const asked = detail.eventName === 'CreateEndpointConfig' ? (upper(detail.requestParameters) as Fields) : {};
    return {
      endpointConfigs: [{ ...asked, EndpointConfigName }],
      endpoints: [{ EndpointName: `${EndpointConfigName}-endpoint`, EndpointConfigName }],
    };
  },
  'AWS::SageMaker::Endpoint': (ref, detail) => {
    const asked = (upper(detail.requestParameters ?? {}) ?? {}) as Fields;
    const EndpointConfigName = text(detail.EndpointConfigName ?? asked.EndpointConfigName) ?? 'its-config';
    return { endpoints: [{ EndpointName: text(detail.EndpointName ?? asked.EndpointName) ?? lastPart(ref.id), EndpointConfigName }] };
  },
  'AWS::SageMaker::TrainingJob': (ref, detail) => {
    const asked = detail.eventName === 'CreateTrainingJob' ? (upper(detail.requestParameters) as Fields) : OPEN_JOB;
    const TrainingJobName = text(detail.TrainingJobName ?? detail.requestParameters?.trainingJobName) ?? lastPart(ref.id);
    const told = pick(detail, ['TrainingJobStatus', 'SecondaryStatus', ...PARENTS]);
    return { ...parentsOf(detail), trainingJobs: [{ VpcConfig: {}, ...asked, ...told, TrainingJobName }] };
  },
  'AWS::SageMaker::ProcessingJob': (ref, detail) => {
    const asked = detail.eventName === 'CreateProcessingJob' ? (upper(detail.requestParameters) as Fields) : {};
    const ProcessingJobName = text(detail.ProcessingJobName ?? detail.requestParameters?.processingJobName) ?? lastPart(ref.id);
    const told = pick(detail, ['ProcessingJobStatus', ...PARENTS]);
    return { ...parentsOf(detail), processingJobs: [{ NetworkConfig: {}, ...asked, ...told, ProcessingJobName }] };
  },
  'AWS::SageMaker::HyperParameterTuningJob': (ref, detail) => {
    const asked = detail.eventName === 'CreateHyperParameterTuningJob' ? (upper(detail.requestParameters) as Fields) : {};
    const name = text(detail.HyperParameterTuningJobName ?? detail.requestParameters?.hyperParameterTuningJobName) ?? lastPart(ref.id);
    const told = pick(detail, ['HyperParameterTuningJobStatus', 'TrainingJobDefinition']);
    return { tuningJobs: [{ TrainingJobDefinition: OPEN_TRAINING, ...asked, ...told, HyperParameterTuningJobName: name }] };
  },
  'AWS::SageMaker::AutoMLJob': (ref, detail) => {
    const asked = /^CreateAutoMLJob/.test(`${detail.eventName}`) ? (upper(detail.requestParameters) as Fields) : {};
    const SecurityConfig = asked.SecurityConfig ?? (asked.AutoMLJobConfig as Fields | undefined)?.SecurityConfig ?? {};
    return { autoMLJobs: [{ SecurityConfig, AutoMLJobName: text(asked.AutoMLJobName) ?? lastPart(ref.id) }] };
  },
  'AWS::SageMaker::TransformJob': (ref, detail) => {
    const asked = detail.eventName === 'CreateTransformJob' ? (upper(detail.requestParameters) as Fields) : {};
    const TransformJobName = text(detail.TransformJobName ?? detail.requestParameters?.transformJobName) ?? lastPart(ref.id);
    const ModelName = text(detail.ModelName ?? asked.ModelName) ?? 'its-model';
    return {
      models: [{ ...OPEN_MODEL, ModelName }],
      transformJobs: [{ ...asked, ...pick(detail, ['TransformJobStatus']), ModelName, TransformJobName }],
    };
  },
};
