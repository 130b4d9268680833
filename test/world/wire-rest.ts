/** REST-JSON (GuardDuty): the operation is method and path, members begin in lower case. */

import { jsonOf } from './wire-json.ts';
import type { Protocol, Request } from './wire-protocol.ts';
import { text } from './wire-protocol.ts';

/** From the installed SDK's schemas. */
const ROUTES: readonly (readonly [operation: string, method: string, path: RegExp])[] = [
  ['ListDetectors', 'GET', /^\/detector$/],
  ['CreateDetector', 'POST', /^\/detector$/],
  ['GetDetector', 'GET', /^\/detector\/(?<DetectorId>[^/]+)$/],
  ['UpdateDetector', 'POST', /^\/detector\/(?<DetectorId>[^/]+)$/],
  ['DeleteDetector', 'DELETE', /^\/detector\/(?<DetectorId>[^/]+)$/],
  ['ListFindings', 'POST', /^\/detector\/(?<DetectorId>[^/]+)\/findings$/],
  ['GetFindings', 'POST', /^\/detector\/(?<DetectorId>[^/]+)\/findings\/get$/],
  ['ArchiveFindings', 'POST', /^\/detector\/(?<DetectorId>[^/]+)\/findings\/archive$/],
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

function input(request: Request, path: RegExpExecArray): unknown {
  const labels = Object.entries(path.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
  const query = Object.entries(request.query ?? {}).map(([name, value]) => [upper(name), name === 'maxResults' ? Number(value) : value]);
  return { ...(renamed(JSON.parse(text(request) || '{}'), upper) as object), ...Object.fromEntries(query), ...Object.fromEntries(labels) };
}

export const restJson: Protocol = {
  read(request) {
    for (const [operation, method, pattern] of ROUTES) {
      const path = method === request.method ? pattern.exec(request.path) : null;
      if (path) return { operation, input: input(request, path) };
    }
    return { operation: `${request.method} ${request.path}`, input: {} };
  },
  answer: (_, output) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(renamed(jsonOf(output ?? {}), lower)) }),
  refuse: (error) => ({
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, ...(renamed(jsonOf(error.fields), lower) as object) }),
  }),
};
