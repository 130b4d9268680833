/**
 * REST-JSON: the operation is method and path. Members begin in lower case (CodeArtifact, and GuardDuty other than in the SDK), or in upper case
 * (Security Hub).
 */

import { jsonOf } from './wire-json.ts';
import type { Protocol, Request } from './wire-protocol.ts';
import { text } from './wire-protocol.ts';

type Routes = readonly (readonly [operation: string, method: string, path: RegExp])[];
/** From the installed SDK's schemas. */
const GUARDDUTY: Routes = [
  ['ListDetectors', 'GET', /^\/detector$/],
  ['CreateDetector', 'POST', /^\/detector$/],
  ['GetDetector', 'GET', /^\/detector\/(?<DetectorId>[^/]+)$/],
  ['UpdateDetector', 'POST', /^\/detector\/(?<DetectorId>[^/]+)$/],
  ['DeleteDetector', 'DELETE', /^\/detector\/(?<DetectorId>[^/]+)$/],
  ['ListFindings', 'POST', /^\/detector\/(?<DetectorId>[^/]+)\/findings$/],
  ['GetFindings', 'POST', /^\/detector\/(?<DetectorId>[^/]+)\/findings\/get$/],
  ['ArchiveFindings', 'POST', /^\/detector\/(?<DetectorId>[^/]+)\/findings\/archive$/],
];
const CODEARTIFACT: Routes = [
  ['DescribeRepository', 'GET', /^\/v1\/repository$/],
  ['ListRepositories', 'POST', /^\/v1\/repositories$/],
  ['AssociateExternalConnection', 'POST', /^\/v1\/repository\/external-connection$/],
  ['DisassociateExternalConnection', 'DELETE', /^\/v1\/repository\/external-connection$/],
  ['ListTagsForResource', 'POST', /^\/v1\/tags$/],
  ['DescribePackage', 'GET', /^\/v1\/package$/],
  ['ListPackages', 'POST', /^\/v1\/packages$/],
  ['ListPackageVersions', 'POST', /^\/v1\/package\/versions$/],
  ['PutPackageOriginConfiguration', 'POST', /^\/v1\/package$/],
];
const SECURITY_HUB: Routes = [
  ['DescribeHub', 'GET', /^\/accounts$/],
  ['EnableSecurityHub', 'POST', /^\/accounts$/],
  ['DisableSecurityHub', 'DELETE', /^\/accounts$/],
  ['GetEnabledStandards', 'POST', /^\/standards\/get$/],
  ['BatchEnableStandards', 'POST', /^\/standards\/register$/],
  ['BatchDisableStandards', 'POST', /^\/standards\/deregister$/],
];
/** Maps: their keys are the caller's words, not members. */
const MAPS = new Set(['criterion', 'Criterion']);

type Case = (name: string) => string;
const upper: Case = (name) => name.charAt(0).toUpperCase() + name.slice(1);
const lower: Case = (name) => name.charAt(0).toLowerCase() + name.slice(1);

function renamed(value: unknown, rename: Case, map = false): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [map ? name : rename(name), renamed(member, rename, MAPS.has(name))]),
  );
}

/** `max-results`, as CodeArtifact has it in a query, is `maxResults`. */
const camel: Case = (name) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const same: Case = (name) => name;

function input(request: Request, path: RegExpExecArray, member: Case): unknown {
  const labels = Object.entries(path.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
  const query = Object.entries(request.query ?? {}).map(([name, value]) => [
    member(camel(name)),
    camel(name) === 'maxResults' ? Number(value) : value,
  ]);
  return { ...(renamed(JSON.parse(text(request) || '{}'), member) as object), ...Object.fromEntries(query), ...Object.fromEntries(labels) };
}

/** `member`: from the wire's name to the SDK's; `wire`: back. */
const restJson = (routes: Routes, member: Case, wire = lower): Protocol => ({
  read(request) {
    for (const [operation, method, pattern] of routes) {
      const path = method === request.method ? pattern.exec(request.path) : null;
      if (path) return { operation, input: input(request, path, member) };
    }
    return { operation: `${request.method} ${request.path}`, input: {} };
  },
  answer: (_, output) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(renamed(jsonOf(output ?? {}), wire)) }),
  refuse: ({ code, message, fields }) => ({
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, ...(renamed({ Message: message, ...(jsonOf(fields) as object) }, wire) as object) }),
  }),
});
export const guardDutyJson = restJson(GUARDDUTY, upper);
export const codeArtifactJson = restJson(CODEARTIFACT, same);
export const securityHubJson = restJson(SECURITY_HUB, same, same);
