/** The events of the race: the samples of events/, about another resource and of this moment. */
import { readFileSync } from 'node:fs';
import { root } from '../../test/rie/sandbox.ts';

export interface CloudTrailEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly detail: { readonly requestParameters: object; readonly responseElements: object | null };
  readonly [k: string]: unknown;
}
const sample = (path: string): CloudTrailEvent => JSON.parse(readFileSync(`${root}/events/${path}`, 'utf8'));
const created = sample('notebooks/notebook-encryption.cloudtrail.json');
const started = sample('notebooks/notebook-encryption.cloudtrail-start.json');
const found = sample('notebooks/notebook-encryption.securityhub.json');
const attached = sample('identity/role-admin-policy.cloudtrail.json');

export const arnOf = (name: string): string => `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/${name}`;

/** CreateNotebookInstance. */
export function notebookEvent(name: string): CloudTrailEvent {
  const detail = {
    ...created.detail,
    requestParameters: { ...created.detail.requestParameters, notebookInstanceName: name },
    responseElements: { notebookInstanceArn: arnOf(name) },
  };
  return { ...created, time: new Date().toISOString(), detail };
}

/** StartNotebookInstance: of the violations, only encryption hears of it. */
export function startEvent(name: string): CloudTrailEvent {
  const requestParameters = { ...started.detail.requestParameters, notebookInstanceName: name };
  return { ...started, detail: { ...started.detail, requestParameters } };
}

/** AttachRolePolicy of AdministratorAccess. */
export function roleEvent(roleName: string): CloudTrailEvent {
  const requestParameters = { ...attached.detail.requestParameters, roleName };
  return { ...attached, time: new Date().toISOString(), detail: { ...attached.detail, requestParameters } };
}

/** Security Hub's word of all these notebooks at once. */
export function fiveFindings(names: readonly string[]): CloudTrailEvent {
  const [finding = {}] = (found.detail as { findings?: readonly object[] }).findings ?? [];
  const findings = names.map((name) => JSON.parse(JSON.stringify(finding).replaceAll(/churn-exploration/gi, name)) as object);
  return { ...found, time: new Date().toISOString(), detail: { ...found.detail, findings } as CloudTrailEvent['detail'] };
}
