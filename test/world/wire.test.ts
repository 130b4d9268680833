import { BatchGetResourceConfigCommand, ConfigServiceClient } from '@aws-sdk/client-config-service';
import { GetFindingsCommand, GuardDutyClient, ListDetectorsCommand, ListFindingsCommand } from '@aws-sdk/client-guardduty';
import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DescribeNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { DescribeHubCommand, EnableSecurityHubCommand, GetEnabledStandardsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { describe, expect, test } from 'vitest';
import { furnished, OWNER } from './platform/oracle.ts';

const MARCH = new Date('2026-03-01T10:11:12.000Z');

describe('what the SDK sends arrives as plain data, and the answer comes back as the SDK types it', () => {
  test('SageMaker speaks AWS JSON, with times as epoch seconds', async () => {
    const { service, config } = furnished('sagemaker', {
      NotebookInstanceName: 'n',
      NotebookInstanceStatus: 'InService',
      CreationTime: MARCH,
    });
    const answer = await new SageMakerClient(config).send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'n' }));
    expect(answer).toMatchObject({ NotebookInstanceStatus: 'InService', CreationTime: MARCH });
    expect(service.asked).toEqual([{ operation: 'DescribeNotebookInstance', input: { NotebookInstanceName: 'n' }, caller: OWNER }]);
  });

  test('Config speaks AWS JSON with members that begin in lower case', async () => {
    const { service, config } = furnished('config', { baseConfigurationItems: [{ resourceName: 'r' }] });
    const resourceKeys = [{ resourceType: 'AWS::IAM::Role' as const, resourceId: 'AROAEXAMPLE' }];
    const answer = await new ConfigServiceClient(config).send(new BatchGetResourceConfigCommand({ resourceKeys }));
    expect(answer.baseConfigurationItems).toEqual([{ resourceName: 'r' }]);
    expect(service.asked[0]?.input).toEqual({ resourceKeys });
  });

  test('IAM speaks forms and XML: lists, empty lists, times, and text with every sign', async () => {
    const policy = { PolicyName: 'a & b <c> "d"', PolicyArn: 'arn:aws:iam::aws:policy/x' };
    const listed = furnished('iam', { AttachedPolicies: [policy, policy], IsTruncated: false });
    const answer = await new IAMClient(listed.config).send(new ListAttachedRolePoliciesCommand({ RoleName: 'ml role', MaxItems: 5 }));
    expect(answer).toMatchObject({ AttachedPolicies: [policy, policy], IsTruncated: false });
    expect(listed.service.asked[0]?.input).toEqual({ RoleName: 'ml role', MaxItems: 5 });

    const none = furnished('iam', { AttachedPolicies: [], IsTruncated: false });
    expect((await new IAMClient(none.config).send(new ListAttachedRolePoliciesCommand({ RoleName: 'r' }))).AttachedPolicies).toEqual([]);

    const role = { RoleName: 'r', RoleId: 'AROA', Path: '/', Arn: 'arn', CreateDate: MARCH, AssumeRolePolicyDocument: '%7B%22a%22%3A1%7D' };
    const got = furnished('iam', { Role: role });
    expect((await new IAMClient(got.config).send(new GetRoleCommand({ RoleName: 'r' }))).Role).toEqual(role);
  });

  test('IAM takes documents and lists in a form, and answers nothing where nothing is to say', async () => {
    const { service, config } = furnished('iam', undefined);
    const client = new IAMClient(config);
    const PolicyDocument = '{"Statement":[{"Action":"s3:*&x=1","Resource":"*"}]}';
    await client.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument }));
    const tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '' },
    ];
    await client.send(new TagRoleCommand({ RoleName: 'r', Tags: tags }));
    expect(service.asked.map((one) => one.input)).toEqual([
      { RoleName: 'r', PolicyName: 'p', PolicyDocument },
      { RoleName: 'r', Tags: tags },
    ]);
  });

  test('GuardDuty speaks REST: operations by path, members in lower case, the keys of a criterion as they are', async () => {
    const { service, config } = furnished('guardduty', {
      DetectorIds: ['d'],
      FindingIds: ['f'],
      Findings: [{ Id: 'f', Type: 'T', Severity: 8, Service: { Archived: false }, Resource: { AccessKeyDetails: { UserName: 'ml' } } }],
    });
    const client = new GuardDutyClient(config);
    expect((await client.send(new ListDetectorsCommand({ MaxResults: 3 }))).DetectorIds).toEqual(['d']);
    const FindingCriteria = { Criterion: { 'service.archived': { Equals: ['false'] }, severity: { GreaterThanOrEqual: 7 } } };
    expect((await client.send(new ListFindingsCommand({ DetectorId: 'd', FindingCriteria }))).FindingIds).toEqual(['f']);
    const found = (await client.send(new GetFindingsCommand({ DetectorId: 'd', FindingIds: ['f'] }))).Findings?.[0];
    expect(found).toMatchObject({ Id: 'f', Service: { Archived: false }, Resource: { AccessKeyDetails: { UserName: 'ml' } } });
    expect(service.asked.map(({ operation, input }) => [operation, input])).toEqual([
      ['ListDetectors', { MaxResults: 3 }],
      ['ListFindings', { DetectorId: 'd', FindingCriteria }],
      ['GetFindings', { DetectorId: 'd', FindingIds: ['f'] }],
    ]);
  });

  test('Security Hub speaks REST: operations by path and method, members as they are', async () => {
    const StandardsSubscriptions = [
      { StandardsArn: 'a', StandardsSubscriptionArn: 's', StandardsInput: { aKey: 'b' }, StandardsStatus: 'READY' },
    ];
    const { service, config } = furnished('securityhub', { HubArn: 'h', StandardsSubscriptions, NextToken: 'n' });
    const client = new SecurityHubClient(config);
    expect((await client.send(new DescribeHubCommand({}))).HubArn).toBe('h');
    expect(await client.send(new GetEnabledStandardsCommand({ NextToken: 'm' }))).toMatchObject({ StandardsSubscriptions, NextToken: 'n' });
    await client.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
    expect(service.asked.map(({ operation, input }) => [operation, input])).toEqual([
      ['DescribeHub', {}],
      ['GetEnabledStandards', { NextToken: 'm' }],
      ['EnableSecurityHub', { EnableDefaultStandards: false }],
    ]);
  });

  test('S3 speaks REST and XML: the bucket in the host, the operation in the query, a policy as it is', async () => {
    const named = { Bucket: 'churn-data', ExpectedBucketOwner: '111122223333' };
    const block = { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: true, RestrictPublicBuckets: false };
    const blocked = furnished('s3', { PublicAccessBlockConfiguration: block });
    const client = new S3Client(blocked.config);
    expect((await client.send(new GetPublicAccessBlockCommand(named))).PublicAccessBlockConfiguration).toEqual(block);
    await client.send(new PutPublicAccessBlockCommand({ ...named, PublicAccessBlockConfiguration: block }));
    await client.send(new DeletePublicAccessBlockCommand(named));
    expect(blocked.service.asked.map(({ operation, input }) => [operation, input])).toEqual([
      ['GetPublicAccessBlock', named],
      ['PutPublicAccessBlock', { ...named, PublicAccessBlockConfiguration: block }],
      ['DeletePublicAccessBlock', named],
    ]);

    const Policy = '{"Statement":[{"Sid":"a & <b>"}]}';
    const policy = furnished('s3', { Policy });
    const policies = new S3Client(policy.config);
    expect((await policies.send(new GetBucketPolicyCommand(named))).Policy).toBe(Policy);
    await policies.send(new PutBucketPolicyCommand({ ...named, Policy }));
    await policies.send(new DeleteBucketPolicyCommand(named));
    expect(policy.service.asked.map(({ operation, input }) => [operation, input])).toEqual([
      ['GetBucketPolicy', named],
      ['PutBucketPolicy', { ...named, Policy }],
      ['DeleteBucketPolicy', named],
    ]);

    const TagSet = [
      { Key: 'a & b', Value: '<c>' },
      { Key: 'd', Value: '' },
    ];
    const tags = furnished('s3', { TagSet });
    expect((await new S3Client(tags.config).send(new GetBucketTaggingCommand(named))).TagSet).toEqual(TagSet);

    const Buckets = [{ Name: 'churn-data', CreationDate: MARCH, BucketRegion: 'eu-west-1' }];
    const listed = furnished('s3', { Buckets, ContinuationToken: 'n' });
    const asked = { BucketRegion: 'eu-west-1', ContinuationToken: 'm' };
    expect(await new S3Client(listed.config).send(new ListBucketsCommand(asked))).toMatchObject({ Buckets, ContinuationToken: 'n' });
    expect(listed.service.asked[0]).toMatchObject({ operation: 'ListBuckets', input: asked });
  });

  test('S3 speaks of objects by their keys in the path, and of where a copy is from in a header', async () => {
    const named = { Bucket: 'ml-models', ExpectedBucketOwner: '111122223333' };
    const Key = 'März 1/a & b.tar.gz';
    const Versions = [{ Key, VersionId: 'v', IsLatest: true, LastModified: MARCH, ETag: '"x"', Size: 5 }];
    const DeleteMarkers = [{ Key: 'gone', VersionId: 'm', IsLatest: true, LastModified: MARCH }];
    const listed = furnished('s3', { IsTruncated: true, NextKeyMarker: 'n', NextVersionIdMarker: 'w', Versions, DeleteMarkers });
    const asked = { ...named, Prefix: Key, KeyMarker: 'k', VersionIdMarker: 'i' };
    const answered = await new S3Client(listed.config).send(new ListObjectVersionsCommand(asked));
    expect(answered).toMatchObject({ IsTruncated: true, NextKeyMarker: 'n', NextVersionIdMarker: 'w', Versions, DeleteMarkers });
    expect(listed.service.asked).toMatchObject([{ operation: 'ListObjectVersions', input: asked }]);

    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
    const kept = furnished('s3', { Status: 'Enabled', ServerSideEncryptionConfiguration: { Rules } });
    const client = new S3Client(kept.config);
    expect((await client.send(new GetBucketVersioningCommand(named))).Status).toBe('Enabled');
    expect((await client.send(new GetBucketEncryptionCommand(named))).ServerSideEncryptionConfiguration).toEqual({ Rules });

    const moved = furnished('s3', { CopyObjectResult: { ETag: '"x"', LastModified: MARCH } });
    const objects = new S3Client(moved.config);
    const copy = { ...named, Key, CopySource: 'ml-models/a?versionId=v', CopySourceIfMatch: '"x"', TaggingDirective: 'REPLACE' as const };
    expect((await objects.send(new CopyObjectCommand(copy))).CopyObjectResult).toEqual({ ETag: '"x"', LastModified: MARCH });
    await objects.send(new PutObjectCommand({ ...named, Key, Body: 'a' }));
    await objects.send(new DeleteObjectCommand({ ...named, Key, VersionId: 'v' }));
    expect(moved.service.asked.map(({ operation, input }) => [operation, input])).toEqual([
      ['CopyObject', copy],
      ['PutObject', { ...named, Key, Body: 'a' }],
      ['DeleteObject', { ...named, Key, VersionId: 'v' }],
    ]);
  });
});
