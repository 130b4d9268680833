/** Is exactly that granted which is used, on as little as AWS can limit it to, and nothing to itself? One sentence for each fault. */
import { EXCEPTIONS, excepted } from './exceptions.ts';
import { denies, type Grant, globbed, granted, HOME, within } from './granted.ts';
import type { Reference } from './reference.ts';
import type { Use } from './used.ts';

const allows = (g: Grant, keys: readonly string[] | undefined, u: Use): boolean =>
  g.role === u.role &&
  g.action === u.action &&
  globbed(g.resource, u.resource) &&
  g.passedTo === u.passedTo &&
  (!keys || keys.some((glob) => globbed(glob, u.key ?? '')));

/** What is used and would be refused. */
export function refused(grants: readonly Grant[], uses: readonly Use[]): string[] {
  const may = (u: Use) => grants.some((g) => allows(g, g.keys, u)) && within(u.action, u.resource === '*' ? 'any' : u.resource, u.passedTo);
  return uses
    .filter((u) => !may(u))
    .map((u) => `${u.role} uses ${u.action} on ${u.resource}${u.key ? ` ${u.key}` : ''}, which it is not granted.`);
}

/** Each grant, pattern by pattern and key by key, that nothing uses. */
const idle = (grants: readonly Grant[], uses: readonly Use[]): { g: Grant; key: string | undefined }[] =>
  grants
    .flatMap((g) => (g.keys ?? [undefined]).map((key) => ({ g, key })))
    .filter(({ g, key }) => !uses.some((u) => allows(g, key === undefined ? undefined : [key], u)));

/** What is granted and never used, and has no reason. */
export const unused = (grants: readonly Grant[], uses: readonly Use[]): string[] =>
  idle(grants, uses)
    .filter(({ g }) => !excepted(g))
    .map(({ g, key }) => `${asGranted(g, key)}, and nothing that is played uses it.`);
const asGranted = (g: Grant, key?: string): string => `${g.role} is granted ${g.action} on ${g.resource}${key ? ` ${key}` : ''}`;

/** Reasons that are none: of what is used, and of what is not even granted. */
export function needless(grants: readonly Grant[], uses: readonly Use[]): string[] {
  const left = new Set(idle(grants, uses).map(({ g, key }) => asGranted(g, key)));
  const used = grants
    .filter((g) => excepted(g))
    .flatMap((g) => (g.keys ?? [undefined]).map((key) => asGranted(g, key)))
    .filter((one) => !left.has(one));
  const named = EXCEPTIONS.flatMap((e) => {
    const of = grants.filter((g) => excepted(g) === e);
    const has = (name: string) => of.some(({ role, action }) => role === `mlwarden-${name}` || action === name);
    return [...(e.roles ?? []), ...e.actions].filter((name) => !has(name)).map((name) => `${name}, of "${e.reason}"`);
  });
  return [
    ...used.map((one) => `${one}, uses it, and needs no exception.`),
    ...named.map((one) => `No grant needs the exception for ${one}`),
  ];
}

/** True when some text is matched by both patterns. */
function meet(a: string, b: string): boolean {
  if (a.startsWith('*')) return meet(a.slice(1), b) || (b !== '' && meet(a, b.slice(1)));
  return b.startsWith('*') ? meet(b, a) : a === '' || b === '' ? a === b : a[0] === b[0] && meet(a.slice(1), b.slice(1));
}

/** What is behind the account in an ARN: of which type a thing is, and its name. */
const own = (arn: string): string => arn.split(':').slice(5).join(':');

/** Where AWS could limit an action further, could not limit it so, or knows no such condition. */
export function wide(grants: readonly Grant[], about: Reference): string[] {
  return grants.flatMap((g) => {
    const { arns, conditionKeys } = about(g.action);
    const fits = arns.map(({ arn }) => arn.replace(/\$\{Partition\}/, HOME.partition).replace(/\$\{\w+\}/g, '*'));
    const said = `${g.role} is granted ${g.action} on ${g.resource}`;
    if (arns.length > 0 && g.resource === '*') return [`${said}, and AWS can limit it to ${fits.join(', ')}.`];
    if (g.resource !== '*' && !fits.some((fit) => meet(own(fit), own(g.resource)))) return [`${said}, to which AWS cannot limit it.`];
    return Object.values(g.condition)
      .flatMap((keys) => Object.keys(keys))
      .filter((key) => !conditionKeys.includes(key))
      .map((key) => `${said} under ${key}, which AWS does not know there.`);
  });
}

/** What may be written in `Mode=observe`: our own ledger, queues, logs, and the events and messages that we forward or tell. */
const OWN =
  /^arn:aws:(dynamodb|sqs|logs):[^:]*:\d+:(table\/mlwarden-|mlwarden-|log-group:\/mlwarden\/)|^arn:aws:events:[^:]*:\d+:event-bus\/(default|mlwarden)$|^arn:aws:sns:[^:]*:\d+:mlwarden-people$/;
export const acts = (about: Reference): string[] =>
  granted('observe')
    .filter(({ action, resource }) => !['Read', 'List'].includes(about(action).level) && !OWN.test(resource))
    .map((g) => `${g.role} may ${g.action} on ${g.resource} while Mode=observe.`);

const there = (service: string, what: string) => `arn:aws:${service}:${service === 'iam' ? '' : HOME.region}:${HOME.account}:${what}`;
/** Denied in so many words, to whoever has the boundary, whatever any policy of a role or of a resource allows. */
const DENIED: readonly (readonly [action: string, resource: string])[] = [
  ['iam:PassRole', there('iam', 'role/theirs')],
  ['iam:AttachRolePolicy', there('iam', 'role/mlwarden-sweep-data')],
  ['iam:AttachUserPolicy', there('iam', 'user/theirs')],
  ['iam:CreateRole', there('iam', 'role/theirs')],
  ['iam:UpdateAssumeRolePolicy', there('iam', 'role/mlwarden-sweep-data')],
  ['iam:PutRolePermissionsBoundary', there('iam', 'role/theirs')],
  ['iam:DeleteRolePermissionsBoundary', there('iam', 'role/theirs')],
  ['iam:CreateAccessKey', there('iam', 'user/theirs')],
  ['iam:CreatePolicyVersion', there('iam', 'policy/theirs')],
  ['sts:AssumeRole', there('iam', 'role/theirs')],
  ['kms:ScheduleKeyDeletion', there('kms', 'key/theirs')],
  ['kms:DisableKey', there('kms', 'key/theirs')],
  ['kms:PutKeyPolicy', there('kms', 'key/theirs')],
  ['organizations:LeaveOrganization', '*'],
  ['cloudtrail:StopLogging', there('cloudtrail', 'trail/theirs')],
  ['config:StopConfigurationRecorder', there('config', 'configuration-recorder/theirs')],
  ['guardduty:DeleteDetector', there('guardduty', 'detector/theirs')],
  ['securityhub:DisableSecurityHub', there('securityhub', 'hub/default')],
  ['securityhub:DisableSecurityHubV2', there('securityhub', 'hubv2/theirs')],
  ['securityhub:BatchDisableStandards', there('securityhub', 'hub/default')],
  ['iam:PutRolePolicy', there('iam', 'role/mlwarden-sweep-data')],
  ['iam:DetachRolePolicy', there('iam', 'role/wardenwatch-watch')],
  ['lambda:UpdateFunctionCode', there('lambda', 'function:mlwarden-sweep-data')],
  ['events:DisableRule', there('events', 'rule/mlwarden-sweep-data')],
  ['dynamodb:DeleteItem', there('dynamodb', 'table/mlwarden-ledger')],
  ['sqs:PurgeQueue', there('sqs', 'mlwarden-notebook-encryption')],
  ['cloudformation:DeleteStack', there('cloudformation', 'stack/mlwarden/1')],
];
export const undenied = (about: Reference): string[] =>
  DENIED.filter(([action, resource]) => about(action) && !denies(action, resource)).map(
    ([action, resource]) => `The boundary does not deny ${action} on ${resource}.`,
  );
