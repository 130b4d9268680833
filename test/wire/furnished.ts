/** What must be there before a call, as moto takes it. An API that is not named here needs nothing, or moto has it not. */
import { CloudTrailClient, CreateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CodePipelineClient, CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { ConfigServiceClient, PutConfigurationRecorderCommand, PutDeliveryChannelCommand } from '@aws-sdk/client-config-service';
import { CreateRepositoryCommand, ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { CreateDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateKeyCommand, DisableKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { REGION } from './emulator.ts';
import { iam } from './furnished-iam.ts';
import { sagemaker } from './furnished-sagemaker.ts';
import { type At, type Before, NOTHING, orThere, SOMEONE, trusting } from './furnishing.ts';

const bucket: Before = async (at, { Bucket }) => {
  const made = new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } });
  await new S3Client(at).send(made).catch(orThere);
};
const bucketPolicy: Before = async (at, { Bucket }) => {
  await bucket(at, { Bucket });
  await new S3Client(at).send(new PutBucketPolicyCommand({ Bucket, Policy: NOTHING }));
};
const bucketBlock: Before = async (at, { Bucket }) => {
  await bucket(at, { Bucket });
  const made = new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
  await new S3Client(at).send(made);
};
/** Versions are numbered by whoever keeps them. */
const writtenOver: Before = async (at, { Bucket, Key, CopySource }) => {
  await bucket(at, { Bucket });
  const client = new S3Client(at);
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const { VersionId, ETag } = await client.send(new PutObjectCommand({ Bucket, Key, Body: 'good' }));
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'bad' }));
  return { CopySource: String(CopySource).replace(/versionId=.*/, `versionId=${VersionId}`), CopySourceIfMatch: ETag };
};
const repository: Before = async (at, { repositoryName }) => {
  await new ECRClient(at).send(new CreateRepositoryCommand({ repositoryName })).catch(orThere);
};
const repositoryPolicy: Before = async (at, { repositoryName }) => {
  await repository(at, { repositoryName });
  await new ECRClient(at).send(new SetRepositoryPolicyCommand({ repositoryName, policyText: NOTHING }));
};
const key = async (at: At) => (await new KMSClient(at).send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
const disabledKey: Before = async (at) => {
  const KeyId = await key(at);
  await new KMSClient(at).send(new DisableKeyCommand({ KeyId }));
  return { KeyId };
};
const doomedKey: Before = async (at) => {
  const KeyId = await key(at);
  await new KMSClient(at).send(new ScheduleKeyDeletionCommand({ KeyId }));
  return { KeyId };
};
const trail: Before = async (at, { Name }) => {
  await bucket(at, { Bucket: 'trails' });
  const made = new CreateTrailCommand({ Name: Name.split('/').at(-1), S3BucketName: 'trails' });
  await new CloudTrailClient(at).send(made).catch(orThere);
};
const recorder: Before = async (at, { ConfigurationRecorderName: name }) => {
  const config = new ConfigServiceClient(at);
  await bucket(at, { Bucket: 'recordings' });
  await config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name, roleARN: SOMEONE } }));
  await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: { name, s3BucketName: 'recordings' } }));
};
const detector: Before = async (at) => {
  const { DetectorId } = await new GuardDutyClient(at).send(new CreateDetectorCommand({ Enable: false }));
  return { DetectorId };
};
const pipeline: Before = async (at, { pipeline }) => {
  const [, Path, RoleName] = /:role(\/.*?)([^/]+)$/.exec(pipeline.roleArn) ?? [];
  const role = new CreateRoleCommand({ Path, RoleName, AssumeRolePolicyDocument: trusting('codepipeline.amazonaws.com') });
  await new IAMClient(at).send(role).catch(orThere);
  await new CodePipelineClient(at).send(new CreatePipelineCommand({ pipeline })).catch(orThere);
};

export const BEFORE: Readonly<Record<string, Before>> = {
  ...iam,
  ...sagemaker,
  PutBucketPolicy: bucket,
  DeleteBucketPolicy: bucketPolicy,
  PutPublicAccessBlock: bucket,
  DeletePublicAccessBlock: bucketBlock,
  CopyObject: writtenOver,
  SetRepositoryPolicy: repository,
  DeleteRepositoryPolicy: repositoryPolicy,
  PutImageTagMutability: repository,
  EnableKey: disabledKey,
  CancelKeyDeletion: doomedKey,
  StartLogging: trail,
  StartConfigurationRecorder: recorder,
  UpdateDetector: detector,
  UpdatePipeline: pipeline,
};
