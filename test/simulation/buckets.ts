/** Buckets as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::S3::Bucket';

const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const NONE = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };
const ACLS = { ...NONE, BlockPublicAcls: true, IgnorePublicAcls: true };
const ML = { 'sagemaker:project-name': 'churn' };

export function drawBucket(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['alpha', 'beta', 'gamma'][i]}-data`],
    [1, 'mlwarden-data'],
  ]);
  const linked = draw.chance(0.85);
  const [how, block] = draw.of<readonly [string, object | undefined]>([
    ['no block', undefined],
    ['a block that blocks nothing', NONE],
    ['public ACLs blocked', ACLS],
    ['all blocked', ALL],
  ]);
  const there = { buckets: [{ Name: name, tags: linked ? ML : { team: 'churn' }, ...(block && { block }) }] };
  const says = `a bucket ${name} (${how}${linked ? '' : ', of no ML'})`;
  const moves = movesOf(draw, name);
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}

/** The last is the report of a source. */
function movesOf(draw: Draw, name: string): readonly (() => Omit<Move, 'at'>)[] {
  const named = { Bucket: name };
  const put = (PublicAccessBlockConfiguration: object) => call('s3:PutPublicAccessBlock', { ...named, PublicAccessBlockConfiguration }, 0);
  const unblock = call('s3:DeletePublicAccessBlock', named, 0);
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` }],
  });
  return [
    () => ({ says: `somebody takes the block of ${name} away`, acts: [unblock] }),
    () => ({
      says: `somebody takes the block of ${name} away and opens it to everybody`,
      acts: [unblock, call('s3:PutBucketPolicy', { ...named, Policy }, 0)],
    }),
    () => ({ says: `somebody lets ${name} have public policies`, acts: [put(ACLS)] }),
    () => ({
      says: `Terraform lets ${name} have public policies, again and again`,
      acts: [put(ACLS)],
      every: draw.of([4, 7]) * MINUTE,
      times: 4,
    }),
    () => ({ says: `the owner of ${name} blocks everything public`, acts: [put(ALL)] }),
    () => ({
      says: `${name} has nothing to do with ML any more, and so leaves the scope`,
      acts: [call('s3:PutBucketTagging', { ...named, Tagging: { TagSet: [{ Key: 'team', Value: 'churn' }] } }, 0)],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('s3:DeleteBucket', named, 0)] }),
    () => ({
      says: `somebody deletes ${name} and creates it again without a block`,
      acts: [
        call('s3:DeleteBucket', named, 0),
        call('s3:CreateBucket', named, 0),
        call('s3:PutBucketTagging', { ...named, Tagging: { TagSet: Object.entries(ML).map(([Key, Value]) => ({ Key, Value })) } }, 0),
        unblock,
      ],
    }),
    () => ({ says: `Config reports ${name}`, acts: [ruleEvent(TYPE, name, 's3-bucket-level-public-access-prohibited')] }),
  ];
}
