/** The services as the real SDK meets them: through the wire, in both directions. */
import {
  AssociateExternalConnectionCommand,
  CodeartifactClient,
  DescribePackageCommand,
  DescribeRepositoryCommand,
  DisassociateExternalConnectionCommand,
  ListPackagesCommand,
  ListPackageVersionsCommand,
  ListRepositoriesCommand,
  ListTagsForResourceCommand,
  PutPackageOriginConfigurationCommand,
} from '@aws-sdk/client-codeartifact';
import { BatchGetResourceConfigCommand, ConfigServiceClient, type ResourceType } from '@aws-sdk/client-config-service';
import { GetFindingsCommand, GuardDutyClient, ListDetectorsCommand, ListFindingsCommand } from '@aws-sdk/client-guardduty';
import {
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeEndpointCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import { codeArtifact } from './codeartifact.ts';
import { config } from './config.ts';
import { guardDuty } from './guardduty.ts';
import { iam } from './iam.ts';
import { sagemaker } from './sagemaker.ts';
import { World } from './world.ts';

function world() {
  const it = new World({ seed: 1, start: new Date('2026-11-23T12:00:00Z'), stale: false });
  const roles = iam(it);
  const parts = { sage: sagemaker(it), roles, duty: guardDuty(it), artifacts: codeArtifact(it) };
  it.add(parts.sage).add(roles).add(parts.duty).add(parts.artifacts).add(config(it, roles.entities));
  return { ...parts, it, client: { region: it.region, maxAttempts: 1, ...it.connection() } };
}

test('SageMaker answers with Dates and refuses with its own words', async () => {
  const { sage, client, it } = world();
  const placed = sage.notebooks.place({ NotebookInstanceName: 'A' });
  sage.endpoints.place({ EndpointName: 'e', EndpointConfigName: 'c' });
  const sdk = new SageMakerClient(client);
  const seen = await sdk.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'A' }));
  expect(seen).toMatchObject({ NotebookInstanceStatus: 'InService', CreationTime: placed.CreationTime });
  expect(await sdk.send(new DescribeEndpointCommand({ EndpointName: 'e' }))).toMatchObject({ EndpointStatus: 'InService' });
  await sdk.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'A' }));
  const again = sdk.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'A' }));
  await expect(again).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('Status (Stopping) not in ([InService])'),
  });
  await it.run();
  expect(sage.notebooks.shelf.truth('A')?.NotebookInstanceStatus).toBe('Stopped');
});

test('IAM answers in XML that the SDK reads back to the same documents', async () => {
  const { roles, client } = world();
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const document = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"},"Id":"<&>"}';
  const placed = roles.roles.place({ RoleName: 'ml', attached: [PolicyArn], inline: { a: document } });
  const sdk = new IAMClient(client);
  const { Role } = await sdk.send(new GetRoleCommand({ RoleName: 'ml' }));
  expect(Role).toMatchObject({ RoleId: placed.RoleId, CreateDate: placed.CreateDate });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(placed.AssumeRolePolicyDocument);
  const inline = await sdk.send(new GetRolePolicyCommand({ RoleName: 'ml', PolicyName: 'a' }));
  expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(document);
  expect((await sdk.send(new ListAttachedRolePoliciesCommand({ RoleName: 'ml' }))).AttachedPolicies).toHaveLength(1);
  await sdk.send(new DetachRolePolicyCommand({ RoleName: 'ml', PolicyArn }));
  const again = sdk.send(new DetachRolePolicyCommand({ RoleName: 'ml', PolicyArn }));
  await expect(again).rejects.toMatchObject({ name: 'NoSuchEntityException', message: `Policy ${PolicyArn} was not found.` });
});

test('GuardDuty and Config answer in the SDK’s own members', async () => {
  const { roles, duty, client } = world();
  const { RoleId, Arn } = roles.roles.place({ RoleName: 'ml' });
  const AccessKeyDetails = { UserName: 'ml', PrincipalId: RoleId, UserType: 'AssumedRole' };
  const told = {
    Id: 'f',
    Arn: 'a',
    AccountId: '1',
    Region: 'r',
    CreatedAt: 't',
    UpdatedAt: 't',
    SchemaVersion: '2.0',
    Severity: 8,
    Type: 't',
  };
  duty.add({ ...told, Resource: { AccessKeyDetails }, Service: { Archived: false, Count: 1 } });
  const sdk = new GuardDutyClient(client);
  const DetectorId = (await sdk.send(new ListDetectorsCommand({}))).DetectorIds?.[0];
  const Criterion = { 'resource.accessKeyDetails.userName': { Equals: ['ml'] }, 'service.archived': { Equals: ['false'] } };
  const { FindingIds } = await sdk.send(new ListFindingsCommand({ DetectorId, FindingCriteria: { Criterion } }));
  expect(FindingIds).toEqual(['f']);
  const { Findings } = await sdk.send(new GetFindingsCommand({ DetectorId, FindingIds }));
  expect(Findings?.[0]).toMatchObject({ Severity: 8, Resource: { AccessKeyDetails } });

  const key = { resourceType: 'AWS::IAM::Role' as ResourceType, resourceId: RoleId };
  const { baseConfigurationItems } = await new ConfigServiceClient(client).send(new BatchGetResourceConfigCommand({ resourceKeys: [key] }));
  expect(baseConfigurationItems).toMatchObject([{ resourceId: RoleId, resourceName: 'ml', arn: Arn }]);
});

test('CodeArtifact takes its names in the query, and answers with Dates', async () => {
  const { artifacts, client } = world();
  const createdTime = new Date('2026-10-01T00:00:00Z');
  const named = { domain: 'd', domainOwner: '111122223333', repository: 'r' };
  artifacts.place({ domain: 'd', repository: 'r', connections: ['public:npmjs'], tags: { Owner: 'ana' }, createdTime });
  const sdk = new CodeartifactClient(client);
  const { repositories } = await sdk.send(new ListRepositoriesCommand({}));
  expect(repositories).toMatchObject([{ name: 'r', domainName: 'd', domainOwner: '111122223333', createdTime }]);
  const { tags } = await sdk.send(new ListTagsForResourceCommand({ resourceArn: repositories?.[0]?.arn }));
  expect(tags).toEqual([{ key: 'Owner', value: 'ana' }]);
  const connection = { ...named, externalConnection: 'public:npmjs' };
  await sdk.send(new DisassociateExternalConnectionCommand(connection));
  expect((await sdk.send(new DescribeRepositoryCommand(named))).repository).toMatchObject({ externalConnections: [], createdTime });
  await expect(sdk.send(new DisassociateExternalConnectionCommand(connection))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
  await sdk.send(new AssociateExternalConnectionCommand(connection));

  const path = { ...named, format: 'npm', namespace: 'acme', package: 'p' } as const;
  const restrictions = { publish: 'ALLOW', upstream: 'BLOCK' } as const;
  await sdk.send(new PutPackageOriginConfigurationCommand({ ...path, restrictions }));
  const { package: seen } = await sdk.send(new DescribePackageCommand(path));
  expect(seen).toEqual({ format: 'npm', namespace: 'acme', name: 'p', originConfiguration: { restrictions } });
  const listed = await sdk.send(new ListPackagesCommand({ ...named, upstream: 'BLOCK', maxResults: 1 }));
  expect(listed.packages).toMatchObject([{ format: 'npm', namespace: 'acme', package: 'p' }]);
  expect((await sdk.send(new ListPackageVersionsCommand({ ...path, maxResults: 1000 }))).versions).toEqual([]);
});
