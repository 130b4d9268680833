/** AWS::S3::Bucket: one of general purpose. */
import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { reader, writer } from '../aws.ts';
import { partitionOf } from '../engine/read.ts';
import type { Kind, Ref, Resource, Table } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, resource } from './arn.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import type { PolicyDocument } from './policy-document.ts';
import { readBucketPolicy } from './policy-normal.ts';
import { given, paged, tagged } from './reading.ts';

const TYPE = 'AWS::S3::Bucket';

/** S3 API, "PublicAccessBlockConfiguration": what is not said there is false. */
export type Block = {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
};
/**
 * `account`: whose bucket it is. `block`: its own, not that of its account; missing where there is none, which blocks nothing. `policy` is
 * missing where there is none.
 */
export type BucketState = { readonly account: string; readonly block?: Block; readonly policy?: PolicyDocument };

const client = (r: Resource) => writer(S3Client, r);
/** One right for both (S3 API, DeletePublicAccessBlock). */
const iam = ['s3:PutBucketPublicAccessBlock'];
const api = {
  PutPublicAccessBlock: { client, command: PutPublicAccessBlockCommand, iam },
  DeletePublicAccessBlock: { client, command: DeletePublicAccessBlockCommand, iam },
  PutBucketPolicy: { client, command: PutBucketPolicyCommand, iam: ['s3:PutBucketPolicy'] },
  DeleteBucketPolicy: { client, command: DeleteBucketPolicyCommand, iam: ['s3:DeleteBucketPolicy'] },
} satisfies Table;
export type BucketTable = typeof api;

export const bucketOf = (place: Place, name: string): Resource => resource(TYPE, place, name, `arn:${place.partition}:s3:::${name}`, name);

/** Names are the world's: without its owner a call could reach whoever has taken a name since (S3 guide, "Verifying bucket ownership"). */
export const named = ({ name, account }: Resource) => ({ Bucket: name, ExpectedBucketOwner: account });

/** The ARN of a bucket has neither account nor Region: those are the event's. */
function placeOf({ id, account, region }: Ref): Place {
  return { partition: isArn(id) ? parseArn(id).partition : partitionOf(region), account, region };
}

/** The answer; undefined where the bucket has no such thing, which S3 has an error for each. Every other error passes. */
async function unless<T>(none: string, read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if ((error as Error).name === none) return undefined;
    throw error;
  }
}

async function blockOf(r: Resource): Promise<Block | undefined> {
  const asked = reader(S3Client, r).send(new GetPublicAccessBlockCommand(named(r)));
  const is = (await unless('NoSuchPublicAccessBlockConfiguration', asked))?.PublicAccessBlockConfiguration;
  if (!is) return undefined;
  const { BlockPublicAcls = false, IgnorePublicAcls = false, BlockPublicPolicy = false, RestrictPublicBuckets = false } = is;
  return { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets };
}
const policyOf = async (r: Resource) =>
  (await unless('NoSuchBucketPolicy', reader(S3Client, r).send(new GetBucketPolicyCommand(named(r)))))?.Policy;
const tagsOf = async (r: Resource) =>
  (await unless('NoSuchTagSet', reader(S3Client, r).send(new GetBucketTaggingCommand(named(r)))))?.TagSet ?? [];

/** What the three reads have in common is that they fail where the bucket is gone. */
async function read(r: Resource) {
  const block = await blockOf(r);
  const [tags, text] = await Promise.all([tagsOf(r), policyOf(r)]);
  const state: BucketState = {
    account: r.account,
    ...(block && { block }),
    ...(text !== undefined && { policy: readBucketPolicy(text, r.arn) }),
  };
  // Its CreationDate moves with its policy (S3 API, "Bucket"), and nothing else tells it from a later one of its name.
  return { born: 'ever', state, linked: namesSageMaker([r.name, tags, text ?? '']) };
}

export const bucket: Kind<BucketState, BucketTable> = {
  types: [TYPE],
  api,
  reads: ['s3:GetBucketPublicAccessBlock', 's3:GetBucketPolicy', 's3:GetBucketTagging'],
  lists: ['s3:ListAllMyBuckets'],
  arns: [`arn:\${AWS::Partition}:s3:::*`],
  lag: 30,
  async locate(ref) {
    return [bucketOf(placeOf(ref), isArn(ref.id) ? parseArn(ref.id).id : ref.id)];
  },
  async *list() {
    const place = here();
    const page = (ContinuationToken: string | undefined) =>
      reader(S3Client, place).send(new ListBucketsCommand({ BucketRegion: place.region, ContinuationToken }));
    for await (const { Name } of paged(
      page,
      (p) => p.Buckets,
      (p) => p.ContinuationToken,
    ))
      yield bucketOf(place, given(Name, 'Name'));
  },
  inspect: (r) => unless('NoSuchBucket', read(r)),
  tags: async (r) => tagged(await tagsOf(r)),
};
