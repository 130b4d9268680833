/** AWS JSON 1.0 and 1.1: the operation in X-Amz-Target, times as epoch seconds. */
import type { AwsError } from './habitat.ts';
import { type Protocol, text } from './wire-protocol.ts';

/** Dates become epoch seconds; everything else stays as it is. */
export function jsonOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
}

/** `namespace` is what stands before the `#` of an error's type. `queryCodes`: names that differ in the service's older protocol. */
export function awsJson(version: '1.0' | '1.1', namespace = '', queryCodes?: Readonly<Record<string, string>>): Protocol {
  const headers = { 'content-type': `application/x-amz-json-${version}` };
  return {
    read: (request) => ({ operation: request.headers['x-amz-target']?.split('.').at(-1) ?? '', input: JSON.parse(text(request) || '{}') }),
    answer: (_, output) => ({ headers, body: JSON.stringify(jsonOf(output ?? {})) }),
    refuse: (error: AwsError) => ({
      headers: queryCodes
        ? { ...headers, 'x-amzn-query-error': `${queryCodes[error.code] ?? error.code};${error.status < 500 ? 'Sender' : 'Receiver'}` }
        : headers,
      body: JSON.stringify({ __type: namespace + error.code, message: error.message, ...(jsonOf(error.fields) as object) }),
    }),
  };
}
