/** REST-XML as S3 speaks it: the bucket in the host or the path, the operation in the method and a word of the query. */
import type { Protocol, Request } from './wire-protocol.ts';
import { text } from './wire-protocol.ts';
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
};
const WORDS = ['publicAccessBlock', 'policy', 'tagging'];
const XML = { 'content-type': 'application/xml' };

const bucketIn = ({ hostname = '', path }: Request): string | undefined => /^(.+?)\.s3[.-]/.exec(hostname)?.[1] ?? path.split('/')[1];

function input(request: Request): object {
  const { headers, query = {}, method } = request;
  const said = [...text(request).matchAll(/<(\w+)>(true|false)</g)].map(([, name = '', value]) => [name, value === 'true']);
  const { 'bucket-region': BucketRegion, 'continuation-token': ContinuationToken } = query;
  const owner = headers['x-amz-expected-bucket-owner'];
  return {
    ...(bucketIn(request) && { Bucket: bucketIn(request) }),
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
    const known = word ? OPERATIONS[`${request.method} ${word}`] : request.method === 'GET' ? 'ListBuckets' : undefined;
    return { operation: known ?? `${request.method} ${request.path}`, input: input(request) };
  },
  answer(_, output) {
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
