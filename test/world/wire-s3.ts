/** REST-XML as S3 speaks it: the bucket in the host or the path, the operation in the method and a word of the query, or in a header. */
import type { Protocol, Request } from './wire-protocol.ts';
import { text } from './wire-protocol.ts';
import { objectAnswer, objectInput, operationOn } from './wire-s3-objects.ts';
import { element } from './xml.ts';

/** Of the installed SDK's schemas: what our functions ask. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'GET publicAccessBlock': 'GetPublicAccessBlock',
  'PUT publicAccessBlock': 'PutPublicAccessBlock',
  'DELETE publicAccessBlock': 'DeletePublicAccessBlock',
  'GET policy': 'GetBucketPolicy',
  'PUT policy': 'PutBucketPolicy',
  'DELETE policy': 'DeleteBucketPolicy',
  'GET tagging': 'GetBucketTagging',
  'GET versions': 'ListObjectVersions',
  'GET versioning': 'GetBucketVersioning',
  'GET encryption': 'GetBucketEncryption',
};
const WORDS = ['publicAccessBlock', 'policy', 'tagging', 'versions', 'versioning', 'encryption'];
const XML = { 'content-type': 'application/xml' };

const bucketIn = ({ hostname = '' }: Request): string | undefined => /^(.+?)\.s3[.-]/.exec(hostname)?.[1];

function input(request: Request): object {
  const { headers, query = {}, method } = request;
  const said = [...text(request).matchAll(/<(\w+)>(true|false)</g)].map(([, name = '', value]) => [name, value === 'true']);
  const { 'bucket-region': BucketRegion, 'continuation-token': ContinuationToken } = query;
  const owner = headers['x-amz-expected-bucket-owner'];
  const Bucket = bucketIn(request) ?? request.path.split('/')[1];
  return {
    ...(Bucket && { Bucket }),
    ...objectInput(request, bucketIn(request) === undefined),
    ...(owner && { ExpectedBucketOwner: owner }),
    ...(BucketRegion && { BucketRegion }),
    ...(ContinuationToken && { ContinuationToken }),
    ...(method === 'PUT' && 'policy' in query && { Policy: text(request) }),
    ...(said.length > 0 && { PublicAccessBlockConfiguration: Object.fromEntries(said) }),
  };
}

interface Output {
  readonly PublicAccessBlockConfiguration?: object;
  readonly TagSet?: readonly object[];
  readonly Policy?: string;
  readonly Buckets?: readonly object[];
  readonly ContinuationToken?: string;
}
const each = (name: string, items: readonly object[]): string => items.map((item) => element(name, item)).join('');

export const restXml: Protocol = {
  read(request) {
    const word = WORDS.find((one) => one in (request.query ?? {}));
    const known =
      operationOn(request) ?? (word ? OPERATIONS[`${request.method} ${word}`] : request.method === 'GET' ? 'ListBuckets' : undefined);
    return { operation: known ?? `${request.method} ${request.path}`, input: input(request) };
  },
  answer(operation, output) {
    const told = objectAnswer(operation, { ...(output as object) });
    if (told !== undefined) return { headers: XML, body: told };
    const { PublicAccessBlockConfiguration, TagSet, Policy, Buckets, ContinuationToken } = (output ?? {}) as Output;
    if (Policy !== undefined) return { headers: { 'content-type': 'application/json' }, body: Policy };
    if (TagSet) return { headers: XML, body: `<Tagging><TagSet>${each('Tag', TagSet)}</TagSet></Tagging>` };
    if (Buckets) {
      const rest = element('ContinuationToken', ContinuationToken);
      return {
        headers: XML,
        body: `<ListAllMyBucketsResult><Buckets>${each('Bucket', Buckets)}</Buckets>${rest}</ListAllMyBucketsResult>`,
      };
    }
    return { headers: XML, body: element('PublicAccessBlockConfiguration', PublicAccessBlockConfiguration) };
  },
  refuse: (error) => ({
    headers: XML,
    body: element('Error', { Code: error.code, Message: error.message, ...error.fields, RequestId: 'world' }),
  }),
};
