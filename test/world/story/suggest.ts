/** The world an event suggests: the resource it names, in the state it speaks of. For replaying an event that came without its world. */
import * as z from 'zod/mini';
import type { Ref } from '../../../src/engine/remediation.ts';
import { type WorldFile, worldSchema } from './furnish.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Detail extends Fields {
  readonly eventName?: string;
  readonly requestParameters?: Fields | null;
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
  const sections = ['notebooks', 'endpointConfigs', 'endpoints', 'policies', 'roles', 'findings'];
  return z.parse(worldSchema, Object.fromEntries(sections.map((section) => [section, all(section)])));
}

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
  'AWS::IAM::Role': (ref, detail) => ({
    roles: [role(ref, detail)],
    findings: 'service' in detail && 'severity' in detail ? [finding(detail)] : [],
  }),
  'AWS::IAM::Policy': (ref) => {
    const PolicyName = lastPart(ref.id);
    const arn = ref.id.startsWith('arn:') ? ref.id : `arn:aws:iam::${ref.account}:policy/${PolicyName}`;
    return { policies: [{ PolicyName, Document: BROAD }], roles: [{ RoleName: `role-with-${PolicyName}`.slice(0, 64), attached: [arn] }] };
  },
};

function role(ref: Ref, { eventName, requestParameters }: Detail): Fields {
  const { policyArn, policyName, policyDocument } = requestParameters ?? {};
  const isId = /^AROA[A-Z0-9]+$/.test(ref.id);
  const named = isId ? { RoleName: `role-${ref.id.slice(-6)}`, RoleId: ref.id } : { RoleName: lastPart(ref.id) };
  if (eventName === 'AttachRolePolicy') return { ...named, attached: [policyArn] };
  if (eventName === 'PutRolePolicy') return { ...named, inline: { [String(policyName)]: JSON.parse(String(policyDocument)) } };
  return eventName === 'CreateRole' ? named : { ...named, attached: [ADMIN] };
}
const finding = (detail: Detail): Fields => upper(detail) as Fields;
const pick = (from: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(keys.flatMap((k) => (from[k] === undefined ? [] : [[k, from[k]]])));
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
