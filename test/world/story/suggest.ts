/** The world an event suggests: the resource it names, in the state it speaks of. For replaying an event that came without its world. */
import * as z from 'zod/mini';
import type { Ref } from '../../../src/engine/remediation.ts';
import { idOf } from '../cloudtrail.ts';
import { type WorldFile, worldSchema } from './furnish.ts';
import { ARTIFACTS, OBJECTS } from './suggest-artifacts.ts';
import { fed, unscanned } from './suggest-images.ts';
import { type Detail, type Fields, findings, lastPart, OLD, pathed, pick, role, S3_ALL, type Suggestions } from './suggest-role.ts';
import { SAGEMAKER } from './suggest-sagemaker.ts';

const BROAD = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Each member may be laid over by what the next reference suggests; nothing is suggested twice under one name. */
export function suggest(event: Fields, refs: readonly Ref[]): WorldFile {
  const detail = (event.detail ?? {}) as Detail;
  const parts = refs.map((ref) => SUGGESTIONS[ref.type]?.(ref, detail) ?? {});
  const all = (section: string): unknown[] => {
    const items = parts.flatMap((part) => part[section] ?? []);
    return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
  };
  const sections = Object.keys(worldSchema.shape);
  return z.parse(worldSchema, Object.fromEntries(sections.map((section) => [section, all(section)])));
}

/** Of a build project that an event names without describing it. */
const EVERY_FLAW = {
  environment: {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    privilegedMode: true,
    environmentVariables: [{ name: 'AWS_SECRET_ACCESS_KEY', type: 'PLAINTEXT', value: 'REDACTED-EXAMPLE' }],
  },
  logsConfig: { cloudWatchLogs: { status: 'DISABLED' } },
  projectVisibility: 'PUBLIC_READ',
};
/** Who starts a release and approves it himself. */
const OWNER = 'arn:aws:sts::111122223333:assumed-role/DataScientist/owner';
/** A pipeline of ML that deploys what nobody has approved. */
const UNAPPROVED = {
  roleArn: 'arn:aws:iam::111122223333:role/service-role/AmazonSageMakerServiceCatalogProductsUseRole',
  artifactStore: { type: 'S3', location: 'artifacts' },
  stages: ['Source', 'Deploy'].map((name) => ({
    name,
    actions: [{ name, actionTypeId: { category: name, owner: 'AWS', provider: 'S3', version: '1' }, configuration: {} }],
  })),
};
const OF_ML = { Key: 'sagemaker:project-name', Value: 'churn' };
/** Of a bucket that is reported, as by a control. */
const FOREIGN = { Statement: [{ Sid: 'Stranger', Effect: 'Allow', Principal: { AWS: '999900001111' }, Action: 's3:*', Resource: '*' }] };
const BLOCK = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const SUGGESTIONS: Suggestions = {
  ...SAGEMAKER,
  'AWS::CodeBuild::Project': (ref, { eventName, requestParameters, responseElements }) => {
    const answered = (responseElements as { project?: Fields } | null | undefined)?.project;
    const said = eventName ? { ...answered, ...requestParameters } : { ...EVERY_FLAW };
    return { buildProjects: [{ ...pick(said, Object.keys(EVERY_FLAW)), name: lastPart(ref.id) }] };
  },
  'AWS::CodeDeploy::DeploymentGroup': (ref) => {
    const [applicationName, deploymentGroupName] = ref.id.replace(/^arn:.*:/, '').split('/');
    const group = deploymentGroupName
      ? { applicationName, deploymentGroupName }
      : { applicationName: 'its-application', deploymentGroupName: 'its-group', deploymentGroupId: ref.id };
    return { deploymentGroups: [group] };
  },
  'AWS::ECR::Repository': (ref, detail) => {
    const { eventName, requestParameters } = detail;
    const repositoryName = ref.id.replace(/^arn:.*:repository\//, '');
    const told = requestParameters?.policyText;
    const said = pick(requestParameters ?? {}, ['imageTagMutability']);
    const policy = eventName === 'SetRepositoryPolicy' && typeof told === 'string' ? { policy: JSON.parse(told) } : {};
    return fed(repositoryName, detail) ?? { repositories: [{ ...said, ...policy, repositoryName }], ...unscanned({}) };
  },
  'AWS::ECR::RegistryScanningConfiguration': (_, detail) => unscanned(detail),
  ...ARTIFACTS,
  // Of what an event says of an object a version is made that was approved when there was another.
  ...OBJECTS,
  'AWS::S3::Bucket': (ref, { eventName, requestParameters }) => {
    const told = eventName ? requestParameters?.bucketPolicy : FOREIGN;
    const block = requestParameters?.PublicAccessBlockConfiguration as Fields | undefined;
    const said = { ...(block && { block: pick(block, BLOCK) }), ...(told !== undefined && { policy: told }) };
    return { buckets: [{ Name: ref.id.replace(/^arn:.*:/, ''), tags: { 'sagemaker:project-name': 'its-project' }, ...said }] };
  },
  'AWS::CodePipeline::PipelineExecution': (ref) => {
    const [pipelineName = '', pipelineExecutionId = ''] = ref.id.split('/');
    return {
      pipelines: [{ name: pipelineName, versions: [UNAPPROVED] }],
      executions: [{ pipelineName, pipelineExecutionId, startedBy: OWNER, approvedBy: { 'Approve/Release': OWNER } }],
    };
  },
  'AWS::CodePipeline::Pipeline': (ref, { eventName, requestParameters }) => {
    const told = requestParameters?.pipeline as Fields | undefined;
    const run = { pipelineName: lastPart(ref.id), pipelineExecutionId: '01234567-0123-4123-8123-0123456789ab', startedBy: OWNER };
    const executions = eventName === 'PutApprovalResult' ? [{ ...run, approvedBy: { 'Approve/Release': OWNER } }] : [];
    return { pipelines: [{ name: lastPart(ref.id), versions: [told?.stages ? told : UNAPPROVED] }], executions };
  },
  'AWS::KMS::Key': (ref, { eventName }) => ({
    keys: [
      {
        KeyId: lastPart(ref.id),
        Description: 'SageMaker',
        KeyState: eventName === 'DisableKey' ? 'Disabled' : 'PendingDeletion',
      },
    ],
  }),
  // What is said of the account is said of what it has one of.
  'AWS::::Account': (_, { eventName }) => ({
    detectors: [{ Status: eventName === 'DeleteDetector' ? 'none' : 'DISABLED' }],
    recorders: [eventName === 'DeleteConfigurationRecorder' ? { name: 'none' } : {}],
    hubs: [{ on: eventName === 'BatchDisableStandards', standards: {} }],
    trails: [{ Name: 'its-trail', logging: false, tags: [OF_ML] }],
  }),
  'AWS::CloudTrail::Trail': (ref) => ({ trails: [{ Name: lastPart(ref.id), logging: false, tags: [OF_ML] }] }),
  'AWS::IAM::Role': (ref, detail) => ({ roles: [role(ref, detail)], findings: findings(detail) }),
  'AWS::IAM::User': (ref, detail) => ({
    findings: findings(detail),
    users: [{ UserName: lastPart(ref.id), Tags: [OF_ML], keys: { [idOf('AKIA', ref.id)]: {} } }],
  }),
  'AWS::IAM::Policy': (ref, { requestParameters }) => {
    const { Path = '/', name: PolicyName } = pathed(ref.id);
    const arn = `arn:aws:iam::${ref.account}:policy${Path}${PolicyName}`;
    const told = requestParameters?.policyDocument;
    const Document = typeof told === 'string' ? JSON.parse(told) : BROAD;
    return {
      policies: [{ PolicyName, Path, Document }],
      roles: [{ RoleName: `role-with-${PolicyName}`.slice(0, 64), age: OLD, attached: [arn, S3_ALL] }],
    };
  },
};
