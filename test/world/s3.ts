/** S3: buckets, who may get at them, and what is in them. */
import type { ListBucketsRequest, PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { rule } from './habitat.ts';
import { type Asked, type Bucket, givenBack, had, NONE, owned } from './s3-buckets.ts';
import type { Kept } from './s3-object-writes.ts';
import { objects } from './s3-objects.ts';
import { writes } from './s3-writes.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

const GUIDE = 'S3 guide, "Blocking public access to your Amazon S3 storage"';
rule('s3.born', 'documented', 'a new bucket blocks all public access', GUIDE);
rule(
  's3.no-block',
  'observed',
  'where there is no block: 404 NoSuchPublicAccessBlockConfiguration, "The public access block configuration was not found"',
  'boto/boto3 issue 3627, snyk/driftctl issue 1590',
);
rule(
  's3.unblock',
  'observed',
  'to delete the block succeeds, and leaves none',
  'ceph/ceph PR 55652: 204; of one that is not there, assumed',
);
rule('s3.missing', 'documented', '404 NoSuchBucket, NoSuchBucketPolicy, NoSuchTagSet', 'S3 API, "Error responses"');
rule('s3.texts', 'observed', 'texts of the three', 'public issues of the AWS CLI and Terraform');
rule('s3.owner', 'documented', 'who expects another owner is refused: 403 AccessDenied', 'S3 guide, "Verifying bucket ownership"');
rule('s3.refuses', 'documented', 'while it is blocked, a public policy and a public ACL are refused: 403 AccessDenied', GUIDE);
rule(
  's3.once-public',
  'documented',
  'a public policy that was there before is refused like any other once it was taken away: what is there already stays, without being asked',
  'S3 API, "PublicAccessBlockConfiguration": BlockPublicPolicy rejects calls, and does not affect existing policies',
);
rule(
  's3.policy-form',
  'observed',
  'a policy is given back with lists of one unwrapped, and all others in any order',
  'hashicorp/terraform issue 2432; ansible/ansible issues 19310 (principals) and 42532 (lists of one)',
);
rule(
  's3.nobody',
  'observed',
  'a policy that names a user or role that was deleted by its unique id is refused: 400 MalformedPolicy, "Invalid principal in policy"',
  'ministryofjustice/analytical-platform PR 4932',
);
rule('s3.public', 'assumed', 'public is what allows everybody something without a condition', 'the guide knows finer cases');
rule('s3.partly', 'documented', 'what a block does not say is false', 'S3 API, "PublicAccessBlockConfiguration"');
rule('s3.again', 'documented', 'to create what one has: 409 BucketAlreadyOwnedByYou, but for us-east-1', 'S3 API, CreateBucket');

export interface S3 extends Service {
  readonly shelf: Shelf<Bucket>;
  /** Furnishes a bucket that has always been there, and blocks nothing unless told. */
  place(given: GivenBucket): void;
  /** Furnishes an object, with all its versions. */
  put(given: Kept): void;
}
export interface GivenBucket {
  readonly Name: string;
  readonly block?: PublicAccessBlockConfiguration | undefined;
  readonly policy?: object | undefined;
  readonly acl?: string | undefined;
  readonly owner?: string | undefined;
  readonly versioning?: Bucket['versioning'];
  readonly encryption?: Bucket['encryption'];
  readonly tags?: Readonly<Record<string, string>>;
  readonly CreationDate: Date;
}
export function s3(habitat: Habitat): S3 {
  const kept = shelf<Bucket>(habitat, 30);
  const own = objects(habitat, (name) => kept.truth(name));
  return {
    ...service(habitat, 's3', { reads: { ...reads(habitat, kept), ...own.operations }, writes: writes(habitat, kept) }),
    shelf: kept,
    put: own.place,
    place: ({ policy, block, acl = 'private', tags = {}, ...given }) =>
      kept.place(given.Name, {
        ...given,
        acl,
        tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        ...(block && { block: { ...NONE, ...block } }),
        ...(policy && { policy: JSON.stringify(policy) }),
      }),
  };
}

function reads(habitat: Habitat, kept: Shelf<Bucket>): Operations['reads'] {
  const read = (asked: Asked): Bucket => owned(habitat, kept.read(asked.Bucket ?? ''), asked);
  return {
    GetPublicAccessBlock: (asked: Asked) => ({
      PublicAccessBlockConfiguration: had(
        read(asked).block,
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
      ),
    }),
    GetBucketPolicy: (asked: Asked) => ({
      Policy: givenBack(had(read(asked).policy, 'NoSuchBucketPolicy', 'The bucket policy does not exist'), habitat.random),
    }),
    GetBucketTagging(asked: Asked) {
      const { tags } = read(asked);
      return { TagSet: had(tags.length > 0 ? tags : undefined, 'NoSuchTagSet', 'The TagSet does not exist') };
    },
    ListBuckets({ ContinuationToken = '0' }: ListBucketsRequest) {
      const all = kept
        .list()
        .filter(({ owner }) => owner === undefined)
        .sort((a, b) => (a.Name < b.Name ? -1 : 1));
      const until = Number(ContinuationToken) + 100;
      const Buckets = all.slice(Number(ContinuationToken), until);
      return {
        Buckets: Buckets.map(({ Name, CreationDate }) => ({ Name, CreationDate, BucketRegion: habitat.region })),
        ...(until < all.length && { ContinuationToken: String(until) }),
      };
    },
  };
}
