/** What S3 is asked of objects, and what it answers, as REST and XML. */
import type { Request } from './wire-protocol.ts';
import { text } from './wire-protocol.ts';
import { element } from './xml.ts';

const ASKED = ['prefix', 'key-marker', 'version-id-marker', 'versionId'] as const;
const MEMBERS = { prefix: 'Prefix', 'key-marker': 'KeyMarker', 'version-id-marker': 'VersionIdMarker', versionId: 'VersionId' } as const;
const HEADERS = {
  'x-amz-copy-source': 'CopySource',
  'x-amz-copy-source-if-match': 'CopySourceIfMatch',
  'x-amz-source-expected-bucket-owner': 'ExpectedSourceBucketOwner',
  'x-amz-tagging-directive': 'TaggingDirective',
} as const;

/** The SDK names the operation of each request that is about an object, or about no bucket. */
export const operationOn = ({ query }: Request): string | undefined => (typeof query?.['x-id'] === 'string' ? query['x-id'] : undefined);

/** `inPath`: whether the path begins with the bucket. */
export function objectInput(request: Request, inPath: boolean): object {
  const { path, query = {}, headers } = request;
  const Key = decodeURIComponent(
    path
      .split('/')
      .slice(inPath ? 2 : 1)
      .join('/'),
  );
  return {
    ...(operationOn(request)?.endsWith('Object') && { Key }),
    ...Object.fromEntries(ASKED.flatMap((name) => (query[name] ? [[MEMBERS[name], query[name]]] : []))),
    ...Object.fromEntries(Object.entries(HEADERS).flatMap(([header, member]) => (headers[header] ? [[member, headers[header]]] : []))),
    ...(operationOn(request) === 'PutObject' && { Body: text(request) }),
  };
}

interface Output {
  readonly CopyObjectResult?: object;
  readonly Versions?: readonly object[];
  readonly DeleteMarkers?: readonly object[];
  readonly ServerSideEncryptionConfiguration?: { readonly Rules: readonly object[] };
  readonly [member: string]: unknown;
}
const each = (name: string, items: readonly object[] = []): string => items.map((item) => element(name, item)).join('');
const inner = (members: object): string =>
  Object.entries(members)
    .map(([name, value]) => element(name, value))
    .join('');

export function objectAnswer(operation: string, { Versions, DeleteMarkers, ServerSideEncryptionConfiguration: sse, ...rest }: Output) {
  switch (operation) {
    case 'ListObjectVersions':
      return `<ListVersionsResult>${inner(rest)}${each('Version', Versions)}${each('DeleteMarker', DeleteMarkers)}</ListVersionsResult>`;
    case 'GetBucketVersioning':
      return element('VersioningConfiguration', rest);
    case 'GetBucketEncryption':
      return `<ServerSideEncryptionConfiguration>${each('Rule', sse?.Rules)}</ServerSideEncryptionConfiguration>`;
    case 'CopyObject':
      return element('CopyObjectResult', rest.CopyObjectResult);
    default:
      return operation.endsWith('Object') ? '' : undefined;
  }
}
