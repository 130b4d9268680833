/** What is done to buckets of S3, and what is refused. */
import type {
  CreateBucketRequest,
  PutBucketAclRequest,
  PutBucketPolicyRequest,
  PutBucketTaggingRequest,
  PutPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import type { Operations } from './cloudtrail.ts';
import type { Habitat } from './habitat.ts';
import { AwsError } from './habitat.ts';
import { ALL, type Asked, type Bucket, NONE, owned, refused } from './s3-buckets.ts';
import type { Shelf } from './stale.ts';

interface Allowing {
  readonly Effect?: string;
  readonly Principal?: string | { readonly AWS?: string | readonly string[] };
  readonly Condition?: object;
}
function isPublic(policy: string): boolean {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Allowing | Allowing[] };
  const everybody = ({ Principal }: Allowing) => [typeof Principal === 'object' ? Principal.AWS : Principal].flat().includes('*');
  return [Statement].flat().some((s) => s.Effect === 'Allow' && !s.Condition && everybody(s));
}

export function writes(habitat: Habitat, kept: Shelf<Bucket>): Operations['writes'] {
  const found = (asked: Asked): Bucket => owned(habitat, kept.truth(asked.Bucket ?? ''), asked);
  const put = (bucket: Bucket): void => kept.put(bucket.Name, bucket);
  return {
    CreateBucket({ Bucket: Name = '' }: CreateBucketRequest) {
      if (kept.truth(Name))
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          409,
        );
      put({ Name, CreationDate: new Date(habitat.clock.now()), block: ALL, acl: 'private', tags: [] });
    },
    DeleteBucket: (asked: Asked) => kept.put(found(asked).Name, undefined),
    PutPublicAccessBlock(asked: PutPublicAccessBlockRequest) {
      put({ ...found(asked), block: { ...NONE, ...asked.PublicAccessBlockConfiguration } });
    },
    DeletePublicAccessBlock(asked: Asked) {
      const { block, ...bucket } = found(asked);
      put(bucket);
    },
    PutBucketPolicy({ Policy: policy = '', ...asked }: PutBucketPolicyRequest) {
      const bucket = found(asked);
      if (/"A(IDA|ROA)[A-Z0-9]{12,}"/.test(policy)) throw new AwsError('MalformedPolicy', 'Invalid principal in policy', 400);
      if (bucket.block?.BlockPublicPolicy && isPublic(policy)) throw refused();
      put({ ...bucket, policy });
    },
    DeleteBucketPolicy(asked: Asked) {
      const { policy, ...bucket } = found(asked);
      put(bucket);
    },
    PutBucketAcl({ ACL: acl = 'private', ...asked }: PutBucketAclRequest) {
      const bucket = found(asked);
      if (bucket.block?.BlockPublicAcls && acl.startsWith('public')) throw refused();
      put({ ...bucket, acl });
    },
    PutBucketTagging({ Tagging, ...asked }: PutBucketTaggingRequest) {
      put({ ...found(asked), tags: Tagging?.TagSet ?? [] });
    },
  };
}
