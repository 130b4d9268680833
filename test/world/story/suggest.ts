/** The world an event suggests: the resource it names, in the state it speaks of. For replaying an event that came without its world. */
import * as z from 'zod/mini';
import type { Ref } from '../../../src/engine/remediation.ts';
import { type WorldFile, worldSchema } from './furnish.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Detail extends Fields {
  readonly eventName?: string;
  readonly requestParameters?: Fields | null;
  readonly responseElements?: Fields | null;
}
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const BROAD = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Events spell members in lower camel case, the API in upper. */
export function upper(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(upper);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), upper(v)]));
}
const lastPart = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

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
  environment: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_SMALL', privilegedMode: true },
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
type Suggestion = Readonly<Record<string, readonly unknown[]>>;
const SUGGESTIONS: Readonly<Record<string, (ref: Ref, detail: Detail) => Suggestion>> = {
  'AWS::SageMaker::NotebookInstance': (ref, detail) => {
    const asked = (upper(detail.requestParameters ?? {}) ?? {}) as Fields;
    const told =
      'NotebookInstanceStatus' in detail
        ? pick(detail, ['NotebookInstanceStatus', 'KmsKeyId', 'InstanceType', 'SubnetId', 'DirectInternetAccess'])
        : {};
    const created = detail.eventName === 'CreateNotebookInstance' ? { ...asked, NotebookInstanceStatus: 'Pending', age: '5s' } : {};
    return {
      notebooks: [
        { ...told, ...created, NotebookInstanceName: text(told.NotebookInstanceName ?? asked.NotebookInstanceName) ?? lastPart(ref.id) },
      ],
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
  'AWS::IAM::Role': (ref, detail) => ({ roles: [role(ref, detail)], findings: findings(detail) }),
  'AWS::IAM::User': (_, detail) => ({ findings: findings(detail) }),
  'AWS::IAM::Policy': (ref, { requestParameters }) => {
    const { Path = '/', name: PolicyName } = pathed(ref.id);
    const arn = `arn:aws:iam::${ref.account}:policy${Path}${PolicyName}`;
    const told = requestParameters?.policyDocument;
    const Document = typeof told === 'string' ? JSON.parse(told) : BROAD;
    return {
      policies: [{ PolicyName, Path, Document }],
      roles: [{ RoleName: `role-with-${PolicyName}`.slice(0, 64), attached: [arn] }],
    };
  },
};

/** The path is part of what IAM knows a role or policy by. Names alone tell none. */
function pathed(id: string): { name: string; Path?: string } {
  const [, Path] = /^arn:[^/]*(\/(?:.*\/)?)[^/]+$/.exec(id) ?? [];
  return { name: lastPart(id), ...(Path && { Path }) };
}

function role(ref: Ref, detail: Detail): Fields {
  const { eventName, requestParameters } = detail;
  const { policyArn, policyName, policyDocument } = requestParameters ?? {};
  const { name, ...at } = pathed(ref.id);
  const isId = ROLE_ID.test(ref.id);
  const RoleId = isId ? ref.id : uniqueId(detail, name);
  const named = { RoleName: isId ? `role-${ref.id.slice(-6)}` : name, ...at, ...(RoleId && { RoleId }) };
  if (eventName === 'AttachRolePolicy') return { ...named, attached: [policyArn] };
  if (eventName === 'PutRolePolicy') return { ...named, inline: { [String(policyName)]: JSON.parse(String(policyDocument)) } };
  return eventName === 'CreateRole' ? named : { ...named, attached: [ADMIN] };
}

const ROLE_ID = /^AROA[A-Z0-9]+$/;
const who = z.nullish(z.object({ userName: z.nullish(z.string()), principalId: z.nullish(z.string()) }));
const actor = z.object({ user: z.nullish(z.object({ name: z.nullish(z.string()), uid: z.nullish(z.string()) })) });
const about = z.object({
  resource: z.object({ accessKeyDetails: who }),
  service: z.object({ detection: z.nullish(z.object({ sequence: z.nullish(z.object({ actors: z.nullish(z.array(actor)) })) })) }),
});
/** A finding is about the role of this id, and not about one that was made later under the same name. */
function uniqueId(detail: Detail, name: string): string | undefined {
  const { success, data } = about.safeParse(detail);
  if (!success) return undefined;
  const { userName, principalId } = data.resource.accessKeyDetails ?? {};
  const actors = data.service.detection?.sequence?.actors ?? [];
  const all = [{ name: userName, uid: principalId }, ...actors.map(({ user }) => ({ name: user?.name, uid: user?.uid }))];
  const id = all.find((one) => one.name === name)?.uid?.split(':')[0];
  return id !== undefined && ROLE_ID.test(id) ? id : undefined;
}
const findings = (detail: Detail): Fields[] => ('service' in detail && 'severity' in detail ? [upper(detail) as Fields] : []);
const pick = (from: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(keys.flatMap((k) => (from[k] === undefined ? [] : [[k, from[k]]])));
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
