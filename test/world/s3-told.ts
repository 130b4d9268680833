/** How CloudTrail writes calls of S3: other names than the API has, the bucket as `bucketName`, a policy as JSON. */
import { rule } from './habitat.ts';

rule(
  'cloudtrail.s3',
  'observed',
  'PutPublicAccessBlock and DeletePublicAccessBlock are told as Put- and DeleteBucketPublicAccessBlock; S3 is asked in members of its own, in their own case',
  'test/events/cloudtrail.s3.*.json; of the deletion, the patterns of EventBridge rules that people published',
);

const NAMES: Readonly<Record<string, string>> = {
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
};

interface Input {
  readonly Bucket?: string;
  readonly Policy?: string;
  readonly ACL?: string;
  readonly PublicAccessBlockConfiguration?: object;
}
export function toldOfS3(operation: string, input: unknown) {
  const { Bucket: bucketName, Policy, ACL, PublicAccessBlockConfiguration } = input as Input;
  return {
    eventName: NAMES[operation] ?? operation,
    requestParameters: {
      bucketName,
      Host: `${bucketName}.s3.amazonaws.com`,
      ...(PublicAccessBlockConfiguration && { publicAccessBlock: '', PublicAccessBlockConfiguration }),
      ...(Policy !== undefined && { policy: '', bucketPolicy: JSON.parse(Policy) }),
      ...(ACL !== undefined && { acl: '', 'x-amz-acl': ACL }),
    },
  };
}
