/** The role an event suggests, and what GuardDuty has found about it. */
import * as z from 'zod/mini';
import type { Ref } from '../../../src/engine/remediation.ts';

export type Fields = Readonly<Record<string, unknown>>;
export interface Detail extends Fields {
  readonly eventName?: string;
  readonly requestParameters?: Fields | null;
  readonly responseElements?: Fields | null;
}
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** Long enough for IAM to know what it is used for. */
export const OLD = '300d';
export const S3_ALL = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';

export type Suggestions = Readonly<Record<string, (ref: Ref, detail: Detail) => Readonly<Record<string, readonly unknown[]>>>>;

export const pick = (from: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(keys.flatMap((k) => (from[k] === undefined ? [] : [[k, from[k]]])));
export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Events spell members in lower camel case, the API in upper. */
export function upper(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(upper);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), upper(v)]));
}
export const lastPart = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

/** The path is part of what IAM knows a role or policy by. Names alone tell none. */
export function pathed(id: string): { name: string; Path?: string } {
  const [, Path] = /^arn:[^/]*(\/(?:.*\/)?)[^/]+$/.exec(id) ?? [];
  return { name: lastPart(id), ...(Path && { Path }) };
}

export function role(ref: Ref, detail: Detail): Fields {
  const { eventName, requestParameters } = detail;
  const { policyArn, policyName, policyDocument, assumeRolePolicyDocument } = requestParameters ?? {};
  const { name, ...at } = pathed(ref.id);
  const isId = ROLE_ID.test(ref.id);
  const RoleId = isId ? ref.id : uniqueId(detail, name);
  const named = { RoleName: isId ? `role-${ref.id.slice(-6)}` : name, ...at, ...(RoleId && { RoleId }), age: OLD };
  if (eventName === 'AttachRolePolicy') return { ...named, attached: [policyArn] };
  if (eventName === 'PutRolePolicy') return { ...named, inline: { [String(policyName)]: JSON.parse(String(policyDocument)) } };
  if (eventName === 'CreateRole') return { ...named, trust: JSON.parse(String(assumeRolePolicyDocument)) };
  const trust = eventName === 'UpdateAssumeRolePolicy' && JSON.parse(String(policyDocument));
  return { ...named, ...(trust && { trust }), attached: [ADMIN, S3_ALL] };
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
export const findings = (detail: Detail): Fields[] =>
  ['service', 'severity', 'id', 'type'].every((member) => member in detail) ? [upper(detail) as Fields] : [];
